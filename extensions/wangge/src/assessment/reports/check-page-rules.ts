/** What a telephone shows when the code on a report is scanned: whether the paper's digest is the one that was published. Pure. */
import type { Language } from '../../kernel/refusal-rules.ts';
import type { PublishedHead } from './model.ts';
import { Buffer } from 'node:buffer';
import { paperPage } from '../../ui/paper-page.ts';
import { fingerprintOf } from '../evidence/checkpoint-rules.ts';
import { periodName } from './names-rules.ts';
import { wordsIn } from './words.ts';

export interface CheckedVersion { subdistrict: string; period: string; version: number }

/** The address behind the code; null where it is not known under which the server is reached. */
export function checkAddress(site: string, { subdistrict, period, version }: CheckedVersion): string | null {
  return /^https?:\/\//.test(site) ? `${site.replace(/\/+$/, '')}/wangge/assessment/check/${encodeURIComponent(subdistrict)}/${period}/${version}` : null;
}

const WORDS = {
  'zh-CN': {
    title: '考核报告核对',
    lead: '核对纸面报告所据版次和校验值，不显示个人信息。',
    published_at: '公布时间',
    digest: '依据校验值',
    checkpoint: '依据签名',
    key: '公钥指纹',
    newest: '这是最新公布的一版。',
    older: '已公布更新的第 {n} 版，请以新版为准。',
    same: '请与纸面逐字核对下列校验值和签名：一致，则报告所据的得分和名次与公布的相同。',
    script: '下载核对程序',
    how: '持依据文件的人，可用核对程序重新算出全部得分、名次、档次和区间。',
    unknown_title: '没有找到这一版考核结果',
    unknown: '二维码可能已损坏，或者该版次没有公布。',
  },
  'en-US': {
    title: 'Check of a report',
    lead: 'Which version a paper rests on, and its digest. No personal data is shown.',
    published_at: 'Published at',
    digest: 'Digest of the evidence',
    checkpoint: 'Signed checkpoint',
    key: 'Fingerprint of the key',
    newest: 'This is the newest published version.',
    older: 'Version {n} has been published since: use that one.',
    same: 'Compare digest and checkpoint with the paper, letter by letter: if they agree, its scores and places are those that were published.',
    script: 'The checking program',
    how: 'Whoever has the evidence file computes every score, place, tier and interval again with it.',
    unknown_title: 'No such version',
    unknown: 'The code may be damaged, or the version was not published.',
  },
} satisfies Record<Language, Record<string, string>>;

/** From `assessment/check/<subdistrict>/<period>/<version>` upwards, wherever the server is mounted. */
const UP = '../../';
const SCRIPT_ADDRESS = '../../../verify-ranking.mjs';

export function checkPage(head: PublishedHead | null, language: Language): string {
  const w = WORDS[language];
  const around = { language, title: w.title, lead: w.lead, up: UP };
  if (head === null)
    return paperPage({ ...around, heading: w.unknown_title, text: w.unknown });
  const speak = wordsIn(language);
  return paperPage({
    ...around,
    heading: `${head.subdistrict} ${periodName(head.period, speak)}`,
    place: speak('nth', { n: head.version }),
    told: [head.version === head.newest ? { kind: '', text: w.newest } : { kind: 'sorry', text: w.older.replace('{n}', String(head.newest)) }],
    facts: [
      [w.published_at, head.published_at ?? ''],
      [w.digest, head.evidence_digest],
      ...head.public_key === null ? [] : [[w.key, fingerprintOf(Buffer.from(head.public_key, 'base64'))] as const],
    ],
    text: w.same,
    ...head.checkpoint === null ? {} : { exact: { heading: w.checkpoint, text: head.checkpoint } },
    links: { before: w.how, to: [[w.script, SCRIPT_ADDRESS]] },
  });
}
