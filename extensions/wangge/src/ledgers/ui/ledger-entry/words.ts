/** What the upkeep of an entry says. */
import { speakerOf } from '../../../ui/speaker.ts';

const ZH = {
  interface: '台账维护',
  hint: '保存后，可在这里核实、查看变更记录、反映问题。',
  to_workbook: '批量录入：下载模板，填好后导入',
  confirmed_on: '最近核实：{day}',
  gone_moved: '已迁出，不再核实',
  gone_void: '已作废，不再核实',
  confirm: '情况无变化',
  confirmed: '已核实，维护期限顺延',
  reveal: '查看完整信息',
  purpose: '查看用途',
  purpose_placeholder: '例如：上门核对户籍信息',
  purpose_note: '查看人、时间和用途会记录在案。',
  purpose_missing: '请填写查看用途',
  show: '查看',
  hide: '收起',
  shown_for: '{seconds} 秒后自动隐藏',
  history: '变更记录',
  history_none: '还没有变更记录。',
  action_create: '登记',
  action_update: '修改',
  action_delete: '删除',
  action_confirm: '核实，无变化',
  system: '系统',
  empty: '（空）',
  changed_to: '改为',
  report: '反映问题',
  report_about: '发现这条数据不准确、未及时更新或虚假，在此反映，由他人核定。',
  reported: '已提交，待维护人说明',
  look: '核对无误',
  look_about: '与现场或原始材料核对一致的，在此记录一次抽查；不一致的，请点“反映问题”。',
  looked: '抽查已记录',
  finding: '{kind}：{text}',
  findings_go: '办理',
};
const EN: typeof ZH = {
  interface: 'Upkeep (ledger entry)',
  hint: 'Once it is saved: confirm it here, see its changes, report what is wrong.',
  to_workbook: 'Many at once: fill in the template and import it',
  confirmed_on: 'Last confirmed {day}',
  gone_moved: 'Moved away: not confirmed any more',
  gone_void: 'Void: not confirmed any more',
  confirm: 'Nothing has changed',
  confirmed: 'Confirmed; the next day is set',
  reveal: 'Show in full',
  purpose: 'What for',
  purpose_placeholder: 'For example: checking the registration at the door',
  purpose_note: 'Who looked, when and what for is recorded.',
  purpose_missing: 'Say what for',
  show: 'Show',
  hide: 'Hide',
  shown_for: 'hidden again in {seconds} s',
  history: 'Changes',
  history_none: 'No changes yet.',
  action_create: 'Entered',
  action_update: 'Changed',
  action_delete: 'Deleted',
  action_confirm: 'Confirmed, nothing changed',
  system: 'System',
  empty: '(empty)',
  changed_to: 'to',
  report: 'Report a problem',
  report_about: 'The entry is inaccurate, outdated or false: somebody else decides on it.',
  reported: 'Submitted; the answer is awaited',
  look: 'Looked at, right',
  look_about: 'It agrees with what is there, or with the papers: record that you looked. If it does not, report a problem.',
  looked: 'The check is recorded',
  finding: '{kind}: {text}',
  findings_go: 'See it',
};

export type Word = keyof typeof ZH;
export const speaker = speakerOf(ZH, EN);
export type Speak = ReturnType<typeof speaker>;

/** The sentence of this name, if there is one. */
export function isWord(name: string): name is Word {
  return Object.hasOwn(ZH, name);
}
