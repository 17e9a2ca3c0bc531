/** The empty workbook of a data set. */
import type { Language, Words } from '../../kernel/refusal-rules.ts';
import type { Day } from '../../kernel/values.ts';
import type { Dataset, Field, FieldKind } from '../model.ts';
import { YES_NO } from '../../workbook/sheet-mark-rules.ts';
import { templateWorkbook } from '../../workbook/template-workbook.ts';
import { templateColumns } from './column-rules.ts';
import { ROWS_AT_MOST } from './heading-rules.ts';

/** What a column of this kind takes, for the notes. */
const KINDS: Partial<Record<FieldKind, Words>> = {
  integer: { 'zh-CN': '整数', 'en-US': 'A whole number' },
  decimal: { 'zh-CN': '数字', 'en-US': 'A number' },
  percent: { 'zh-CN': '百分数，只填数字，如 85', 'en-US': 'Per cent, the number alone, such as 85' },
  boolean: { 'zh-CN': '是或否', 'en-US': 'Yes or No' },
  date: { 'zh-CN': '日期，如 2024-03-05', 'en-US': 'A date, such as 2024-03-05' },
  choices: { 'zh-CN': '可填多项，用顿号隔开', 'en-US': 'One or several, with commas between them' },
  person: { 'zh-CN': '已登记居民的公民身份号码；本网格内不重名的，可填姓名', 'en-US': 'Identity number of a registered resident, or the name if it is the only one in the grid' },
  identity_number: { 'zh-CN': '18 位公民身份号码，以文本格式填写；加密保存', 'en-US': '18 digits, as text; kept encrypted' },
  phone: { 'zh-CN': '手机号或带区号的固定电话，以文本格式填写；加密保存', 'en-US': 'Mobile number, or landline with area code, as text; kept encrypted' },
  credit_code: { 'zh-CN': '18 位统一社会信用代码', 'en-US': 'Social credit code of 18 signs' },
  location: { 'zh-CN': '经度, 纬度（WGS84），如 116.397428, 39.909230', 'en-US': 'Longitude, latitude (WGS84), such as 116.397428, 39.909230' },
};

const RULES: readonly Words[] = [
  { 'zh-CN': `一次最多导入 ${ROWS_AT_MOST} 行。请先试导入：全部正确才会导入，否则一行也不导入。`, 'en-US': `At most ${ROWS_AT_MOST} rows at once. Try it first: all rows are taken in, or none.` },
  { 'zh-CN': '已登记过的（按查重字段识别）会更新，不会重复登记；空白单元格保留原内容，不会清空。', 'en-US': 'What is registered already is changed, not entered twice. An empty cell leaves what stands there.' },
  { 'zh-CN': '以“【示例】”开头的行不导入，可以删除。', 'en-US': 'Rows that begin with “[Example]” are passed over and may be deleted.' },
];

/** `references`: what entries of other sets are named by, per collection. */
export interface TemplateFacts { today: Day; grids: readonly { code: string; name: string }[]; references: ReadonlyMap<string, { set: Words; field: Words }> }

export async function template(dataset: Dataset, language: Language, facts: TemplateFacts): Promise<Uint8Array> {
  const fields = templateColumns(dataset).map(field => ({ field, choices: choicesOf(field, language, facts) }));
  return templateWorkbook({
    name: dataset.name[language],
    columns: fields.map(({ field, choices }) => ({
      label: field.label,
      required: field.required,
      note: noteOf(field, language, facts),
      width: widthOf(field),
      text: isText(field),
      choices,
      // Several may be written together, and a grid by its code.
      choicesOnly: field.kind !== 'choices' && field.field !== 'grid',
    })),
    rules: RULES,
    rowsAtMost: ROWS_AT_MOST,
    language,
    example: fields.map(({ field, choices }) => exampleOf(field, language, choices, facts)),
  });
}

function choicesOf(field: Field, language: Language, { grids }: TemplateFacts): string[] {
  if (field.field === 'grid')
    return grids.map(({ name, code }) => grids.filter(grid => grid.name === name).length > 1 ? code : name);
  if (field.kind === 'boolean')
    return [YES_NO.true[language], YES_NO.false[language]];
  return field.choices?.map(({ label }) => label[language]) ?? [];
}

function noteOf(field: Field, language: Language, { references }: TemplateFacts): string {
  const reference = field.kind === 'entry' && field.field !== 'grid' ? references.get(field.of ?? '') : undefined;
  const kind = field.field === 'grid'
    ? { 'zh-CN': '三级网格的名称；有重名的填编码', 'en-US': 'Name of the patch, or its code where the name is not the only one' }[language]
    : reference === undefined
      ? KINDS[field.kind]?.[language]
      : { 'zh-CN': `已在“${reference.set['zh-CN']}”中登记的${reference.field['zh-CN']}`, 'en-US': `${reference.field['en-US']} of an entry among ${reference.set['en-US']}` }[language];
  const choices = field.choices?.map(({ label }) => label[language]).join(language === 'zh-CN' ? '、' : ', ');
  return [kind, choices, field.note?.[language]].filter(part => part != null && part !== '').join(language === 'zh-CN' ? '；' : '; ');
}

function exampleOf(field: Field, language: Language, choices: readonly string[], { today, grids }: TemplateFacts): string {
  if (field.field === 'grid')
    return choices[0] ?? grids[0]?.name ?? { 'zh-CN': '第一网格', 'en-US': 'Patch 1' }[language];
  switch (field.kind) {
    case 'integer':
    case 'decimal': return String(Math.max(field.min ?? 1, 1));
    case 'percent': return '85';
    case 'date': return today;
    case 'identity_number':
    case 'person': return '110105194912310021';
    case 'phone': return '13800000000';
    case 'credit_code': return '91350100M000100Y43';
    case 'location': return '116.397428, 39.909230';
    case 'choice':
    case 'choices':
    case 'boolean': return choices[0] ?? '';
    default: return field.personal === 'name' ? { 'zh-CN': '张三', 'en-US': 'Zhang San' }[language] : '';
  }
}

/** A spreadsheet keeps fifteen digits of a number: these columns are text from the start. */
function isText({ kind }: Field): boolean {
  return ['identity_number', 'phone', 'credit_code', 'text', 'person', 'entry', 'location'].includes(kind);
}

function widthOf({ kind }: Field): number {
  return kind === 'long_text' ? 40 : ['integer', 'boolean', 'percent', 'choice'].includes(kind) ? 12 : 22;
}
