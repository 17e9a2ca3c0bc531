/** What the trial of the routing rules says. */
import { speakerOf } from '../../../ui/speaker.ts';

const ZH = {
  interface: '分派试算',
  heading: '试算',
  about: '填写一件设想的问题，看按现有规则（本规则以表单现有内容为准，未保存也算）会分派给谁。不会保存。',
  run: '试算',
  rule: '适用规则',
  nobody: '没有规则适用',
  scope: '职责范围',
  department: '承办单位',
  handler: '承办人',
  lead: '牵头责任人',
  follower: '跟进人（二级）',
  none: '无',
  limits: '时限',
  steps: '逐条比对',
  provisional: '暂定',
};
const EN: typeof ZH = {
  interface: 'Trial of the routing rules',
  heading: 'Trial',
  about: 'Describe an imagined issue and see where the rules send it; this rule counts as the form has it now, saved or not. Nothing is stored.',
  run: 'Try',
  rule: 'Rule',
  nobody: 'No rule takes it',
  scope: 'Scope',
  department: 'Department',
  handler: 'Handler',
  lead: 'Lead',
  follower: 'Follower (level 2)',
  none: 'none',
  limits: 'Limits',
  steps: 'Rule by rule',
  provisional: 'provisional',
};

export const speaker = speakerOf(ZH, EN);
export type Speak = ReturnType<typeof speaker>;
