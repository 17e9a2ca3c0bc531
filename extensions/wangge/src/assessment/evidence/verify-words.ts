/** What does not agree, in sentences that say which: for the commands, the stand-alone script and the page of a grid. */
import type { Language, Messages } from '../../kernel/refusal-rules.ts';
import { sentence } from '../../kernel/refusal-rules.ts';

/** One thing that does not agree. */
export interface Fault { code: FaultCode; params: Record<string, string | number> }

export function fault(code: FaultCode, params: Fault['params'] = {}): Fault {
  return { code, params };
}

export function told(found: Fault, language: Language): string {
  return sentence(FAULTS, found, language);
}

const FAULTS = {
  not_gzip: { 'zh-CN': '文件不是完整的 gzip 文件：{reason}。', 'en-US': 'The file is no whole gzip file: {reason}.' },
  gzip_more: { 'zh-CN': 'gzip 内容之后还有别的内容：核算依据只有一段，之后什么也没有。', 'en-US': 'Something stands behind the packed content: evidence is one gzip member and nothing else.' },
  gzip_bomb: { 'zh-CN': '文件解压后超过 {times} 倍，不是核算依据，已停止读取。', 'en-US': 'The file unpacks to more than {times} times its size, which no evidence does; reading was given up.' },
  line_endless: { 'zh-CN': '第 {line} 行过长（超过 {bytes} 字节），不是核算依据。', 'en-US': 'Line {line} is longer than {bytes} bytes: this is no evidence.' },
  not_evidence: { 'zh-CN': '不是本脚本认识的核算依据：{reason}。', 'en-US': 'This is no evidence of a format that is known here: {reason}.' },
  not_utf8: { 'zh-CN': '第 {line} 行不是 UTF-8 文本。', 'en-US': 'Line {line} is no UTF-8 text.' },
  header_rewritten: { 'zh-CN': '首行不是系统写出的样子（键的次序、空格或多余的字符）。', 'en-US': 'The header does not stand as it was written (order of keys, spaces or further characters).' },
  scheme_hash: { 'zh-CN': '首行中的考核方案与其校验值不符：方案被改动。', 'en-US': 'The scheme in the header does not match its own hash: it was changed.' },
  header_unscorable: { 'zh-CN': '由首行无法计分：其中的方案、对象、网格或列被改动，或缺少应有的内容。', 'en-US': 'Nothing can be scored by the header: its scheme, subjects, grids or columns were changed, or lack what they must have.' },
  scheme_unscorable: { 'zh-CN': '首行中的考核方案无法计分：{reason}。', 'en-US': 'The scheme in the header cannot be scored: {reason}.' },
  line_unreadable: { 'zh-CN': '第 {line} 行不是事实行：{text}', 'en-US': 'Line {line} is no fact: {text}' },
  lines_unreadable: { 'zh-CN': '有 {count} 行以上不是事实行，不是核算依据，已停止读取。', 'en-US': 'More than {count} lines are no facts: this is no evidence, and reading was given up.' },
  line_order: { 'zh-CN': '第 {line} 行次序不对，或与上一行重复（网格 {grid}）。', 'en-US': 'Line {line} is out of order, or stands twice (grid {grid}).' },
  line_elsewhere: { 'zh-CN': '第 {line} 行属于网格 {grid}，却排在网格 {among} 的各行之中或之后。', 'en-US': 'Line {line} belongs to grid {grid} and stands among or after those of grid {among}.' },
  grid_unknown: { 'zh-CN': '第 {line} 行的网格 {grid} 不在首行所列网格之中。', 'en-US': 'Line {line}: grid {grid} is not among the grids of the header.' },
  line_last_feed: { 'zh-CN': '文件末行没有换行符：文件可能被截断。', 'en-US': 'The last line is not ended: the file may have been cut off.' },
  fact_after_results: { 'zh-CN': '第 {line} 行是事实，却排在公布的结果之后。', 'en-US': 'Line {line} is a fact and stands behind the results that were published.' },
  seal_missing: { 'zh-CN': '文件没有封签（末行）：文件被截断，或不是系统写出的。', 'en-US': 'The file has no seal (its last line): it was cut off, or was not written by the system.' },
  after_seal: { 'zh-CN': '封签之后还有第 {line} 行。', 'en-US': 'Line {line} stands behind the seal.' },
  checkpoint_unreadable: { 'zh-CN': '{which}不是检查点（C2SP tlog-checkpoint）。', 'en-US': '{which_en} is no checkpoint (C2SP tlog-checkpoint).' },
  size_wrong: { 'zh-CN': '{which}写明 {size} 个叶子，文件有 {leaves} 个（首行、各网格、无网格）。', 'en-US': '{which_en} says {size} leaves, the file has {leaves} (header, grids, facts without a grid).' },
  leaf_header: { 'zh-CN': '首行（周期、截止、方案、网格、历史校验值）不是签名时的内容。', 'en-US': 'The header (period, cut, scheme, grids, heads of timelines) is not what was signed.' },
  leaf_grid: { 'zh-CN': '网格 {grid} 的事实（第 {index} 叶，{lines} 行）不是签名时的内容：有增、删、改或移入移出。', 'en-US': 'The facts of grid {grid} (leaf {index}, {lines} lines) are not what was signed: changed, added, dropped or moved.' },
  leaf_gridless: { 'zh-CN': '不属于任何网格的事实（末叶，{lines} 行）不是签名时的内容。', 'en-US': 'The facts without a grid (the last leaf, {lines} lines) are not what was signed.' },
  leaves_more: { 'zh-CN': '另有 {count} 个叶子不是签名时的内容。', 'en-US': '{count} more leaves are not what was signed.' },
  seal_forged: { 'zh-CN': '封签中的叶子校验值不能得出检查点的根：封签被改动。', 'en-US': 'The hashes of leaves in the seal do not give the root of the checkpoint: the seal was changed.' },
  root_differs: { 'zh-CN': '{which}的根为 {expected}，由{from}得出 {found}。', 'en-US': '{which_en} has the root {expected}; {from_en} gives {found}.' },
  origin_differs: { 'zh-CN': '{which}属于“{found}”，应为“{expected}”。', 'en-US': '{which_en} is of “{found}”; “{expected}” was expected.' },
  signature_foreign: { 'zh-CN': '{which}不是用公钥 {key} 签名的。', 'en-US': '{which_en} is not signed with the key {key}.' },
  signature_forged: { 'zh-CN': '{which}的签名不成立：内容或签名被改动。', 'en-US': 'The signature of {which_en} does not hold: text or signature was changed.' },
  key_unreadable: { 'zh-CN': '公钥无法识别，应为 base64（32 字节）或“名称+标识+base64”。', 'en-US': 'The public key cannot be read; base64 of 32 bytes or “name+id+base64” is expected.' },
  key_other: { 'zh-CN': '文件附的公钥（{found}）不是您给出的公钥（{expected}）。', 'en-US': 'The key that the file brings ({found}) is not the one that you gave ({expected}).' },
  result_differs: { 'zh-CN': '{subject}：由事实算得 {computed}，公布的是 {stated}。', 'en-US': '{subject}: {computed} follows from the facts, {stated} was published.' },
  results_more: { 'zh-CN': '另有 {count} 项结果不符。', 'en-US': '{count} more results do not agree.' },
  leaf_page_unreadable: { 'zh-CN': '不是网格的核对页。', 'en-US': 'This is no page of a grid.' },
  leaf_page_foreign_lines: { 'zh-CN': '核对页中有不属于网格 {grid} 的行。', 'en-US': 'The page has a line that does not belong to grid {grid}.' },
  leaf_page_broken: { 'zh-CN': '网格 {grid} 的各行与校验路径得不出检查点的根：行、位置或路径被改动，或属于另一棵树。', 'en-US': 'The lines of grid {grid} and their proof do not give the root of the checkpoint: lines, place or proof were changed, or are of another tree.' },
  leaf_page_not_in_file: { 'zh-CN': '核对页的检查点与核算依据文件不是同一个。', 'en-US': 'The checkpoint of the page is not that of the evidence file.' },
  digest_differs: { 'zh-CN': '依据的校验值为 {found}，公布的是 {expected}。', 'en-US': 'digest {found}, published with {expected}' },
  database_differs: { 'zh-CN': '数据库按截止登记给出校验值 {found}，公布的是 {expected}。', 'en-US': 'the database gives digest {found} as of the cut, published with {expected}' },
  database_part: { 'zh-CN': '数据库按截止登记给出的{part}与签名时不同。', 'en-US': 'what the database gives as of the cut differs from what was signed: {part_en}' },
  timelines_differ: { 'zh-CN': '问题的历史被改动：截止时有 {expected_size} 个问题，校验根 {expected}；数据库现在给出 {found_size} 个，{found}。', 'en-US': 'The history of issues was rewritten: {expected_size} issues at the cut with the root {expected}; the database now gives {found_size} and {found}.' },
  checkpoints_differ: { 'zh-CN': '此前签发的检查点被改动：当时有 {expected_size} 份，校验根 {expected}；现在的前 {found_size} 份给出 {found}。', 'en-US': 'Checkpoints signed before were changed: {expected_size} with the root {expected}; the first {found_size} give {found} now.' },
  checkpoint_lost: { 'zh-CN': '数据库中没有这一版的检查点：已被删除。', 'en-US': 'The database has no checkpoint of this version: it was deleted.' },
  checkpoint_replaced: { 'zh-CN': '数据库中这一版的检查点与依据文件中的不同。', 'en-US': 'The checkpoint in the database is not the one in the evidence file.' },
  checkpoint_unknown: { 'zh-CN': '您给出的检查点“{origin}”不属于这一周期的任何一版。', 'en-US': 'The checkpoint “{origin}” that you gave belongs to no version of this period.' },
} satisfies Messages;

export type FaultCode = keyof typeof FAULTS;
