/** The sentences of territory, in the reader's language. */
import type { Messages } from '../kernel/refusal-rules.ts';
import { SHARED } from '../kernel/messages.ts';

export const messages: Messages = {
  grid_unknown: {
    'zh-CN': '没有这个网格，请填写已有网格的编号（uuid）。',
    'en-US': 'There is no such grid; give the id (uuid) of an existing one.',
  },
  grid_retired: {
    'zh-CN': '该网格已撤销，请选择在用的网格。',
    'en-US': 'This grid is retired; choose an active one.',
  },
  grid_out_of_scope: {
    'zh-CN': '该网格不在您的责任范围内，请选择您任职网格及其下级网格；调度人员可选择本街道的网格。',
    'en-US': 'This grid is outside your responsibility; choose a grid that you hold a post on, or one below it. Dispatchers choose any of their sub-district.',
  },
  managed_field: SHARED.managed_field,
  post_person_inactive: {
    'zh-CN': '该账号已停用或尚未启用，不能任职；请选择在用的账号，或先启用该账号。',
    'en-US': 'This account is not active and takes up no post; choose an active one, or activate it first.',
  },
  entrusted_inactive: {
    'zh-CN': '该账号已停用或尚未启用，请选择在用的账号，或先启用该账号。',
    'en-US': 'This account is not active; choose an active one, or activate it first.',
  },
  level_unknown: {
    'zh-CN': '网格级别应为 1、2 或 3。',
    'en-US': 'The level of a grid is 1, 2 or 3.',
  },
  code_pattern: {
    'zh-CN': '{level} 级网格的编码应符合规则 {pattern}，且只含字母、数字和连字符。',
    'en-US': 'The code of a level {level} grid follows the pattern {pattern}, with letters, digits and hyphens only.',
  },
  code_in_use: {
    'zh-CN': '编码 {code} 已被引用，不能更改；如需更换，请撤销本网格后新建。',
    'en-US': 'The code {code} is in use and cannot change; retire this grid and create a new one instead.',
  },
  level_with_children: {
    'zh-CN': '本网格下设有网格，不能更改级别。',
    'en-US': 'There are grids below this one: its level cannot change.',
  },
  parent_of_level_1: {
    'zh-CN': '一级网格没有上级网格，请留空。',
    'en-US': 'A level 1 grid has no parent; leave it empty.',
  },
  parent_level: {
    'zh-CN': '{level} 级网格的上级应为 {above} 级网格。',
    'en-US': 'The parent of a level {level} grid is a grid of level {above}.',
  },
  parent_subdistrict: {
    'zh-CN': '上级网格应属于同一街道。',
    'en-US': 'The parent must belong to the same sub-district.',
  },
  boundary_shape: {
    'zh-CN': '边界应为 GeoJSON 面（Polygon）或多面（MultiPolygon），坐标为 [经度, 纬度]（WGS84）。',
    'en-US': 'A boundary is a GeoJSON Polygon or MultiPolygon of positions [longitude, latitude] (WGS84).',
  },
  boundary_range: {
    'zh-CN': '边界中有坐标超出范围：[{position}]。经度在 -180 至 180 之间，纬度在 -90 至 90 之间，经度在前。',
    'en-US': 'A position of the boundary is out of range: [{position}]. Longitude (-180 to 180) comes first, then latitude (-90 to 90).',
  },
  boundary_ring: {
    'zh-CN': '边界的每一圈应首尾相接，且不少于 4 个坐标；从 [{position}] 开始的一圈不符合。',
    'en-US': 'Each ring of a boundary ends where it begins and has at least 4 positions; the one from [{position}] does not.',
  },
  boundary_positions: {
    'zh-CN': '边界有 {count} 个坐标，最多 {limit} 个；请在地图软件中简化边界线后重新导出。',
    'en-US': 'The boundary has {count} positions, at most {limit} are taken; simplify the line in your map software and export again.',
  },
  boundary_rings: {
    'zh-CN': '边界有 {count} 圈，最多 {limit} 圈；请删去零碎图形后重新导出。',
    'en-US': 'The boundary has {count} rings, at most {limit} are taken; remove splinters and export again.',
  },
  boundary_projected: {
    'zh-CN': '坐标 [{position}] 像是以米为单位的投影坐标（如 CGCS2000 三度带、Web 墨卡托）；请在地图软件中转换为经纬度（WGS84 或 CGCS2000 大地坐标）后重新导出。',
    'en-US': 'The position [{position}] looks like metres of a projection (CGCS2000 3-degree zones, Web Mercator); convert to longitude and latitude (WGS84 or CGCS2000) and export again.',
  },
  boundary_swapped: {
    'zh-CN': '坐标 [{position}] 像是纬度在前；GeoJSON 中经度在前、纬度在后，请对调后重新导出。',
    'en-US': 'The position [{position}] looks like latitude first; in GeoJSON longitude comes first. Swap them and export again.',
  },
  boundary_crs: {
    'zh-CN': '文件注明的坐标系为“{crs}”；边界应为 WGS84 或 CGCS2000 的经纬度（EPSG:4326、EPSG:4490），请在地图软件中转换后重新导出。',
    'en-US': 'The file says that its coordinates are “{crs}”; boundaries are in longitude and latitude of WGS84 or CGCS2000 (EPSG:4326, EPSG:4490). Convert and export again.',
  },
  boundary_crs_shifted: {
    'zh-CN': '文件注明的坐标系为“{crs}”，是互联网地图的偏移坐标，还原后也不准确；请采用测绘成果，以 WGS84 或 CGCS2000 经纬度重新导出。',
    'en-US': 'The file says that its coordinates are “{crs}”, shifted as online maps have them; what is shifted back is not exact. Take the survey’s, in longitude and latitude of WGS84 or CGCS2000.',
  },
  boundary_ground: {
    'zh-CN': '从 [{position}] 开始的一圈没有围住土地（各点在一条线上或往返重合），请重新绘制。',
    'en-US': 'The ring from [{position}] encloses no ground: its points lie on one line, or it goes back the way it came. Redraw it.',
  },
  boundary_crossing: {
    'zh-CN': '边界线在 [{position}] 附近自相交叉，请重新绘制该处。',
    'en-US': 'The boundary crosses itself near [{position}]; redraw it there.',
  },
  boundary_hole: {
    'zh-CN': '[{position}] 附近的孔洞不在所属的外圈之内，或与外圈、其他孔洞交叉重叠；孔洞应完全位于外圈以内，请重新绘制。',
    'en-US': 'The hole near [{position}] does not lie within its outer ring, or crosses it or another hole; redraw it.',
  },
  boundary_parts: {
    'zh-CN': '边界的几块在 [{position}] 附近互相重叠；各块之间可以相邻，不能重叠，请合并或重新绘制。',
    'en-US': 'Parts of the boundary lie upon each other near [{position}]; they may touch, but not overlap. Merge or redraw them.',
  },
  grid_kept: {
    'zh-CN': '网格不能删除；不再使用的，请将状态改为“已撤销”。',
    'en-US': 'Grids are not deleted; set the status to “retired” instead.',
  },
  person_kept: {
    'zh-CN': '人员不能删除；不再使用的，请将状态改为“已停用”或“已归档”。',
    'en-US': 'People are not deleted; suspend or archive the account instead.',
  },
  post_incomplete: {
    'zh-CN': '请填写“{field}”：{accepted}。',
    'en-US': '“{field}” is needed: {accepted}.',
  },
  term_reversed: {
    'zh-CN': '任职结束日期不能早于开始日期。',
    'en-US': 'A term cannot end before it starts.',
  },
  leader_overlap: {
    'zh-CN': '该网格在此期间已有责任人：{name}（{from} 至 {until}）。请先结束其任职，或改任副责任人。',
    'en-US': 'This grid already has a leader in that time: {name} ({from} to {until}). End that post first, or choose deputy.',
  },
  seventh_scope: {
    'zh-CN': '一人同一天最多负责 {slots} 片互不隶属的网格，{day} 将超出。请先结束一项任职，或改任其上级网格。',
    'en-US': 'A person holds at most {slots} separate parts of the territory on any day; on {day} it would be more. End a post, or give a post on the grid above.',
  },
  move_seventh_scope: {
    'zh-CN': '如此调整后，{name} 在 {day} 将负责超过 {slots} 片互不隶属的网格。请先调整其任职。',
    'en-US': 'After this move {name} would hold more than {slots} separate parts of the territory on {day}. Change their posts first.',
  },
  move_by_change: {
    'zh-CN': '该网格已在使用，调整上级请在“网格调整”中办理：未办结的问题将同时移交。',
    'en-US': 'This grid is in use: move it with a change of grids, which hands on its open issues.',
  },
  retire_by_change: {
    'zh-CN': '该网格已在使用，撤销、合并或拆分请在“网格调整”中办理。',
    'en-US': 'This grid is in use: retire, merge or split it with a change of grids.',
  },
  change_kind: { 'zh-CN': '请选择调整方式：调整上级网格、拆分、并入其他网格或撤销。', 'en-US': 'Choose the kind: move, split, merge or retire.' },
  change_note: { 'zh-CN': '请写明依据及说明。', 'en-US': 'Say on what grounds.' },
  change_done: { 'zh-CN': '网格调整已经执行，不能修改或删除；需要恢复的，请再办理一次调整。', 'en-US': 'The change has been made: it is neither changed nor deleted. To undo it, make another change.' },
  change_retired: { 'zh-CN': '该网格已撤销，不能再调整。', 'en-US': 'This grid is retired already.' },
  change_children: { 'zh-CN': '该网格下有{children}个在用网格，请先将其调整到其他网格。', 'en-US': 'There are {children} grids below it: move them first.' },
  change_parent: { 'zh-CN': '请选择新的上级网格。', 'en-US': 'Choose the new parent.' },
  change_same_parent: { 'zh-CN': '该网格已在所选网格之下。', 'en-US': 'The grid is under that one already.' },
  change_no_parent: { 'zh-CN': '只有调整上级网格时才填写“新的上级网格”。', 'en-US': 'A parent belongs to a move only.' },
  change_move_successors: { 'zh-CN': '调整上级网格时不填写承接网格。', 'en-US': 'A move has no successors.' },
  change_successor: { 'zh-CN': '网格 {code} 不能作为承接网格：须为同一街道、同一级别的其他在用网格。', 'en-US': 'Grid {code} cannot take over: a successor is another active grid of the same sub-district and level.' },
  change_split: { 'zh-CN': '拆分须选择两个以上承接网格，请先建好新的网格。', 'en-US': 'A split has at least two successors; make the new grids first.' },
  change_merge: { 'zh-CN': '并入须选择一个承接网格。', 'en-US': 'A merger has exactly one successor.' },
  change_retire: { 'zh-CN': '撤销没有承接网格；有承接网格的，请选择“拆分”或“并入其他网格”。', 'en-US': 'A retired grid has no successor: choose split or merge.' },
  change_entries_twice: {
    'zh-CN': '承接网格已有相同的台账条目{count}条：{list}。请先核对，将重复的改为“作废”或“迁出”后再办理。',
    'en-US': 'The successors have {count} of these entries already: {list_en}. Compare them and set those that stand twice to void or moved first.',
  },
  change_open: {
    'zh-CN': '该网格还有未办结问题{issues}件、在用台账{entries}条、未完成采集任务{tasks}项、交办任务{assignments}项，请先办结，或改为“并入其他网格”。',
    'en-US': 'Still open: {issues} issues, {entries} ledger entries, {tasks} collection tasks, {assignments} assigned tasks. Finish them, or merge the grid into another.',
  },
  absence_kind: { 'zh-CN': '请选择事由：请假、培训或借调。', 'en-US': 'Choose the kind: leave, training or secondment.' },
  absence_day: { 'zh-CN': '请填写有效日期。', 'en-US': 'This is no date.' },
  absence_person: { 'zh-CN': '没有这位工作人员。', 'en-US': 'There is no such person.' },
  absence_person_fixed: { 'zh-CN': '离岗人员不能修改，填错的请删除后重新填写。', 'en-US': 'Whose absence it is cannot change: delete it and enter it again.' },
  absence_for_other: { 'zh-CN': '离岗由本人填报；调度人员可代本街道人员填报。', 'en-US': 'Everybody files their own absence; dispatchers file for their sub-district.' },
  absence_overlap: { 'zh-CN': '与已登记的离岗（{from} 至 {until}）重叠。', 'en-US': 'It overlaps with the absence from {from} to {until}.' },
  absence_own_stand_in: { 'zh-CN': '代岗人不能是本人。', 'en-US': 'Nobody stands in for themself.' },
  absence_stand_in: { 'zh-CN': '代岗人不存在或已停用，请另选。', 'en-US': 'The stand-in does not exist or is not active.' },
  absence_stand_in_away: { 'zh-CN': '代岗人 {from} 至 {until} 也不在岗，请另选。', 'en-US': 'The stand-in is away, too, from {from} to {until}.' },
  absence_standing_in: { 'zh-CN': '{from} 至 {until} 正代{name}的岗，不能同时离岗。请先为{name}另行安排代岗人：由审批人提前结束其离岗，其余日期另行登记并指定他人。', 'en-US': 'From {from} to {until} this person stands in for {name}. Entrust that to somebody else first: end that absence earlier, and enter the rest of it with another stand-in.' },
  absence_decide_later: { 'zh-CN': '审批意见由上级填写。', 'en-US': 'The decision is made by somebody above.' },
  absence_decide_alone: { 'zh-CN': '审批时不能同时修改离岗内容。', 'en-US': 'A decision changes nothing else.' },
  absence_decision: { 'zh-CN': '请选择同意或不同意。', 'en-US': 'Choose yes or no.' },
  absence_why_not: { 'zh-CN': '请写明不同意的理由。', 'en-US': 'Say why not.' },
  absence_own: { 'zh-CN': '本人的离岗须由他人审批。', 'en-US': 'Somebody else decides on your own absence.' },
  absence_authority: { 'zh-CN': '离岗由上级网格责任人或本单位负责人审批。', 'en-US': 'Whoever leads a grid above, or heads the department, decides.' },
  absence_decided: { 'zh-CN': '离岗已审批，只能提前结束。', 'en-US': 'This absence is decided: it can only be ended earlier.' },
  absence_only_earlier: { 'zh-CN': '已批准的离岗只能提前结束，不能延长；延长请另行填报。', 'en-US': 'An approved absence is only ended earlier; file another one to extend it.' },
  absence_not_yours: { 'zh-CN': '只能修改本人填报的离岗。', 'en-US': 'You change your own absences only.' },
  absence_kept: { 'zh-CN': '昨日及以前已开始的、未获批准的离岗不能删除；已开始的可以提前结束。', 'en-US': 'An absence that began before today, or was refused, stays; one that runs may be ended earlier.' },
  handover_role: { 'zh-CN': '请选择职责：责任人或副责任人。', 'en-US': 'Choose the role: leader or deputy.' },
  handover_person: { 'zh-CN': '请选择在用的接收人。', 'en-US': 'Choose an active person to take over.' },
  handover_past: { 'zh-CN': '接任日期不能早于今天（{today}）。', 'en-US': 'The post cannot be taken up before today ({today}).' },
  handover_not_held: { 'zh-CN': '移交人现不担任该职责，请核对任职。', 'en-US': 'This person does not hold the post now.' },
  handover_too_soon: { 'zh-CN': '移交人自 {from} 起任职，接任日期须晚于该日。', 'en-US': 'They hold the post since {from}: it is taken up after that day.' },
  handover_same: { 'zh-CN': '接收人不能是移交人本人。', 'en-US': 'Nobody takes over from themself.' },
  handover_prepare: { 'zh-CN': '交接由上级网格责任人或本街道调度人员发起，不能由交接双方发起。', 'en-US': 'A handover is prepared by whoever leads a grid above, or the dispatcher; never by either side.' },
  handover_open: { 'zh-CN': '该职责已有未完成的交接，请先完成或取消。', 'en-US': 'There is an open handover of this post already: complete or cancel it first.' },
  handover_fixed: { 'zh-CN': '交接单不能修改、删除；填错的请取消后重新发起。', 'en-US': 'A handover is neither changed nor deleted: cancel it and prepare another.' },
  handover_over: { 'zh-CN': '交接已完成或已取消。', 'en-US': 'This handover is complete or cancelled.' },
  handover_cancel: { 'zh-CN': '交接由发起人或上级取消。', 'en-US': 'It is cancelled by whoever prepared it, or somebody above.' },
  handover_take: { 'zh-CN': '只能由接收人本人确认接收。', 'en-US': 'The receiver alone confirms taking over.' },
  handover_give_first: { 'zh-CN': '请等待移交人确认移交。', 'en-US': 'It is handed over first.' },
  handover_vacant: { 'zh-CN': '岗位空缺，没有移交人，由接收人直接接收。', 'en-US': 'The post is vacant: it is taken over at once.' },
  handover_given: { 'zh-CN': '已经确认移交。', 'en-US': 'It has been handed over.' },
  handover_give: { 'zh-CN': '由移交人本人确认移交；移交人已离岗的，由上级代为移交。', 'en-US': 'The giver confirms; for one who has left, somebody above does.' },
};
