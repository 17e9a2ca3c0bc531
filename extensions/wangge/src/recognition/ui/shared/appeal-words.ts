/** What is said where one may appeal. */
import { speakerOf } from '../../../ui/speaker.ts';

const ZH = {
  appeal: '申诉',
  title: '提出申诉',
  about: '申诉事项：{title}',
  until: '可在 {day} 前提出，每个事项只能申诉一次。',
  open: '公布前和公布后的申诉期内均可提出，每个事项只能申诉一次。',
  instead: '您在代班期间代为提出，结果同时告知当事人。',
  reason: '申诉理由（写明事实经过，不少于 {least} 个字）',
  too_short: '请写明申诉理由，不少于 {least} 个字。',
  what_follows: '提交后先由督查考核组初核，再由未参与该事项的负责人复核；两次复核均写明理由。申诉成立的，该事项不计入考核，保留记录。',
  filed: '申诉已提交，请留意复核结果。',
  see_filed: '查看申诉',
};

const EN: typeof ZH = {
  appeal: 'Appeal',
  title: 'Appeal',
  about: 'What is appealed: {title}',
  until: 'Until {day}; each thing is appealed once.',
  open: 'Open until some days after it is published; each thing is appealed once.',
  instead: 'You file it for the one whom you stand in for; they are told what becomes of it.',
  reason: 'Why: what happened, in {least} characters or more',
  too_short: 'Say why, in {least} characters or more.',
  what_follows: 'The inspection team reviews it first, then somebody in charge who had no part in it; both give their reasons. If it is upheld, it no longer counts and stays on record.',
  filed: 'The appeal is filed.',
  see_filed: 'See the appeal',
};

export const speaker = speakerOf(ZH, EN);
