/** What the ledgers say when they refuse. */
import type { Messages } from '../kernel/refusal-rules.ts';
import { SHARED } from '../kernel/messages.ts';

export const messages: Messages = {
  managed_field: {
    'zh-CN': '“{field}”由系统生成，不能直接填写。',
    'en-US': '“{field}” is written by the system.',
  },
  entry_exists: {
    'zh-CN': '已经登记过（{grid}），请勿重复登记；人员已迁入的，由原网格先改为“迁出”。',
    'en-US': 'Already registered in {grid}. Somebody who moved here has to be marked as moved there first.',
  },
  search_leaves_trace: {
    'zh-CN': '按完整的证件号码或电话查找会留下查阅记录，您没有查阅权限。请按姓名、地址等查找。',
    'en-US': 'Looking for a whole number leaves a line in the access log, which you may not add to. Search by name or address instead.',
  },
  log_by_reading: {
    'zh-CN': '查阅记录在查阅时由系统写入，不能自行添加。',
    'en-US': 'The access log is written by reading a number, and by nobody.',
  },
  entry_kept: {
    'zh-CN': '台账不能删除；不再有效的，请将状态改为“作废”或“迁出”。',
    'en-US': 'Entries are kept: set the state to void or moved instead.',
  },
  one_by_one: {
    'zh-CN': '此项须逐条修改。',
    'en-US': 'Change this one entry at a time.',
  },
  grid_unknown: SHARED.grid_unknown,
  grid_not_patch: {
    'zh-CN': '台账登记到三级网格，“{name}”不是三级网格。',
    'en-US': 'Ledgers belong to patches (level 3); {name} is none.',
  },
  purpose_required: {
    'zh-CN': '请写明用途（2 至 500 字），将记入查阅记录。',
    'en-US': 'Say what for (2 to 500 characters): it goes into the access log.',
  },
  number_incomplete: {
    'zh-CN': '请输入完整的证件号码或电话号码。',
    'en-US': 'Enter a whole identity or telephone number.',
  },
  dataset_inactive: {
    'zh-CN': '“{name}”未启用，不能登记。',
    'en-US': '“{name}” is not active.',
  },
  dataset_field_required: SHARED.field_required,
  dataset_value_invalid: {
    'zh-CN': '填写的内容不符合要求。',
    'en-US': 'This is not a value for this field.',
  },
  dataset_collection_invalid: {
    'zh-CN': '数据表名须以 ledger_ 开头，后接小写字母、数字或下划线，共不超过 48 个字符。',
    'en-US': 'Begins with ledger_, then lower-case letters, digits or underscores, at most 48 characters.',
  },
  dataset_review_days_invalid: {
    'zh-CN': '维护周期为 1 至 3660 天的整数。',
    'en-US': 'A whole number of days, 1 to 3660.',
  },
  dataset_key_fields_invalid: {
    'zh-CN': '这里填写字段名（小写英文），几个字段合起来才算的用加号连接。',
    'en-US': 'Names of fields, joined by + where it takes several.',
  },
  dataset_personal_fields_invalid: {
    'zh-CN': '这里填写字段名，可用冒号注明类别：姓名、地址或其他。',
    'en-US': 'Names of fields, with :name, :address or :other.',
  },
  dataset_name_taken: {
    'zh-CN': '数据表“{name}”已经存在，请换一个名称。',
    'en-US': 'There is a table {name} already: choose another name.',
  },
  dataset_registering: {
    'zh-CN': '这个数据项正在登记，请稍候。',
    'en-US': 'This data set is being registered right now.',
  },
  dataset_category_root: {
    'zh-CN': '请选择八大类下的子项。',
    'en-US': 'Choose a sub-item of one of the eight categories.',
  },
  dataset_collection_fixed: {
    'zh-CN': '数据表名登记后不能修改。',
    'en-US': 'The collection of a data set cannot change.',
  },
  dataset_kept: {
    'zh-CN': '数据项不能删除，请停用；已有数据会保留。',
    'en-US': 'Data sets are retired, not deleted; their rows stay.',
  },
  dataset_basis_missing: {
    'zh-CN': '启用敏感数据项须先写明依据、目的、保存期限并附影响评估。',
    'en-US': 'A sensitive set needs legal basis, purpose, retention and impact assessment before it is activated.',
  },
  dataset_basis_fixed: {
    'zh-CN': '敏感数据项启用期间，依据、目的、保存期限和影响评估不能修改；请先停用。',
    'en-US': 'While a sensitive set is active its basis stands: retire it first.',
  },
  dataset_stays_sensitive: {
    'zh-CN': '敏感个人信息数据项不能改为一般数据项。',
    'en-US': 'A sensitive set stays sensitive.',
  },
  dataset_second_person: {
    'zh-CN': '敏感数据项须由拟定人以外的另一人启用。',
    'en-US': 'A sensitive set is activated by somebody else than who prepared it.',
  },

  // ── Fields of an entry ─────────────────────────────────────────────────────────────────────────────────────

  field_required: {
    'zh-CN': '请填写“{label}”。',
    'en-US': '“{label_en}” is needed.',
  },
  text_invalid: {
    'zh-CN': '“{label}”应为文字，且不含控制字符等无法保存的字符。',
    'en-US': '“{label_en}” is text, without control characters or others that cannot be stored.',
  },
  digits_lost: {
    'zh-CN': '“{label}”是以数值格式录入的，第 15 位以后的数字已经丢失。请把该列设为文本格式后重新录入。',
    'en-US': '“{label_en}” was entered as a number and has lost the digits after the fifteenth. Set the column to text and enter it again.',
  },
  too_long: {
    'zh-CN': '“{label}”过长，最多 {most} 个字（项）。',
    'en-US': '“{label_en}” is too long: at most {most} characters (or choices).',
  },
  integer_invalid: {
    'zh-CN': '“{label}”应为整数。',
    'en-US': '“{label_en}” is a whole number.',
  },
  number_invalid: {
    'zh-CN': '“{label}”应为数字。',
    'en-US': '“{label_en}” is a number.',
  },
  out_of_range: {
    'zh-CN': '“{label}”应在 {min} 至 {max} 之间。',
    'en-US': '“{label_en}” lies between {min} and {max}.',
  },
  boolean_invalid: {
    'zh-CN': '“{label}”应为“是”或“否”。',
    'en-US': '“{label_en}” is yes or no.',
  },
  date_invalid: {
    'zh-CN': '“{label}”不是有效日期，请按 2024-03-05 的格式填写。',
    'en-US': '“{label_en}” is no date; write it like 2024-03-05.',
  },
  date_out_of_range: {
    'zh-CN': '“{label}”应在 1900 年至 2199 年之间。',
    'en-US': '“{label_en}” lies in the years 1900 to 2199.',
  },
  date_future: {
    'zh-CN': '“{label}”不能晚于今天。',
    'en-US': '“{label_en}” cannot be later than today.',
  },
  choice_unknown: {
    'zh-CN': '“{label}”没有“{value}”这个选项，请从列表中选择。',
    'en-US': '“{label_en}” has no choice “{value}”; choose one of the list.',
  },
  reference_invalid: {
    'zh-CN': '“{label}”应选择已有的记录；记录本身请在其所属台账中填写。',
    'en-US': '“{label_en}” refers to an existing entry by its id; the entry itself is written in its own ledger.',
  },
  location_invalid: {
    'zh-CN': '“{label}”应为坐标，经度在前，如 116.397428, 39.909230。',
    'en-US': '“{label_en}” is a position, longitude first, such as 116.397428, 39.909230.',
  },
  identity_number_invalid: {
    'zh-CN': '“{label}”不是有效的公民身份号码，请逐位核对（18 位，末位为校验码）。',
    'en-US': '“{label_en}” is no valid identity number: check its 18 digits.',
  },
  phone_invalid: {
    'zh-CN': '“{label}”不是有效的电话号码。请填写 11 位手机号，或带区号的固定电话，如 010-62345678。',
    'en-US': '“{label_en}” is no valid telephone: a mobile number of 11 digits, or a landline with its area code such as 010-62345678.',
  },
  credit_code_invalid: {
    'zh-CN': '“{label}”不是有效的统一社会信用代码，请逐位核对（18 位，不含字母 I、O、S、V、Z）。',
    'en-US': '“{label_en}” is no valid social credit code: check its 18 signs (never I, O, S, V, Z).',
  },
  masked_text: {
    'zh-CN': '“{label}”含有星号，是脱敏后的内容。请填写完整内容；不作修改的，请保持原样。',
    'en-US': '“{label_en}” has stars in it: it is masked. Enter it in full, or leave it as it was.',
  },
  birth_disagrees: {
    'zh-CN': '“{label}”与身份证号码不一致（号码所示为 {said}），请核对。',
    'en-US': '“{label_en}” disagrees with the identity number, which says {said}.',
  },
  sex_disagrees: {
    'zh-CN': '“{label}”与身份证号码不一致（号码所示为{said}），请核对。',
    'en-US': '“{label_en}” disagrees with the identity number, which says {said_en}.',
  },
  no_ledger_key: {
    'zh-CN': '系统尚未配置台账密钥，不能登记“{label}”。请联系管理员。',
    'en-US': 'This installation has no key for the ledgers: “{label_en}” cannot be taken in. Ask an administrator.',
  },
  check_failed: {
    'zh-CN': '“{label}”不符合管理员设定的校验规则。',
    'en-US': '“{label_en}” does not meet the check that an administrator has set.',
  },
  check_failed_saying: {
    'zh-CN': '“{label}”：{message}',
    'en-US': '“{label_en}”: {message}',
  },
};
