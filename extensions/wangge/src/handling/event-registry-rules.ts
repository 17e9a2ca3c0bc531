/**
 * Every event, each described here and nowhere else.
 *
 * A new event is one row here and its case in `evolve` (what it does to the issue; none is an error of the compiler), with
 * a test. `npm run generate` writes what other languages need of it: the form's choices and conditions, the words of the
 * Studio, the roles in the access matrix, the lists in the SQL, the page of the documentation; a rules test says which of
 * them is not current. What it settles for good stands in `event-outcome-rules.ts`, what it requires beyond its transition
 * in `precondition-rules.ts` (of the issue) and `input-check-rules.ts` (of what is said), what it does to clocks in
 * `clocks/deadline-rules.ts`: nothing, where nothing is said there.
 *
 * The order is the order in which steps are offered: the common way first.
 */
import type { EventRole, EventRow } from './event-row-rules.ts';
import { EXPLAIN_CAUSES, RETURN_CAUSES } from './code-list-rules.ts';
import { ALL, COLOR, HANDLERS, IN_HAND, LEVELS, OPEN } from './event-row-rules.ts';

const ROWS = {
  report: {
    words: { 'zh-CN': '上报', 'en-US': 'report' },
    studio: { color: COLOR.blue },
    roles: LEVELS,
    transition: { from: [], to: ['assigned', 'reported'], who: ['reporter'], requires: [] },
    notice: { concerns: ['handler', 'lead', 'follower', 'dispatchers', 'upwards'], subject: { 'zh-CN': '新问题：{title}', 'en-US': 'New issue: {title}' } },
  },
  accept: {
    words: { 'zh-CN': '签收', 'en-US': 'accept' },
    studio: { color: COLOR.green, front: { place: 2, leads: true } },
    roles: HANDLERS,
    transition: { from: ['assigned'], to: ['handling'], who: ['handler', 'department', 'department_head'], requires: [], accepts: ['note'] },
    notice: { concerns: ['reporter'], subject: { 'zh-CN': '您上报的问题已签收：{title}', 'en-US': 'Your report was accepted: {title}' } },
  },
  progress: {
    words: { 'zh-CN': '办理进展', 'en-US': 'progress' },
    studio: { color: COLOR.orange, front: { place: 11 } },
    roles: HANDLERS,
    transition: { from: ['assigned', 'handling', 'suspended', 'escalated'], to: ['handling', null], moves: ['assigned'], who: ['assignee', 'lead', 'department', 'department_head', 'helper', 'reporter', 'level_3'], requires: ['note'], accepts: ['channel', 'attachments'] },
    notice: { concerns: [], subject: { 'zh-CN': '办理进展（回复催办、督办）：{title}', 'en-US': 'Progress, in reply: {title}' } },
  },
  handle: {
    words: { 'zh-CN': '办结', 'en-US': 'handle' },
    studio: { label: 'Handled', color: COLOR.green, tone: 'good', front: { place: 4, leads: true } },
    roles: HANDLERS,
    transition: { from: ['reported', 'assigned', 'handling', 'escalated'], to: ['handled'], who: ['assignee', 'lead', 'reporter'], requires: ['result'], accepts: ['channel', 'attachments'] },
    notice: { concerns: ['lead', 'reporter', 'dispatchers'], subject: { 'zh-CN': '已办结：{title}', 'en-US': 'Handled: {title}' } },
    needs: ['rules'],
    effects: { request: 'voids' },
  },
  feed_back: {
    words: { 'zh-CN': '反馈', 'en-US': 'feed back' },
    studio: { color: COLOR.green, tone: 'good', front: { place: 5, leads: true } },
    roles: HANDLERS,
    transition: { from: ['handled', 'rejected', 'merged'], to: ['fed_back', null], moves: ['handled'], who: ['handler', 'lead', 'dispatcher', 'follower', 'level_1', 'level_2'], requires: ['channel'], accepts: ['note', 'attachments'] },
    notice: { concerns: ['lead', 'reporter'], subject: { 'zh-CN': '已反馈：{title}', 'en-US': 'Fed back: {title}' } },
    needs: ['rules'],
  },
  verify: {
    words: { 'zh-CN': '核查（回访）', 'en-US': 'verify' },
    studio: { color: COLOR.green, tone: 'good', front: { place: 6, leads: true } },
    roles: ['level_2', 'level_1', 'dispatcher'],
    transition: { from: ['fed_back'], to: ['fed_back', 'handling'], who: ['follower', 'dispatcher', 'level_1', 'level_2'], never: ['handler'], requires: ['solved', 'channel'], accepts: ['satisfaction', 'note', 'attachments'] },
    notice: { concerns: ['handler', 'lead'], subject: { 'zh-CN': '已核查（回访）：{title}', 'en-US': 'Verified: {title}' } },
    needs: ['rules'],
  },
  close: {
    words: { 'zh-CN': '结案', 'en-US': 'close' },
    studio: { color: COLOR.grey, tone: 'good', front: { place: 8, leads: true } },
    roles: ['level_2', 'level_1', 'community_cadre', 'office'],
    transition: { from: ['fed_back'], to: ['closed'], who: ['lead', 'follower', 'level_1', 'level_2', 'system'], never: ['handler'], requires: [], accepts: ['note'] },
    notice: { concerns: ['handler', 'reporter'], subject: { 'zh-CN': '已结案：{title}', 'en-US': 'Closed: {title}' } },
    needs: ['rules'],
  },
  disclose: {
    words: { 'zh-CN': '公示', 'en-US': 'disclose' },
    studio: { color: COLOR.blue, tone: 'good', front: { place: 7, leads: true } },
    roles: ['level_1', 'dispatcher'],
    transition: { from: ['closed'], to: [null], who: ['dispatcher', 'level_1'], never: ['handler'], requires: [], accepts: ['until', 'note'] },
    notice: { concerns: ['lead', 'handler'], subject: { 'zh-CN': '办理结果已公示：{title}', 'en-US': 'Result disclosed: {title}' } },
    needs: ['notice'],
  },
  route: {
    words: { 'zh-CN': '分派／改派', 'en-US': 'route' },
    studio: { color: COLOR.blue, front: { place: 9 } },
    roles: ['level_2', 'level_1', 'community_cadre', 'office', 'dispatcher'],
    transition: { from: ['reported', 'assigned', 'handling', 'returned', 'escalated'], to: ['assigned'], who: ['dispatcher', 'level_1', 'level_2', 'department_head', 'system'], requires: [], accepts: ['to_department', 'to_person', 'to_scope', 'to_category', 'to_grid', 'note'] },
    notice: { concerns: ['handler', 'lead', 'follower', 'upwards'], subject: { 'zh-CN': '问题已分派：{title}', 'en-US': 'Issue routed: {title}' } },
    needs: ['rules', 'routing'],
    effects: { request: 'voids' },
  },
  return: {
    words: { 'zh-CN': '退回', 'en-US': 'return' },
    studio: { color: COLOR.red, tone: 'bad' },
    roles: HANDLERS,
    transition: { from: ['assigned', 'handling'], to: ['returned'], who: ['handler', 'department', 'department_head'], requires: ['cause', 'note'], accepts: ['attachments'], causes: RETURN_CAUSES },
    notice: { concerns: ['lead', 'reporter', 'dispatchers'], subject: { 'zh-CN': '问题被退回：{title}', 'en-US': 'Issue returned: {title}' } },
    needs: ['rules', 'level_1'],
    effects: { request: 'voids' },
  },
  escalate: {
    words: { 'zh-CN': '报送区级部门', 'en-US': 'escalate' },
    studio: { color: COLOR.violet, front: { place: 12 } },
    roles: HANDLERS,
    transition: { from: ['assigned', 'handling'], to: ['escalated'], who: ['assignee', 'lead', 'department_head'], requires: ['to_department'], accepts: ['note', 'attachments'] },
    notice: { concerns: ['lead', 'follower', 'reporter'], subject: { 'zh-CN': '已报送区级部门：{title}', 'en-US': 'Escalated to the district: {title}' } },
    needs: ['rules', 'routing'],
    effects: { request: 'voids' },
  },
  explain: {
    words: { 'zh-CN': '注明原因', 'en-US': 'explain' },
    studio: { color: COLOR.violet, front: { place: 13 } },
    roles: HANDLERS,
    transition: { from: ['assigned', 'handling', 'suspended', 'handled', 'escalated', 'returned'], to: [null], who: ['handler', 'lead'], requires: ['cause', 'note'], accepts: ['attachments'], causes: EXPLAIN_CAUSES },
    notice: { concerns: ['lead'], subject: { 'zh-CN': '已注明原因：{title}', 'en-US': 'Reason recorded: {title}' } },
  },
  request_extension: {
    words: { 'zh-CN': '申请延期／挂账／报区', 'en-US': 'ask for more time or for the district' },
    studio: { label: 'Request extension, suspension or escalation', color: COLOR.violet },
    roles: HANDLERS,
    transition: { from: ['assigned', 'handling'], to: ['handling', null], moves: ['assigned'], who: ['assignee', 'lead', 'department_head'], requires: ['request_kind', 'note'], accepts: ['attachments'], causes: EXPLAIN_CAUSES, requests: {
      extension: { requires: ['cause'], accepts: ['until'] },
      suspension: { requires: ['cause', 'until'] },
      escalation: { requires: ['to_department'] },
    } },
    notice: { concerns: ['approver'], subject: { 'zh-CN': '申请{request}，请审批：{title}', 'en-US': '{request} requested, please decide: {title}' } },
    effects: { request: 'opens' },
  },
  decide_extension: {
    words: { 'zh-CN': '延期／挂账／报区审批', 'en-US': 'decide on a request' },
    studio: { label: 'Decide request', color: COLOR.violet, front: { place: 1, leads: true } },
    roles: ['level_2', 'level_1', 'community_cadre', 'office', 'dispatcher'],
    transition: { from: ['assigned', 'handling'], to: [null], who: ['approver'], never: ['requester'], requires: ['decision'], accepts: ['until', 'note'] },
    notice: { concerns: ['handler', 'requester'], subject: { 'zh-CN': '{request}申请{decision}：{title}', 'en-US': '{request} {decision}: {title}' } },
    effects: { request: 'settles' },
  },
  suspend: {
    words: { 'zh-CN': '挂账', 'en-US': 'suspend' },
    studio: { color: COLOR.violet },
    roles: ['level_1'],
    transition: { from: ['assigned', 'handling'], to: ['suspended'], who: ['level_1'], never: ['handler'], requires: ['cause', 'note', 'until'], accepts: ['attachments'], causes: EXPLAIN_CAUSES },
    notice: { concerns: ['reporter', 'lead', 'handler'], subject: { 'zh-CN': '已挂账（暂缓办理）：{title}', 'en-US': 'Suspended: {title}' } },
    effects: { request: 'settles' },
  },
  resume: {
    words: { 'zh-CN': '恢复办理', 'en-US': 'resume' },
    studio: { color: COLOR.orange, front: { place: 10, leads: true } },
    roles: HANDLERS,
    transition: { from: ['suspended'], to: ['handling', 'assigned'], who: ['handler', 'lead', 'department_head', 'level_1', 'system'], requires: [], accepts: ['note'] },
    notice: { concerns: ['reporter', 'lead', 'handler'], subject: { 'zh-CN': '已恢复办理：{title}', 'en-US': 'Resumed: {title}' } },
  },
  call_in: {
    words: { 'zh-CN': '吹哨（请求协办）', 'en-US': 'call in' },
    studio: { color: COLOR.violet },
    roles: HANDLERS,
    transition: { from: IN_HAND, to: [null], who: ['assignee', 'lead', 'department_head', 'dispatcher', 'level_1'], requires: ['to_department', 'note'], accepts: ['until', 'attachments'] },
    notice: { concerns: ['called_head'], subject: { 'zh-CN': '吹哨，请求协办：{title}', 'en-US': 'Your help is requested: {title}' } },
    effects: { helpers: true },
  },
  answer_call: {
    words: { 'zh-CN': '报到（协办回应）', 'en-US': 'answer the call' },
    studio: { color: COLOR.violet, front: { place: 3, leads: true } },
    roles: HANDLERS,
    transition: { from: OPEN, to: [null], who: ['helper'], requires: [], accepts: ['to_department', 'note', 'result', 'attachments'] },
    notice: { concerns: ['handler', 'lead', 'caller'], subject: { 'zh-CN': '协办单位已回应：{title}', 'en-US': 'The called department answered: {title}' } },
    effects: { helpers: true },
  },
  rate_help: {
    words: { 'zh-CN': '评价协办', 'en-US': 'rate the help' },
    studio: { color: COLOR.violet, front: { place: 14 } },
    roles: HANDLERS,
    transition: { from: [...OPEN, 'closed'], to: [null], who: ['assignee', 'lead', 'follower'], requires: ['to_department', 'satisfaction'], accepts: ['note'] },
    notice: { concerns: ['called_head'], subject: { 'zh-CN': '协办工作已获评价：{title}', 'en-US': 'Your help was rated: {title}' } },
    effects: { helpers: true },
  },
  urge: {
    words: { 'zh-CN': '催办', 'en-US': 'urge' },
    studio: { color: COLOR.red, tone: 'bad' },
    roles: [...LEVELS, 'inspector'],
    transition: { from: ['reported', 'assigned', 'handling', 'suspended', 'handled', 'escalated', 'returned'], to: [null], who: ['reporter', 'follower', 'level_1', 'level_2', 'inspector'], never: ['handler'], requires: ['note'] },
    notice: { concerns: ['handler', 'lead'], subject: { 'zh-CN': '催办：{title}', 'en-US': 'You are urged to act: {title}' } },
    effects: { awaits_reply: true },
  },
  supervise: {
    words: { 'zh-CN': '督办', 'en-US': 'supervise' },
    studio: { color: COLOR.red, tone: 'bad' },
    roles: ['level_1', 'inspector'],
    transition: { from: OPEN, to: [null], who: ['level_1', 'inspector'], never: ['handler'], requires: ['note'], accepts: ['attachments'] },
    notice: { concerns: ['handler', 'lead', 'department_head'], subject: { 'zh-CN': '督办，请办理并回复：{title}', 'en-US': 'Under supervision, a reply is awaited: {title}' } },
    effects: { awaits_reply: true },
  },
  reopen: {
    words: { 'zh-CN': '退回重办', 'en-US': 'reopen' },
    studio: { color: COLOR.red, tone: 'bad' },
    roles: [...LEVELS, 'community_cadre', 'office'],
    transition: { from: ['fed_back', 'closed'], to: ['handling'], who: ['reporter', 'lead', 'follower', 'level_1', 'level_2', 'system'], requires: ['note'], accepts: ['attachments'] },
    notice: { concerns: ['handler', 'lead', 'upwards'], subject: { 'zh-CN': '退回重办：{title}', 'en-US': 'Reopened: {title}' } },
    needs: ['rules'],
  },
  reject: {
    words: { 'zh-CN': '不予受理', 'en-US': 'reject' },
    studio: { label: 'Not accepted', color: COLOR.grey, tone: 'bad' },
    roles: ['level_2', 'level_1', 'dispatcher'],
    transition: { from: ['reported', 'assigned', 'returned'], to: ['rejected'], who: ['dispatcher', 'level_1', 'level_2'], never: ['handler', 'lead'], requires: ['note'] },
    notice: { concerns: ['reporter', 'handler', 'lead'], subject: { 'zh-CN': '不予受理：{title}', 'en-US': 'Rejected: {title}' } },
    effects: { request: 'voids' },
  },
  merge: {
    words: { 'zh-CN': '并案', 'en-US': 'merge' },
    studio: { color: COLOR.grey },
    roles: ['level_2', 'level_1', 'dispatcher'],
    transition: { from: ['reported', 'assigned', 'handling', 'returned'], to: ['merged'], who: ['dispatcher', 'level_1', 'level_2'], never: ['handler', 'lead'], requires: ['to_issue'], accepts: ['note'] },
    notice: { concerns: ['reporter', 'handler', 'lead'], subject: { 'zh-CN': '已并案办理：{title}', 'en-US': 'Merged into another issue: {title}' } },
    effects: { request: 'voids' },
  },
  withdraw: {
    words: { 'zh-CN': '撤回上报', 'en-US': 'withdraw' },
    studio: { color: COLOR.grey },
    // Those who take reports in, the dispatchers too.
    roles: [...LEVELS, 'dispatcher'],
    transition: { from: ['reported', 'assigned', 'returned'], to: ['rejected'], who: ['reporter'], requires: [], accepts: ['note'] },
    notice: { concerns: ['handler', 'lead'], subject: { 'zh-CN': '上报已撤回：{title}', 'en-US': 'Report withdrawn: {title}' } },
    effects: { request: 'voids' },
  },
  withdraw_disclosure: {
    words: { 'zh-CN': '撤下公示', 'en-US': 'withdraw the notice' },
    studio: { label: 'Withdraw disclosure', color: COLOR.grey },
    roles: ['level_1', 'dispatcher'],
    transition: { from: ['closed'], to: [null], who: ['dispatcher', 'level_1'], requires: ['note'] },
    notice: { concerns: ['lead', 'handler'], subject: { 'zh-CN': '公示已撤下：{title}', 'en-US': 'Disclosure withdrawn: {title}' } },
    needs: ['notice'],
  },
  redact: {
    words: { 'zh-CN': '清除个人信息', 'en-US': 'erase personal data' },
    studio: { color: COLOR.grey },
    roles: ['dispatcher'],
    transition: { from: ALL, to: [null], who: ['dispatcher'], requires: ['note'], accepts: ['to_seq'] },
    notice: { concerns: [] },
  },
  deadline_warning: {
    words: { 'zh-CN': '临期提醒', 'en-US': 'deadline warning' },
    studio: { label: 'Deadline near', color: COLOR.orange },
    roles: [],
    transition: { from: ALL, to: [null], who: ['system'], requires: [] },
    notice: { concerns: ['handler', 'lead'], subject: { 'zh-CN': '临期提醒（{clock}）：{title}', 'en-US': 'Due soon ({clock}): {title}' } },
  },
  deadline_missed: {
    words: { 'zh-CN': '超期', 'en-US': 'deadline missed' },
    studio: { color: COLOR.red, tone: 'bad' },
    roles: [],
    transition: { from: ALL, to: [null], who: ['system'], requires: [] },
    notice: { concerns: ['handler', 'lead', 'follower'], subject: { 'zh-CN': '已超期（{clock}）：{title}', 'en-US': 'Overdue ({clock}): {title}' } },
    effects: { request: 'voids_when_missed' },
  },
  deadline_moved: {
    words: { 'zh-CN': '时限调整', 'en-US': 'deadline moved' },
    studio: { color: COLOR.violet },
    roles: [],
    transition: { from: ALL, to: [null], who: ['system'], requires: [] },
    notice: { concerns: ['handler', 'lead'], subject: { 'zh-CN': '办理时限随工作日历调整：{title}', 'en-US': 'Limits moved with the calendar: {title}' } },
  },
  // Whoever held a grid's post is no longer there, or the grid is another: the rest stays as it is, and one message tells of many (`routing/reassign-service.ts`).
  hand_over: {
    words: { 'zh-CN': '移交', 'en-US': 'hand over' },
    studio: { label: 'Handed over', color: COLOR.grey },
    roles: [],
    transition: { from: OPEN, to: [null], who: ['system'], requires: ['note'], accepts: ['to_grid'] },
    notice: { concerns: [] },
  },
  // What it was merged into was rejected or withdrawn: it is a matter of its own again.
  separate: {
    words: { 'zh-CN': '恢复单独办理', 'en-US': 'handle on its own again' },
    studio: { label: 'On its own again', color: COLOR.orange, tone: 'bad' },
    roles: [],
    transition: { from: ['merged'], to: ['assigned', 'reported'], who: ['system'], requires: ['note'] },
    notice: { concerns: ['reporter', 'handler', 'lead', 'follower', 'dispatchers_anyway', 'upwards'], subject: { 'zh-CN': '并入的问题不再办理，本件恢复单独办理：{title}', 'en-US': 'What it was merged into ended unhandled; it is handled on its own again: {title}' } },
    needs: ['rules', 'routing'],
  },
} as const satisfies Record<string, EventRow>;

export type EventType = keyof typeof ROWS;
export const EVENTS: Readonly<Record<EventType, EventRow>> = ROWS;
export const EVENT_TYPES = Object.keys(ROWS) as EventType[];

/** What people create; the others are the system's alone. */
export type StaffEvent = { [Type in EventType]: (typeof ROWS)[Type]['roles'] extends readonly [] ? never : Type }[EventType];
export const STAFF_EVENTS = EVENT_TYPES.filter((type): type is StaffEvent => EVENTS[type].roles.length > 0);
/** What the system writes: timers, and steps of people that nobody took in time. */
export const SYSTEM_EVENTS = EVENT_TYPES.filter(type => EVENTS[type].transition.who.includes('system'));

export function eventsOf(role: EventRole): EventType[] {
  return EVENT_TYPES.filter(type => EVENTS[type].roles.includes(role));
}

export function needs(type: EventType, what: NonNullable<EventRow['needs']>[number]): boolean {
  return EVENTS[type].needs?.includes(what) ?? false;
}
