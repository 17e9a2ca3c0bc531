/** Who is told of a visit: the two inspectors once it is planned, the grid's leader once it was held. Pure. */
import type { Day, Uuid } from '../../kernel/values.ts';
import type { Notice } from '../../outbox/model.ts';

interface Told { id: Uuid; grid_name: string }

function notice({ id }: Told, event: string, recipient: Uuid, subject: Notice['subject'], body: Notice['body']): Notice {
  return { dedupe_key: `${event}:${id}`, event, recipient, channel: 'inapp', subject, body, link: `/content/inspection_visits/${id}`, urgent: false };
}

/** Whoever planned it knows. */
export function plannedNotices(visit: Told & { planned_on: Day }, inspectors: readonly Uuid[], planned_by: Uuid): Notice[] {
  return inspectors.filter(person => person !== planned_by).map(person => notice(visit, 'visit_planned', person, {
    'zh-CN': `督查走访：${visit.grid_name}（${visit.planned_on}）`,
    'en-US': `Inspection of ${visit.grid_name} on ${visit.planned_on}`,
  }, {
    'zh-CN': '已安排您参加督查走访，请按期到网格，在走访页面上评分。',
    'en-US': 'You are one of the two inspectors; the sheets are on the page of the visit.',
  }));
}

export function heldNotices(visit: Told, leader: Uuid | null): Notice[] {
  return leader === null
    ? []
    : [notice(visit, 'visit_held', leader, {
        'zh-CN': `请签收督查走访记录：${visit.grid_name}`,
        'en-US': `Please acknowledge the inspection of ${visit.grid_name}`,
      }, {
        'zh-CN': '两名督查人员已提交评分，请查看评分和抽查情况并签收；对抽查登记的问题，可以在“台账核查”中答复。',
        'en-US': 'Both inspectors have handed in their sheets. Read them and acknowledge; findings can be answered where they are recorded.',
      })];
}
