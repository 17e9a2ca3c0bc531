/** The sentences of handling, in the reader's language. */
import type { Messages } from '../kernel/refusal-rules.ts';
import { LINKING } from '../files/messages.ts';

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
  due_before_received: {
    'zh-CN': '来件时限早于收到时间，请核对年份和日期；收到时确已过时限的，请勾选“迟到来件”，时限从登记时起按规定计算。',
    'en-US': 'The sender’s limit lies before the moment at which it came in; check the year and the day. If it had truly passed by then, tick “Arrived late”: it is counted from the entry then.',
  },
  due_before_receipt: {
    'zh-CN': '来件时限已过，登记后即为超期。请核对年份和日期；收到时确已过时限的，请勾选“迟到来件”，时限从登记时起按规定计算。',
    'en-US': 'The sender’s limit has passed: the matter would be missed at once. Check the year and the day; if it had truly passed when it came in, tick “Arrived late”: it is counted from the entry then.',
  },
  late_without_limit: {
    'zh-CN': '勾选了“迟到来件”，请填写来件时限（来件要求的办结时间）。',
    'en-US': '“Arrived late” is ticked: give the sender’s limit that had passed.',
  },
  not_late: {
    'zh-CN': '来件时限还没有到，不是迟到来件：请取消勾选，或核对来件时限。',
    'en-US': 'The sender’s limit has not passed, so it did not arrive late: clear the tick, or check the limit.',
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
    'zh-CN': '请选择本街道在用的单位；区级部门请用“报送区级部门”，或先申请报区。',
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
    'zh-CN': '承办单位已签收，不能撤回；确属误报的，请告知承办人或调度人员。',
    'en-US': 'The issue has been accepted and can no longer be withdrawn; tell the handler or the dispatcher if it was a mistake.',
  },
  withdraw_too_late: {
    'zh-CN': '上报后超过一个工作日或已过时限，不能再撤回；确属误报的，请调度人员或一、二级网格责任人“不予受理”并写明理由。',
    'en-US': 'A report is withdrawn within one working day, and not after its limit; ask the dispatcher or the level-1 or level-2 leader to reject it with a reason.',
  },
  rescope_too_late: {
    'zh-CN': '上报后超过一个工作日或已过时限，牵头人、承办人不能自行改变职责范围；确需改变的，请调度人员或一级网格责任人改派，或提出报区申请。',
    'en-US': 'More than a working day after the report, or past its limit, its lead and handler do not change its scope by themselves; ask the dispatcher or level 1 to route it, or request the escalation.',
  },
  escalation_by_request: {
    'zh-CN': '该问题未认定为超出街道职责，不能直接报送区级部门；请用“申请延期／挂账／报区”提出，由牵头责任人或一级网格责任人审批。',
    'en-US': 'The issue is not beyond the sub-district, so it is not escalated directly; request the escalation, which the lead or the level-1 leader decides.',
  },
  district_already: {
    'zh-CN': '该问题已认定为超出街道职责，无需申请；请直接“报送区级部门”。',
    'en-US': 'The issue is beyond the sub-district already; escalate it, no request is needed.',
  },
  district_gives_back: {
    'zh-CN': '问题已报区；区级部门退回的，由调度人员或一、二级网格责任人改派。',
    'en-US': 'The district has the issue; what it gives back is routed by the dispatcher or the level-1 or level-2 leader.',
  },
  back_needs_scope: {
    'zh-CN': '区级部门退回的，请选择职责范围：“社区职责内”或“街道职责内”。',
    'en-US': 'What the district gives back is within the community’s or the sub-district’s duties; choose which.',
  },
  files_with_event: {
    'zh-CN': '附件须随事件一并提交，已提交的事件不能再增减附件。',
    'en-US': 'Files come together with their event; nothing is added to or taken from an event that stands.',
  },
  not_reporter: {
    'zh-CN': '上报内容只能由上报人本人在签收前修改。',
    'en-US': 'Only the reporter changes a report, and only before it is accepted.',
  },
  ...LINKING,
  managed_field: {
    'zh-CN': '“{field}”由系统根据办理记录生成，不能直接修改；请新增一条办理记录。',
    'en-US': '“{field}” follows from the timeline and cannot be set; add an event instead.',
  },
  contacts_mixed: {
    'zh-CN': '保密问题与其他问题的联系方式请分别修改。',
    'en-US': 'Change the contacts of confidential reports and of others separately.',
  },
  occurred_later: { 'zh-CN': '发现时间不能晚于现在。', 'en-US': 'The time at which it was found cannot be later than now.' },
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
    'zh-CN': '刚才提交的上报其实已经保存（编号 {number}），本次内容与之不同，没有再保存。请打开该件修改；要另报一件的，请重新打开表单填写。',
    'en-US': 'What was sent before has been saved after all, as {number}, and this differs from it; nothing more was saved. Open that one and change it; for another report, open the form anew.',
  },
  nothing_requested: {
    'zh-CN': '目前没有待审批的申请。',
    'en-US': 'No request waits for a decision.',
  },
  request_pending: {
    'zh-CN': '已有一项申请待审批，审批后方可再次申请。',
    'en-US': 'A request is pending already; it has to be decided first.',
  },
  no_limit: {
    'zh-CN': '该问题目前没有办结反馈时限，无需申请。',
    'en-US': 'This issue has no limit at present; there is nothing to extend.',
  },
  limit_passed: {
    'zh-CN': '时限已过，不能再申请延期或挂账；请用“注明原因”说明情况。',
    'en-US': 'The limit has passed: no more time can be asked for. Record the reason with “explain”.',
  },
  extended_twice: {
    'zh-CN': '该问题已延期两次，不能再延。',
    'en-US': 'This issue has been extended twice; no further extension is possible.',
  },
  extension_too_long: {
    'zh-CN': '延期日期应晚于原时限，且一次延期不超过一个原时限。',
    'en-US': 'The wished day lies after the limit, and one extension gives at most one more original limit.',
  },
  suspended_once: {
    'zh-CN': '该问题已挂账一次，不能再次挂账。',
    'en-US': 'This issue has been suspended before; it is suspended once at most.',
  },
  suspension_too_long: {
    'zh-CN': '挂账截止时间应晚于现在，且不超过一年。',
    'en-US': 'The end of a suspension lies in the future, and at most a year away.',
  },
  return_too_late: {
    'zh-CN': '收到后超过一个工作日，不能再退回；确需改派的，请与调度人员联系。',
    'en-US': 'More than one working day has passed since it was received; ask the dispatcher to route it elsewhere.',
  },
  third_return: {
    'zh-CN': '该问题已退回三次，由一级网格责任人决定去向；一级空缺的，由副责任人，再由调度人员决定。',
    'en-US': 'Returned three times: the level-1 leader decides where it goes; where level 1 is vacant its deputy, then the dispatcher.',
  },
  not_on_the_spot: {
    'zh-CN': '上报人只能在社区职责内、尚未签收时当场处置；现由承办人办结。',
    'en-US': 'Whoever reports handles on the spot only within the community’s duties and before acceptance; the handler handles it now.',
  },
  nothing_to_feed_back: {
    'zh-CN': '该问题已反馈或已撤回，无需再反馈。',
    'en-US': 'Feedback has been given, or the report was withdrawn; nothing is owed.',
  },
  helper_unfit: {
    'zh-CN': '请选择承办单位以外在用的街道单位或驻区站所。',
    'en-US': 'Choose an active department of the sub-district other than the one that handles the issue.',
  },
  already_called: {
    'zh-CN': '该单位已被请求协办，尚未回应。',
    'en-US': 'This department has been called already and has not answered yet.',
  },
  helpers_full: {
    'zh-CN': '已有三个单位正在协办，待其中一个回应后再请求其他单位。',
    'en-US': 'Three departments are helping already; wait until one of them has answered.',
  },
  no_help_to_rate: {
    'zh-CN': '该单位尚未报到，不能评价。',
    'en-US': 'This department has not come yet; there is nothing to rate.',
  },
  past_moment: {
    'zh-CN': '“{field}”应晚于现在。',
    'en-US': '“{field}” lies in the future.',
  },
  merge_unfit: {
    'zh-CN': '请选择另一个问题并入。',
    'en-US': 'Choose another issue to merge into.',
  },
  merge_over: {
    'zh-CN': '所选问题为“{status}”，不能并入；结案后再次发生的，请另行受理。',
    'en-US': 'The chosen issue is “{status}” and takes no others; what happens again after closing is an issue of its own.',
  },
  merge_later: {
    'zh-CN': '应将后上报的并入先上报的：{number} 上报在后，请打开该件，并入本件。',
    'en-US': 'The later report goes into the earlier one: {number} was reported later; open it and merge it into this one.',
  },
  answer_for_which: {
    'zh-CN': '被请求协办的单位中有多个由您负责，请选择本次代表哪个单位回应。',
    'en-US': 'Several of the called departments are yours; choose the one for which you answer.',
  },
  contact_unread: {
    'zh-CN': '要求保密的问题，由可以查看反映人联系方式的一级网格责任人或调度人员反馈；办结时请不要填“反馈方式”。',
    'en-US': 'A confidential report is fed back by whoever may read the contact: the level-1 leader or the dispatcher. Leave the channel empty when you handle it.',
  },
  no_such_event: {
    'zh-CN': '没有这一条办理记录，序号应为 1 至 {seq}。',
    'en-US': 'There is no such event; numbers run from 1 to {seq}.',
  },
  no_notice: {
    'zh-CN': '该问题没有公示稿。',
    'en-US': 'This issue has no notice.',
  },
  already_disclosed: {
    'zh-CN': '该问题已公示。',
    'en-US': 'The notice is published already.',
  },
  not_disclosed: {
    'zh-CN': '该问题未公示。',
    'en-US': 'No notice is published.',
  },
  notice_personal_data: {
    'zh-CN': '公示稿中仍有个人信息，请先删去：{found}。',
    'en-US': 'The notice still holds personal data; remove it first: {found}.',
  },
  notice_photos: {
    'zh-CN': '请先在公示稿中确认照片不含人脸、车牌和门牌。',
    'en-US': 'Confirm in the draft that no photograph shows a face, plate or door number.',
  },
  repeat_unfit: {
    'zh-CN': '“重复发生”应选择已结案的同类问题。',
    'en-US': 'A repeat refers to an issue that is closed.',
  },
};
