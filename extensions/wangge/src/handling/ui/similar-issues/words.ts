/** What the offer of likely duplicates says. */
import { speakerOf } from '../../../ui/speaker.ts';

const ZH = {
  interface: '相似问题',
  duplicates: '可能已有人上报',
  duplicates_about: '是同一件事的，打开原问题补充进展或催办，不必重复上报；不是同一件事的，继续填写。',
  repeats: '近期结案后可能再次发生',
  reported: '{at} 上报',
  closed: '{at} 结案',
  metres: '相距约 {metres} 米',
  same: '就是这件事',
  again: '再次发生',
  chosen: '已标为“{number}”再次发生',
  undo: '取消',
  hour: '一小时内本网格已有同类上报，是同一件事吗？',
  hour_about: '同一件事只按一件计入考核；请说明，不说明的将列入待核对。',
  hour_yes: '是同一件事',
  hour_no: '不是同一件事',
  hour_said_yes: '已说明：是同一件事。能打开原问题的，请在原问题中补充；仍要提交的，由派单人员并入原问题。',
  hour_said_no: '已说明：不是同一件事。',
  hidden: '另有 {count} 件相似问题不在您的查看范围内。',
};
const EN: typeof ZH = {
  interface: 'Similar issues',
  duplicates: 'Somebody may have reported it already',
  duplicates_about: 'If it is the same matter, open that issue and add progress or urge it; if not, go on.',
  repeats: 'Closed lately, perhaps back again',
  reported: 'reported {at}',
  closed: 'closed {at}',
  metres: 'about {metres} m away',
  same: 'This is it',
  again: 'It is back',
  chosen: 'Marked as a repeat of {number}',
  undo: 'Undo',
  hour: 'The same was reported in this grid within the last hour: is it the same event?',
  hour_about: 'One event counts as one case. What is not answered is listed to be looked at.',
  hour_yes: 'The same event',
  hour_no: 'Another event',
  hour_said_yes: 'Said: the same event. If you can open the first report, add to it; if you report all the same, dispatch merges it.',
  hour_said_no: 'Said: another event.',
  hidden: '{count} more similar issues are outside what you may see.',
};

export const speaker = speakerOf(ZH, EN);
