/** What responsibility statements say when they refuse. */
import type { Messages } from '../../kernel/refusal-rules.ts';
import { SHARED } from '../../kernel/messages.ts';

export const messages: Messages = {
  managed_field: SHARED.managed_field,
  field_required: SHARED.field_required,
  placeholder_unknown: { 'zh-CN': '没有“{name}”这一项。可用的有：{known}。', 'en-US': 'There is no placeholder “{name}”. There are: {known}.' },
  placeholder_open: { 'zh-CN': '花括号“{brace}”没有成对，占位项应写成“{责任人}”的样子。', 'en-US': 'The brace “{brace}” has no partner; a placeholder looks like “{责任人}”.' },
  template_level: { 'zh-CN': '级别应为 1、2 或 3。', 'en-US': 'The level is 1, 2 or 3.' },
  template_missing: { 'zh-CN': '没有{level}级网格的责任书模板，请管理员先在“系统设置”中建立。', 'en-US': 'There is no statement template for level {level}; an administrator makes one in the settings.' },
  statement_made: { 'zh-CN': '责任书由系统按网格任职生成，请在网格页面的“责任书”中点击“生成草稿”。', 'en-US': 'Statements are made from posts: use “Make drafts” on the form of a grid.' },
  statement_kept: { 'zh-CN': '责任书 {number} 已下发，不能删除。', 'en-US': 'Statement {number} was issued and is kept.' },
  statement_frozen: { 'zh-CN': '责任书 {number} 已下发，内容不能修改；确需变更的，请重新生成并下发，原责任书随之更替。', 'en-US': 'Statement {number} was issued: its text stays. To change it, make and issue a new one, which supersedes this.' },
  statement_step: { 'zh-CN': '责任书 {number} 的状态不能这样改：先下发，再签订；更替由系统办理。', 'en-US': 'Statement {number}: issue first, then sign; superseding is done by the system.' },
  sign_own: { 'zh-CN': '责任书由责任人本人签订，他人不能代签；线下签字的，请上传签字件。', 'en-US': 'Only the person named in it signs a statement; if it was signed on paper, upload the signed copy.' },
  sign_draft: { 'zh-CN': '责任书 {number} 尚未下发，不能签订。', 'en-US': 'Statement {number} has not been issued yet.' },
  sign_signed: { 'zh-CN': '责任书 {number} 已签订，不必再签。', 'en-US': 'Statement {number} is signed already.' },
  sign_superseded: { 'zh-CN': '责任书 {number} 已更替，不能签订。', 'en-US': 'Statement {number} is superseded and cannot be signed.' },
  copy_kept: { 'zh-CN': '责任书 {number} 已有签字件，不能更换或删除。', 'en-US': 'Statement {number} has its signed copy, which is neither replaced nor removed.' },
  copy_draft: { 'zh-CN': '责任书 {number} 尚未下发，下发后再上传签字件。', 'en-US': 'Statement {number} has not been issued yet; the signed copy comes afterwards.' },
  copy_superseded: { 'zh-CN': '责任书 {number} 已更替，不能再上传签字件。', 'en-US': 'Statement {number} is superseded: no signed copy is added.' },
  copy_unknown: { 'zh-CN': '没有这个文件，请重新上传签字件。', 'en-US': 'There is no such file; upload the signed copy again.' },
  not_uploader: { 'zh-CN': '签字件须由您本人上传。', 'en-US': 'Upload the signed copy yourself.' },
  make_input: { 'zh-CN': '参数“{parameter}”不对：grid 为网格编号（uuid），日期形如 2026-12-31，anew 为 true 或 false。', 'en-US': 'The parameter {parameter} is wrong: grid is the id of a grid, days look like 2026-12-31, anew is true or false.' },
  make_grid: { 'zh-CN': '没有这个网格，或不在您的办理范围内。', 'en-US': 'There is no such grid, or it is not yours to prepare statements for.' },
  make_term: { 'zh-CN': '责任期截止日不能早于起始日。', 'en-US': 'A term cannot end before it starts.' },
  make_past: { 'zh-CN': '责任期截止日不能早于今天（{today}）。', 'en-US': 'The term cannot have ended before today ({today}).' },
  keys_or_grid: { 'zh-CN': '请给出责任书编号（keys，一次最多 {most} 份）或网格（grid），二者取一。', 'en-US': 'Give either keys (the ids of at most {most} statements) or a grid.' },
  print_none: { 'zh-CN': '没有可打印的责任书。', 'en-US': 'There is no statement to print.' },
  print_most: { 'zh-CN': '一次最多打印 {most} 份，请按下级网格分批打印。', 'en-US': 'At most {most} statements are printed at once; print by smaller grids.' },
};
