/** What is said when an absence is over: the grids are the person's again, with what is open there. */
import type { Day, Uuid } from '../../kernel/values.ts';
import type { Notice } from '../../outbox/model.ts';

export interface Return {
  id: Uuid;
  person: Uuid;
  stand_in: Uuid;
  ends_on: Day;
  person_name: string;
  stand_in_name: string;
  /** Open in the person's grids. */
  collection_tasks: number;
  assignments: number;
  findings: number;
  /** Of those grids, in the hands of who stood in. */
  issues: number;
}

/** To the person and to who stood in for them, once. */
export function returnNotices(back: Return): Notice[] {
  const { id, person, stand_in, ends_on, person_name, stand_in_name } = back;
  const notice = (recipient: Uuid, subject: Notice['subject'], body: Notice['body']): Notice =>
    ({ dedupe_key: `absence_over:${id}`, event: 'absence_over', recipient, channel: 'inapp', subject, body, link: `/content/absences/${id}`, urgent: false });
  const open = openOf(back);
  return [
    notice(
      person,
      { 'zh-CN': `离岗已结束，请收回代岗事项（代岗人：${stand_in_name}）`, 'en-US': `Your absence is over: take back what ${stand_in_name} did for you` },
      { 'zh-CN': `离岗至 ${ends_on}。${open['zh-CN']}`, 'en-US': `Until ${ends_on}. ${open['en-US']}` },
    ),
    notice(
      stand_in,
      { 'zh-CN': `代岗已结束，请与${person_name}交接`, 'en-US': `You stand in for ${person_name} no more: hand over what is open` },
      { 'zh-CN': `代岗至 ${ends_on}，其网格已不在您的范围。${open['zh-CN']}`, 'en-US': `Until ${ends_on}; the grids are yours no more. ${open['en-US']}` },
    ),
  ];
}

function openOf({ collection_tasks, assignments, findings, issues }: Return): Notice['body'] {
  const zh = [[collection_tasks, '采集任务', '项'], [assignments, '交办任务', '项'], [findings, '台账问题', '件'], [issues, '由代岗人承办的问题', '件']] as const;
  const en = [[collection_tasks, 'collection tasks'], [assignments, 'assigned tasks'], [findings, 'findings'], [issues, 'issues in the hands of who stood in']] as const;
  const left = zh.filter(([count]) => count > 0);
  return left.length === 0
    ? { 'zh-CN': '所在网格没有未办结的事项。', 'en-US': 'Nothing is open there.' }
    : {
        'zh-CN': `所在网格未办结：${left.map(([count, name, unit]) => `${name} ${count} ${unit}`).join('、')}。`,
        'en-US': `Open there: ${en.filter(([count]) => count > 0).map(([count, name]) => `${count} ${name}`).join(', ')}.`,
      };
}
