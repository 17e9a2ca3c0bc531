/** What a telephone shows when the code of a sheet is scanned: how old the paper is. Counts only; pure. */
import type { Language } from '../../kernel/refusal-rules.ts';
import type { SheetState } from './model.ts';
import { paperPage } from '../../ui/paper-page.ts';

const WORDS = {
  'zh-CN': {
    title: '纸质台账核对',
    lead: '扫码查看打印后的变动，不显示个人信息。',
    version: '版次',
    nth: '第 {n} 版',
    printed_at: '打印时间',
    printed_by: '打印人',
    entries: '打印时条数',
    changed: '打印后变动',
    count: '{n} 条',
    same: '打印后没有变动，纸面内容与系统一致。',
    different: '打印后有 {n} 条新增或变更，请以系统为准。',
    older: '已有更新的第 {n} 版，请换用新版，并交回本册。',
    newest: '这是最新一版。',
    open: '打开台账',
    add: '新增条目',
    sign_in: '打开后须登录，只显示您有权查阅的内容。',
    unknown_title: '没有找到这张台账',
    unknown: '二维码可能已损坏，或者这次打印没有完成。',
  },
  'en-US': {
    title: 'Paper ledger check',
    lead: 'What has changed since it was printed. No personal data is shown.',
    version: 'Version',
    nth: 'No. {n}',
    printed_at: 'Printed at',
    printed_by: 'Printed by',
    entries: 'Entries when printed',
    changed: 'Changed since',
    count: '{n}',
    same: 'Nothing has changed since: the paper agrees with the system.',
    different: '{n} entries are new or have changed since: the system counts.',
    older: 'There is a newer version, no. {n}: use that one and return this copy.',
    newest: 'This is the newest version.',
    open: 'Open the ledger',
    add: 'New entry',
    sign_in: 'You will be asked to sign in, and see what you may see.',
    unknown_title: 'No such sheet',
    unknown: 'The code may be damaged, or this print was never finished.',
  },
} satisfies Record<Language, Record<string, string>>;

/** From `sheet/<print>/<collection>` upwards, wherever the server is mounted. */
const UP = '../';
const STUDIO = '../../../../admin/content';

export function sheetPage(state: SheetState | null, collection: string, language: Language): string {
  const w = WORDS[language];
  const around = { language, title: w.title, lead: w.lead, up: UP };
  if (state === null)
    return paperPage({ ...around, heading: w.unknown_title, text: w.unknown });
  const fill = (text: string, n: number): string => text.replace('{n}', String(n));
  return paperPage({
    ...around,
    heading: language === 'en-US' ? state.dataset_en ?? state.dataset : state.dataset,
    place: [state.community, state.grid].filter(name => name !== null).join(' '),
    told: [
      state.changed === 0 ? { kind: '', text: w.same } : { kind: 'note', text: fill(w.different, state.changed) },
      state.version === state.newest ? { kind: '', text: w.newest } : { kind: 'sorry', text: fill(w.older, state.newest) },
    ],
    facts: [
      [w.version, fill(w.nth, state.version)],
      [w.printed_at, state.printed_at],
      [w.printed_by, state.printed_by ?? ''],
      [w.entries, fill(w.count, state.entries)],
      [w.changed, fill(w.count, state.changed)],
    ],
    links: { to: [[w.open, `${STUDIO}/${collection}`], [w.add, `${STUDIO}/${collection}/+`]], after: w.sign_in },
  });
}
