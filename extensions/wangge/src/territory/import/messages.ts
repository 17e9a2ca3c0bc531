/** The sentences of the import of grids and boundaries. */
import type { Messages } from '../../kernel/refusal-rules.ts';
import { messages as workbooks } from '../../workbook/messages.ts';
import { messages as territory } from '../messages.ts';

export const messages: Messages = {
  ...workbooks,
  ...territory,
  file_missing: {
    'zh-CN': '请上传网格表（XLSX 或 CSV）或边界文件（GeoJSON），合计不超过 {megabytes} MB。',
    'en-US': 'Send a workbook of grids (XLSX or CSV) or a file of boundaries (GeoJSON), together at most {megabytes} MB.',
  },
  sheet_empty: {
    'zh-CN': '网格表中没有数据，请从第 2 行起填写。',
    'en-US': 'There is nothing in the workbook of grids; fill it in from row 2.',
  },
  rows_too_many: {
    'zh-CN': '一次最多导入 {limit} 个网格，请分批导入。',
    'en-US': 'At most {limit} grids are taken in at once. Split the file.',
  },
  rows_at_fault: {
    'zh-CN': '有 {rows} 处需要改正，未导入任何内容。',
    'en-US': '{rows} rows or boundaries need correction; nothing was taken in.',
  },
  from_invalid: {
    'zh-CN': '“{value}”不是日期，任职起始日应如 2026-01-01。',
    'en-US': '“{value}” is no day; leaders begin on a day such as 2026-01-01.',
  },
  geojson_unreadable: {
    'zh-CN': '边界文件应为 GeoJSON 要素集合（FeatureCollection），请在地图软件中导出为 GeoJSON。',
    'en-US': 'The file of boundaries is a GeoJSON FeatureCollection; export it as GeoJSON from your map software.',
  },
  geojson_empty: {
    'zh-CN': '边界文件中没有要素。',
    'en-US': 'There is no feature in the file of boundaries.',
  },
  features_too_many: {
    'zh-CN': '一次最多导入 {limit} 个边界，请分批导入。',
    'en-US': 'At most {limit} boundaries are taken in at once. Split the file.',
  },
  positions_too_many: {
    'zh-CN': '边界文件共有 {count} 个坐标，一次最多 {limit} 个，请简化边界线或分批导入。',
    'en-US': 'The file has {count} positions, at most {limit} are taken at once; simplify the lines or split the file.',
  },
  code_property_missing: {
    'zh-CN': '边界文件的要素没有属性“{property}”，请指定哪个属性是网格编码。文件中的属性有：{known}。',
    'en-US': 'No feature of the file has the property “{property}”; say which one holds the code of the grid. There are: {known}.',
  },
  feature_without_code: {
    'zh-CN': '属性“{property}”为空，不知道是哪个网格的边界。',
    'en-US': 'The property “{property}” is empty: whose boundary is it?',
  },
  feature_twice: {
    'zh-CN': '网格 {code} 的边界与第 {nth} 个要素重复；一个网格有几块的，请合并为一个多面（MultiPolygon）。',
    'en-US': 'The boundary of {code} came as feature {nth} already; of several parts make one MultiPolygon.',
  },
  feature_unknown: {
    'zh-CN': '没有编码为 {code} 的网格，请核对编码，或同时上传含有该网格的网格表。',
    'en-US': 'There is no grid {code}; check the code, or send a workbook with this grid as well.',
  },
  text_invalid: {
    'zh-CN': '内容过长（最多 {most} 个字）或含有不能保存的字符。',
    'en-US': 'The text is too long (at most {most} characters) or holds characters that cannot be stored.',
  },
  code_missing: {
    'zh-CN': '请填写编码。',
    'en-US': 'The code is needed.',
  },
  code_twice: {
    'zh-CN': '编码 {code} 与第 {row} 行重复。',
    'en-US': 'The code {code} stands in row {row} already.',
  },
  code_elsewhere: {
    'zh-CN': '编码 {code} 属于其他街道的网格。',
    'en-US': 'The code {code} belongs to a grid of another sub-district.',
  },
  code_retired: {
    'zh-CN': '编码为 {code} 的网格已撤销，编码不能再用。',
    'en-US': 'The grid {code} is retired; its code is not used again.',
  },
  name_missing: {
    'zh-CN': '新建网格须填写名称。',
    'en-US': 'A new grid needs a name.',
  },
  kind_unknown: {
    'zh-CN': '类型应为“基础网格”或“专属网格”。',
    'en-US': 'The kind is “Basic” or “Dedicated”.',
  },
  count_invalid: {
    'zh-CN': '应为不小于 0 的整数。',
    'en-US': 'This is a whole number, not below zero.',
  },
  parent_unknown: {
    'zh-CN': '本表和系统中都没有编码为 {code} 的网格，请核对上级编码。',
    'en-US': 'There is no grid {code}, neither in this sheet nor in the system; check the code of the parent.',
  },
  parent_retired: {
    'zh-CN': '上级网格 {code} 已撤销，请选择在用的网格。',
    'en-US': 'The parent {code} is retired; name an active grid.',
  },
  grid_moved: {
    'zh-CN': '网格 {code} 已在使用，导入不改变其层级和上级；确需调整的，请用“网格调整”办理。',
    'en-US': 'The grid {code} is in use: an import changes neither its level nor its parent. Move it by a grid change (网格调整).',
  },
  department_unknown: {
    'zh-CN': '本街道没有代码为 {code} 的在用单位。',
    'en-US': 'There is no active department {code} in this sub-district.',
  },
  leader_unknown: {
    'zh-CN': '没有登录邮箱或外部标识为“{value}”的人员，请先建立账号。',
    'en-US': 'Nobody has the e-mail or external identifier “{value}”; make the account first.',
  },
  leader_ambiguous: {
    'zh-CN': '“{value}”对应不止一个人员，请改填登录邮箱。',
    'en-US': '“{value}” may mean several people; give the e-mail.',
  },
  leader_inactive: {
    'zh-CN': '“{value}”的账号未启用。',
    'en-US': 'The account of “{value}” is not active.',
  },
  no_permission: {
    'zh-CN': '您没有进行这项更改的权限。',
    'en-US': 'You may not make this change.',
  },
  overlap: {
    'zh-CN': '{one} 与 {other} 重叠约 {area} 平方米',
    'en-US': '{one} and {other} overlap by about {area} m²',
  },
  gap: {
    'zh-CN': '{one} 内约有 {area} 平方米不属于任何下级网格',
    'en-US': 'About {area} m² of {one} belong to no grid below it',
  },
  outside: {
    'zh-CN': '{one} 超出上级网格 {other} 约 {area} 平方米',
    'en-US': '{one} reaches about {area} m² beyond its parent {other}',
  },
  far: {
    'zh-CN': '{one} 的边界不在上级网格 {other} 附近，相距约 {distance} 公里，请核对编码和坐标系',
    'en-US': '{one} lies nowhere near its parent {other}, some {distance} km away; check the code and the coordinates',
  },
  far_from_others: {
    'zh-CN': '{one} 的边界距本街道其他网格约 {distance} 公里，请核对编码和坐标系',
    'en-US': '{one} lies some {distance} km from the other grids of the sub-district; check the code and the coordinates',
  },
  unchecked: {
    'zh-CN': '{one} 等 {count} 个网格的边界未能核对重叠和空白，请检查图形',
    'en-US': 'The boundaries of {one} and others ({count}) could not be compared; check their shapes',
  },
};
