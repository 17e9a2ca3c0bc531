/** The columns of an intake workbook: what they are called, what may stand in them, and what the template says of them. */
import type { Words } from '../../kernel/refusal-rules.ts';
import type { Column } from '../../workbook/heading-rules.ts';
import type { SheetFormat } from '../../workbook/sheet-entries.ts';
import type { Severity, Source } from '../model.ts';
import { plain } from '../../workbook/cell-rules.ts';
import { isFilled, YES_NO as YES_NO_WORDS } from '../../workbook/sheet-mark-rules.ts';

/** As many work orders as come in a month; one transaction holds them all. */
export const ROWS_AT_MOST = 2_000;

export interface OrderColumn extends Column {
  /** What may stand in it, for the template. */
  note: Words;
}

export const COLUMNS = [
  { name: 'external_no', label: { 'zh-CN': '工单编号', 'en-US': 'External no.' }, note: { 'zh-CN': '来件的编号，以文本格式填写；同一来源的同一编号只导入一次', 'en-US': 'The number it came with, as text; each number of a source is taken in once' }, required: true },
  { name: 'source', label: { 'zh-CN': '来源', 'en-US': 'Source' }, note: { 'zh-CN': '热线转办、上级交办、媒体曝光、部门移送、公示页反映、居民反映之一', 'en-US': 'One of: Hotline, Superior, Media, Transfer, Notice page, Resident' }, required: true },
  { name: 'title', label: { 'zh-CN': '标题', 'en-US': 'Title' }, note: { 'zh-CN': '可不填，按类别和地址自动生成', 'en-US': 'Optional; made from category and address' } },
  { name: 'description', label: { 'zh-CN': '内容', 'en-US': 'Description' }, note: { 'zh-CN': '反映的问题', 'en-US': 'What was reported' }, required: true },
  { name: 'category', label: { 'zh-CN': '类别', 'en-US': 'Category' }, note: { 'zh-CN': '问题类别的名称或代码；不填按“其他事项”', 'en-US': 'Name or code of the category; empty: other' } },
  { name: 'grid', label: { 'zh-CN': '网格', 'en-US': 'Grid' }, note: { 'zh-CN': '网格的名称或编码；不填时须填经度、纬度', 'en-US': 'Name or code of the grid; without it, give longitude and latitude' } },
  { name: 'longitude', label: { 'zh-CN': '经度', 'en-US': 'Longitude' }, note: { 'zh-CN': 'WGS84 坐标系，十进制度', 'en-US': 'WGS84, decimal degrees' }, takes: 'number' },
  { name: 'latitude', label: { 'zh-CN': '纬度', 'en-US': 'Latitude' }, note: { 'zh-CN': 'WGS84 坐标系，十进制度', 'en-US': 'WGS84, decimal degrees' }, takes: 'number' },
  { name: 'address', label: { 'zh-CN': '地址', 'en-US': 'Address' }, note: { 'zh-CN': '', 'en-US': '' } },
  { name: 'contact_name', label: { 'zh-CN': '诉求人', 'en-US': 'Contact' }, note: { 'zh-CN': '', 'en-US': '' } },
  { name: 'contact_phone', label: { 'zh-CN': '电话', 'en-US': 'Phone' }, note: { 'zh-CN': '以文本格式填写', 'en-US': 'As text' } },
  { name: 'occurred_at', label: { 'zh-CN': '来件时间', 'en-US': 'Received at' }, note: { 'zh-CN': '如 2026-03-04 09:30', 'en-US': 'For example 2026-03-04 09:30' }, takes: 'moment' },
  { name: 'external_due_at', label: { 'zh-CN': '办理时限', 'en-US': 'Due at' }, note: { 'zh-CN': '来件要求的办结时间；只填日期的，到当日下班时止', 'en-US': 'When it has to be done; a day alone means its close of business' }, takes: 'moment' },
  { name: 'arrived_late', label: { 'zh-CN': '迟到来件', 'en-US': 'Arrived late' }, note: { 'zh-CN': '是或否；收到时办理时限已过的填“是”，时限从登记时起按规定计算', 'en-US': 'Yes or no; yes where the limit had passed when it came in: it is counted from the entry then' }, takes: 'yes_no' },
  { name: 'severity', label: { 'zh-CN': '紧急程度', 'en-US': 'Severity' }, note: { 'zh-CN': '一般、紧急、重大之一；不填按“一般”', 'en-US': 'One of: Normal, Urgent, Critical; empty: Normal' } },
  { name: 'confidential', label: { 'zh-CN': '保密', 'en-US': 'Confidential' }, note: { 'zh-CN': '是或否；诉求人要求保密的填“是”', 'en-US': 'Yes or no; yes where the person asks for it' }, takes: 'yes_no' },
] as const satisfies readonly OrderColumn[];

export type ColumnName = typeof COLUMNS[number]['name'];

/** Every row in which anything stands is an order, however it begins: this template has neither example nor remarks. */
export const SHEET: SheetFormat<OrderColumn> = { columns: COLUMNS, rowsAtMost: ROWS_AT_MOST, isEntry: isFilled };

type Choices<Value extends string> = Readonly<Record<Value, Words>>;

/** Sources that come from outside; what the grids find themselves is reported, not imported. */
export const INTAKE_SOURCES: Choices<Exclude<Source, 'patrol' | 'visit' | 'facility_check'>> = {
  hotline: { 'zh-CN': '热线转办', 'en-US': 'Hotline' },
  superior: { 'zh-CN': '上级交办', 'en-US': 'Superior' },
  media: { 'zh-CN': '媒体曝光', 'en-US': 'Media' },
  transfer: { 'zh-CN': '部门移送', 'en-US': 'Transfer' },
  notice_page: { 'zh-CN': '公示页反映', 'en-US': 'Notice page' },
  resident: { 'zh-CN': '居民反映', 'en-US': 'Resident' },
};

export const SEVERITY_WORDS: Choices<Severity> = {
  normal: { 'zh-CN': '一般', 'en-US': 'Normal' },
  urgent: { 'zh-CN': '紧急', 'en-US': 'Urgent' },
  critical: { 'zh-CN': '重大', 'en-US': 'Critical' },
};

export const YES_NO: Choices<'yes' | 'no'> = { yes: YES_NO_WORDS.true, no: YES_NO_WORDS.false };

/** The code that a word stands for, in either language or as the code itself. */
export function codeOf<Value extends string>(words: Choices<Value>, text: string): Value | null {
  const wanted = plain(text);
  return (Object.keys(words) as Value[]).find(code => [code, ...Object.values<string>(words[code])].some(word => plain(word) === wanted)) ?? null;
}
