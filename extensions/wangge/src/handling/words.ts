/** Words for codes that appear in sentences and notifications, in the reader's language; the Studio's own lists carry the same. */
import type { Language, Refusal } from '../kernel/refusal-rules.ts';
import { EVENT_TYPES, EVENTS } from './event-registry-rules.ts';

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
  ...Object.fromEntries(EVENT_TYPES.map(type => [`event.${type}`, EVENTS[type].words])),
  'who.reporter': { 'zh-CN': '上报人', 'en-US': 'reporter' },
  'who.handler': { 'zh-CN': '承办人', 'en-US': 'handler' },
  'who.assignee': { 'zh-CN': '承办人', 'en-US': 'handler' },
  'who.lead': { 'zh-CN': '牵头责任人', 'en-US': 'lead' },
  'who.follower': { 'zh-CN': '跟进人', 'en-US': 'follower' },
  'who.department': { 'zh-CN': '承办单位人员', 'en-US': 'members of the handling department' },
  'who.department_head': { 'zh-CN': '承办单位负责人', 'en-US': 'head of the handling department' },
  'who.helper': { 'zh-CN': '协办单位人员', 'en-US': 'members of a called department' },
  'who.requester': { 'zh-CN': '申请人', 'en-US': 'requester' },
  'who.approver': { 'zh-CN': '审批人（牵头责任人或一级网格责任人，一级空缺时为调度人员）', 'en-US': 'approver (lead or level 1; the dispatcher where level 1 is vacant)' },
  'who.author': { 'zh-CN': '公示稿撰写人', 'en-US': 'author of the notice' },
  'who.inspector': { 'zh-CN': '督查考核组', 'en-US': 'inspection team' },
  'who.dispatcher': { 'zh-CN': '调度人员', 'en-US': 'dispatcher' },
  'who.system': { 'zh-CN': '系统', 'en-US': 'the system' },
  'who.level_1': { 'zh-CN': '一级网格责任人', 'en-US': 'level-1 leader' },
  'who.level_2': { 'zh-CN': '二级网格责任人', 'en-US': 'level-2 leader' },
  'who.level_3': { 'zh-CN': '三级网格责任人', 'en-US': 'level-3 leader' },
  'clock.resolve': { 'zh-CN': '办结反馈时限', 'en-US': 'time limit for handling and feedback' },
  'clock.own': { 'zh-CN': '本单位时限', 'en-US': 'department’s own limit' },
  'clock.escalate': { 'zh-CN': '报区时限', 'en-US': 'limit for reporting to the district' },
  'clock.progress': { 'zh-CN': '进展反馈时限', 'en-US': 'limit for reporting progress' },
  'clock.verify': { 'zh-CN': '核查时限', 'en-US': 'limit for verification' },
  'clock.disclose': { 'zh-CN': '公示时限', 'en-US': 'limit for the notice' },
  'clock.external': { 'zh-CN': '来件时限', 'en-US': 'limit set from outside' },
  'field.until': { 'zh-CN': '时间', 'en-US': 'moment' },
  'field.decision': { 'zh-CN': '审批意见', 'en-US': 'decision' },
  'field.request_kind': { 'zh-CN': '申请事项', 'en-US': 'request' },
  'field.to_issue': { 'zh-CN': '并入的问题', 'en-US': 'issue to merge into' },
  'field.satisfaction': { 'zh-CN': '评分', 'en-US': 'rating' },
  'field.external_due_at': { 'zh-CN': '来件时限', 'en-US': 'limit set from outside' },
  'field.same_event': { 'zh-CN': '一小时内同类上报', 'en-US': 'same event within the hour' },
  'field.repeat_of': { 'zh-CN': '重复发生于', 'en-US': 'repeat of' },
  'field.note': { 'zh-CN': '说明', 'en-US': 'note' },
  'field.cause': { 'zh-CN': '原因', 'en-US': 'cause' },
  'field.result': { 'zh-CN': '办理结果', 'en-US': 'result' },
  'field.channel': { 'zh-CN': '反馈方式', 'en-US': 'channel' },
  'field.solved': { 'zh-CN': '是否解决', 'en-US': 'solved' },
  'field.to_department': { 'zh-CN': '单位', 'en-US': 'department' },
  'field.to_scope': { 'zh-CN': '职责范围', 'en-US': 'scope' },
  'field.to_category': { 'zh-CN': '更正类别', 'en-US': 'category' },
  'field.to_grid': { 'zh-CN': '更正网格', 'en-US': 'grid' },
  'field.to_seq': { 'zh-CN': '记录序号', 'en-US': 'event number' },
  'field.attachments': { 'zh-CN': '附件', 'en-US': 'attachments' },
  'field.to_person': { 'zh-CN': '人员', 'en-US': 'person' },
  'field.category': { 'zh-CN': '类别', 'en-US': 'category' },
  'field.kind': { 'zh-CN': '性质', 'en-US': 'kind' },
  'field.parties': { 'zh-CN': '涉及方', 'en-US': 'parties' },
  'field.involves_departments': { 'zh-CN': '需市、区部门协调', 'en-US': 'involves departments' },
  'field.source': { 'zh-CN': '来源', 'en-US': 'source' },
  'field.severity': { 'zh-CN': '紧急程度', 'en-US': 'severity' },
  'field.grid': { 'zh-CN': '网格', 'en-US': 'grid' },
  'request.extension': { 'zh-CN': '延期', 'en-US': 'extension' },
  'request.suspension': { 'zh-CN': '挂账', 'en-US': 'suspension' },
  'request.escalation': { 'zh-CN': '报区', 'en-US': 'escalation' },
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

export function word(group: 'status' | 'event' | 'who' | 'clock' | 'field' | 'request' | 'cause', code: string, language: Language): string {
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
