/** The sentences and words of handling, in the reader's language. */
import type { Language, Messages, Refusal } from '../platform/refusal.ts';

export const messages: Messages = {
  no_issue: {
    'zh-CN': '请选择要办理的问题。',
    'en-US': 'Choose the issue that this step belongs to.',
  },
  illegal_step: {
    'zh-CN': '问题现为“{status}”，不能“{event}”。{allowed}',
    'en-US': 'The issue is “{status}”; “{event}” is not possible now. {allowed}',
  },
  not_competent: {
    'zh-CN': '您无权“{event}”，可由{who}办理。',
    'en-US': 'You may not “{event}” here; this is for: {who}.',
  },
  separation: {
    'zh-CN': '“{event}”须由他人办理，{who}本人不得办理。',
    'en-US': '“{event}” is for somebody else: not for the {who}.',
  },
  field_required: {
    'zh-CN': '“{event}”须填写“{field}”。',
    'en-US': '“{event}” needs “{field}”.',
  },
  cause_unknown: {
    'zh-CN': '“{event}”的原因应为以下之一：{causes}。',
    'en-US': 'The cause of “{event}” is one of: {causes}.',
  },
  department_not_district: {
    'zh-CN': '请选择在用的区级部门。',
    'en-US': 'Choose an active district department.',
  },
  department_unfit: {
    'zh-CN': '请选择本街道在用的单位；区级部门请用“报送区级部门”。',
    'en-US': 'Choose an active department of the sub-district; district departments are reached by “escalate”.',
  },
  person_unfit: {
    'zh-CN': '所选人员不在用，请另选。',
    'en-US': 'This person is not active; choose another.',
  },
  person_not_in_department: {
    'zh-CN': '交办对象应为本单位人员。',
    'en-US': 'Hand it to a member of the department.',
  },
  department_needed: {
    'zh-CN': '按规则未找到承办单位，请指定承办单位。',
    'en-US': 'The rules find no department; name one.',
  },
  fixed_with_report: {
    'zh-CN': '“{field}”已用于分派和计时，不能再改；确有错误的，请撤回后重新上报。',
    'en-US': '“{field}” settled routing and limits and is fixed; withdraw and report again if it is wrong.',
  },
  head_routes_inside: {
    'zh-CN': '单位负责人只能在本单位内交办；改派其他单位请先“退回”。',
    'en-US': 'A head hands on inside the department only; return the issue to have it routed elsewhere.',
  },
  photo_required: {
    'zh-CN': '该类问题办结时须附照片。',
    'en-US': 'This category needs a photograph of the result.',
  },
  verify_first: {
    'zh-CN': '该问题须先由他人核查（回访）后方可结案。',
    'en-US': 'Somebody else has to verify this issue before it is closed.',
  },
  already_accepted: {
    'zh-CN': '承办单位已签收，不能撤回。',
    'en-US': 'The issue has been accepted and can no longer be withdrawn.',
  },
  managed_field: {
    'zh-CN': '“{field}”由系统根据办理记录生成，不能直接修改；请新增一条办理记录。',
    'en-US': '“{field}” follows from the timeline and cannot be set; add an event instead.',
  },
  frozen_field: {
    'zh-CN': '问题已签收，上报内容不能再改；后续情况请用“办理进展”补充。',
    'en-US': 'The report is fixed once accepted; add later facts as progress.',
  },
  moved_by_route: {
    'zh-CN': '上报后请用“分派／改派”更正{field}。',
    'en-US': 'After the report, correct {field} with a “route” event.',
  },
  event_fixed: {
    'zh-CN': '办理记录一经保存，不能修改、移除或删除。',
    'en-US': 'Events are never changed, unlinked or deleted.',
  },
  issue_kept: {
    'zh-CN': '问题不能删除；上报人可在签收前“撤回上报”，调度人员可“不予受理”。',
    'en-US': 'Issues are never deleted; withdraw or reject them.',
  },
  clock_managed: {
    'zh-CN': '时限由系统计算，不能直接增改。',
    'en-US': 'Clocks are computed and cannot be edited.',
  },
  events_only_new: {
    'zh-CN': '只能新增办理记录。',
    'en-US': 'Events can only be added.',
  },
  events_apart: {
    'zh-CN': '办理记录请单独保存，不能与其他修改混在一次批量提交中。',
    'en-US': 'Save events on their own, not inside a batch of other changes.',
  },
  not_a_staff_event: {
    'zh-CN': '事项类型应为以下之一：{types}。',
    'en-US': 'The type is one of: {types}.',
  },
  grid_required: {
    'zh-CN': '请选择问题所在网格。',
    'en-US': 'Choose the grid where the problem is.',
  },
  grid_unknown: {
    'zh-CN': '网格不存在或已停用，请另选。',
    'en-US': 'The grid does not exist or is retired; choose another.',
  },
  category_unknown: {
    'zh-CN': '类别不存在或已停用，请另选。',
    'en-US': 'The category does not exist or is not in use; choose another.',
  },
  value_invalid: {
    'zh-CN': '“{field}”填写有误，应为：{accepted}。',
    'en-US': '“{field}” is not valid; accepted: {accepted}.',
  },
  already_reported: {
    'zh-CN': '该问题已上报，编号 {number}。',
    'en-US': 'Already reported as {number}.',
  },
  client_key_reused: {
    'zh-CN': '同一提交标识已用于另一条上报（{number}）。',
    'en-US': 'This client key belongs to another report ({number}).',
  },
};

/** Words for codes that appear in sentences and notifications; the Studio's own lists carry the same. */
const WORDS: Record<string, Record<Language, string>> = {
  'status.reported': { 'zh-CN': '待分派', 'en-US': 'reported' },
  'status.assigned': { 'zh-CN': '待签收', 'en-US': 'assigned' },
  'status.handling': { 'zh-CN': '处置中', 'en-US': 'handling' },
  'status.suspended': { 'zh-CN': '挂账（暂缓）', 'en-US': 'suspended' },
  'status.handled': { 'zh-CN': '已办结，待反馈', 'en-US': 'handled' },
  'status.fed_back': { 'zh-CN': '已反馈，待结案', 'en-US': 'fed back' },
  'status.closed': { 'zh-CN': '已结案', 'en-US': 'closed' },
  'status.escalated': { 'zh-CN': '已报区，跟踪中', 'en-US': 'escalated' },
  'status.returned': { 'zh-CN': '退回，待改派', 'en-US': 'returned' },
  'status.rejected': { 'zh-CN': '不予受理', 'en-US': 'rejected' },
  'status.merged': { 'zh-CN': '已并案', 'en-US': 'merged' },
  'event.report': { 'zh-CN': '上报', 'en-US': 'report' },
  'event.route': { 'zh-CN': '分派／改派', 'en-US': 'route' },
  'event.accept': { 'zh-CN': '签收', 'en-US': 'accept' },
  'event.return': { 'zh-CN': '退回', 'en-US': 'return' },
  'event.progress': { 'zh-CN': '办理进展', 'en-US': 'progress' },
  'event.explain': { 'zh-CN': '注明原因', 'en-US': 'explain' },
  'event.escalate': { 'zh-CN': '报送区级部门', 'en-US': 'escalate' },
  'event.handle': { 'zh-CN': '办结', 'en-US': 'handle' },
  'event.feed_back': { 'zh-CN': '反馈', 'en-US': 'feed back' },
  'event.verify': { 'zh-CN': '核查（回访）', 'en-US': 'verify' },
  'event.reopen': { 'zh-CN': '退回重办', 'en-US': 'reopen' },
  'event.close': { 'zh-CN': '结案', 'en-US': 'close' },
  'event.reject': { 'zh-CN': '不予受理', 'en-US': 'reject' },
  'event.withdraw': { 'zh-CN': '撤回上报', 'en-US': 'withdraw' },
  'event.deadline_warning': { 'zh-CN': '临期提醒', 'en-US': 'deadline warning' },
  'event.deadline_missed': { 'zh-CN': '超期', 'en-US': 'deadline missed' },
  'who.reporter': { 'zh-CN': '上报人', 'en-US': 'reporter' },
  'who.handler': { 'zh-CN': '承办人', 'en-US': 'handler' },
  'who.assignee': { 'zh-CN': '承办人', 'en-US': 'handler' },
  'who.lead': { 'zh-CN': '牵头责任人', 'en-US': 'lead' },
  'who.follower': { 'zh-CN': '跟进人', 'en-US': 'follower' },
  'who.department': { 'zh-CN': '承办单位人员', 'en-US': 'members of the handling department' },
  'who.department_head': { 'zh-CN': '承办单位负责人', 'en-US': 'head of the handling department' },
  'who.dispatcher': { 'zh-CN': '调度人员', 'en-US': 'dispatcher' },
  'who.level_1': { 'zh-CN': '一级网格责任人', 'en-US': 'level-1 leader' },
  'who.level_2': { 'zh-CN': '二级网格责任人', 'en-US': 'level-2 leader' },
  'who.level_3': { 'zh-CN': '三级网格责任人', 'en-US': 'level-3 leader' },
  'clock.resolve': { 'zh-CN': '办结反馈时限', 'en-US': 'time limit for handling and feedback' },
  'clock.own': { 'zh-CN': '本单位时限', 'en-US': 'department’s own limit' },
  'clock.escalate': { 'zh-CN': '报区时限', 'en-US': 'limit for reporting to the district' },
  'field.note': { 'zh-CN': '说明', 'en-US': 'note' },
  'field.cause': { 'zh-CN': '原因', 'en-US': 'cause' },
  'field.result': { 'zh-CN': '办理结果', 'en-US': 'result' },
  'field.channel': { 'zh-CN': '反馈方式', 'en-US': 'channel' },
  'field.solved': { 'zh-CN': '是否解决', 'en-US': 'solved' },
  'field.to_department': { 'zh-CN': '单位', 'en-US': 'department' },
  'field.to_person': { 'zh-CN': '人员', 'en-US': 'person' },
  'field.category': { 'zh-CN': '类别', 'en-US': 'category' },
  'field.kind': { 'zh-CN': '性质', 'en-US': 'kind' },
  'field.parties': { 'zh-CN': '涉及方', 'en-US': 'parties' },
  'field.involves_departments': { 'zh-CN': '需市、区部门协调', 'en-US': 'involves departments' },
  'field.source': { 'zh-CN': '来源', 'en-US': 'source' },
  'field.severity': { 'zh-CN': '紧急程度', 'en-US': 'severity' },
  'field.grid': { 'zh-CN': '网格', 'en-US': 'grid' },
  'cause.wrong_routing': { 'zh-CN': '分派有误', 'en-US': 'Wrongly routed' },
  'cause.not_in_duty': { 'zh-CN': '不属本单位职责', 'en-US': 'Not in our duties' },
  'cause.insufficient': { 'zh-CN': '上报内容不完整', 'en-US': 'Report incomplete' },
  'cause.external_approval': { 'zh-CN': '需外部审批', 'en-US': 'Outside approval needed' },
  'cause.materials': { 'zh-CN': '等待材料设备', 'en-US': 'Waiting for materials' },
  'cause.weather': { 'zh-CN': '天气原因', 'en-US': 'Weather' },
  'cause.parties_absent': { 'zh-CN': '当事人无法到场', 'en-US': 'Parties absent' },
  'cause.complex': { 'zh-CN': '情况复杂', 'en-US': 'Complex' },
  'cause.other': { 'zh-CN': '其他原因', 'en-US': 'Other' },
};

export function word(group: 'status' | 'event' | 'who' | 'clock' | 'field' | 'cause', code: string, language: Language): string {
  return WORDS[`${group}.${code}`]?.[language] ?? code;
}

/** The refusal with its codes put into words. */
export function inWords(refusal: Refusal, language: Language): Refusal {
  const { params } = refusal;
  const list = (group: Parameters<typeof word>[0], codes: string | number): string =>
    [...new Set(String(codes).split(',').filter(Boolean).map(code => word(group, code, language)))].join(language === 'zh-CN' ? '、' : ', ');
  const worded: Refusal['params'] = { ...params };
  if (params.event !== undefined)
    worded.event = word('event', String(params.event), language);
  if (params.status !== undefined)
    worded.status = word('status', String(params.status), language);
  if (params.field !== undefined)
    worded.field = word('field', String(params.field), language);
  if (params.who !== undefined)
    worded.who = list('who', params.who);
  if (params.causes !== undefined)
    worded.causes = list('cause', params.causes);
  if (params.types !== undefined)
    worded.types = list('event', params.types);
  if (params.allowed !== undefined)
    worded.allowed = allowedSentence(list('event', params.allowed), language);
  return { ...refusal, params: worded };
}

function allowedSentence(allowed: string, language: Language): string {
  if (allowed === '')
    return language === 'zh-CN' ? '您目前没有可办理的步骤。' : 'There is nothing for you to do on it now.';
  return language === 'zh-CN' ? `您现在可以：${allowed}。` : `You may now: ${allowed}.`;
}
