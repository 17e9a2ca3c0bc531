/**
 * A bulletin (通报) as an office sends it out: how things stand, who stands out by tier and name, what is to be improved. It
 * names nobody by a bare place, nobody who was not rated, and no person. Pure.
 */
import type { Language } from '../../kernel/refusal-rules.ts';
import type { Node } from '../../print/page-pieces-rules.ts';
import type { Paper } from '../../print/paper.ts';
import type { Findings, Loss } from './findings-rules.ts';
import type { ReportData, ReportHead } from './model.ts';
import type { PackedReport } from './packed-rules.ts';
import type { StatisticsData } from './statistics-rules.ts';
import type { Speak } from './words.ts';
import { COLOURS } from '../../print/page-pieces-rules.ts';
import { MOSTLY_CHANCE } from '../interval/words.ts';
import { findingsOf } from './findings-rules.ts';
import { fieldsOf, mostlyChance } from './model.ts';
import { dayName, fieldName, periodName } from './names-rules.ts';
import { unpackedReport } from './packed-rules.ts';
import { pageFrame } from './page-rules.ts';
import { linesPart } from './statistics-page-rules.ts';
import { numbersOf, percentText, sumOf } from './statistics-rules.ts';
import { wordsIn } from './words.ts';
import { yearSentence } from './year-page-rules.ts';

export interface BulletinModel {
  /** Null: of a month nobody is ranked. */
  report: PackedReport | null;
  statistics: StatisticsData;
  /** `2026年10月22日`. */
  issued_on: string;
}

export interface Bulletin { report: ReportData | null; statistics: StatisticsData; issued_on: string }

export const bulletinPaper: Paper<BulletinModel> = { kind: 'assessment_bulletin', pages: ({ report, ...rest }) => bulletinPages({ ...rest, report: report === null ? null : unpackedReport(report) }) };

const SIZE = 12;
const NUMERALS = ['一', '二', '三', '四', '五', '六'];

export function bulletinPages({ report, statistics, issued_on }: Bulletin): object {
  const { language, subdistrict, period } = statistics;
  const w = wordsIn(language);
  const say = sentences(language);
  const name = periodName(period.code, w);
  const title = say('title', { subdistrict, period: name });
  const head = report?.head ?? { widths: [] };
  const findings = report === null ? [] : fieldsOf(report.rows).filter(({ kind }) => kind !== 'person').map(field => findingsOf(report, field));
  const parts: [string, string[]][] = [
    [say('overall'), overall(statistics, w, say)],
    ...findingParts(findings, head, 'grid', say('grids'), w, say),
    ...findingParts(findings, head, 'department', say('departments'), w, say),
    ...findings.some(({ losses }) => losses.length > 0) ? [[say('improve'), findings.flatMap(one => improvements(one, w, say))] as [string, string[]]] : [],
    [say('asks'), [...findings.some(({ rated }) => rated) ? [say('front_asks'), say('back_asks')] : [], say('middle_asks'), say('objections')]],
  ];
  return {
    ...pageFrame({ title, head: statistics, w }),
    pageMargins: [74, 72, 74, 64],
    header: undefined,
    defaultStyle: { font: 'SC', fontSize: SIZE, lineHeight: 1.4, color: COLOURS.ink },
    content: [
      { text: title, fontSize: 20, bold: true, alignment: 'center', lineHeight: 1.25, margin: [0, 6, 0, 18] },
      { text: say('to'), margin: [0, 0, 0, 4] },
      paragraph(say(report === null ? 'opening_plain' : 'opening', { scheme: report?.head.scheme.name ?? '', period: name, from: dayName(period.starts_on, w), to: dayName(period.ends_on, w) })),
      ...report?.year === undefined ? [] : [paragraph(yearSentence(report.year, w))],
      ...parts.flatMap(([heading, texts], at) => [{ text: language === 'zh-CN' ? `${NUMERALS[at]}、${heading}` : `${at + 1}. ${heading}`, bold: true, fontSize: 13, margin: [0, 8, 0, 3], headlineLevel: 1 }, ...texts.map(paragraph)]),
      { unbreakable: true, margin: [0, 30, 0, 0], stack: [{ text: subdistrict, alignment: 'right', margin: [0, 0, 24, 2] }, { text: issued_on, alignment: 'right', margin: [0, 0, 12, 0] }] },
      { text: '', pageBreak: 'after', pageOrientation: 'landscape' },
      { text: say('annex', { period: name }), bold: true, fontSize: 13, pageOrientation: 'landscape' },
      { lineHeight: 1, fontSize: 9, stack: [...linesPart(w('communities'), statistics.communities, w), ...linesPart(w('departments'), statistics.departments, w)] },
    ],
  };
}

function paragraph(text: string): Node {
  return { text, leadingIndent: SIZE * 2, margin: [0, 0, 0, 3] };
}

function overall({ communities, departments, total }: StatisticsData, w: Speak, say: Say): string[] {
  const counts = communities.length > 0 ? sumOf(communities) : departments.length > 0 ? sumOf(departments) : total;
  const numbers = numbersOf(counts);
  if (counts.due === 0)
    return [say('nothing_due', { filed: counts.filed })];
  const percent = (above: string, below: string): string => percentText(numbers[above]!, numbers[below]!, w('none'));
  return [say('counted', {
    ...numbers,
    handled_rate: percent('handled', 'due'),
    on_time_rate: percent('on_time', 'due'),
    overdue_rate: percent('overdue', 'due'),
    rework_rate: percent('reworked', 'to_close'),
    closing_rate: percent('closed', 'to_close'),
  })];
}

function findingParts(findings: readonly Findings[], head: Pick<ReportHead, 'widths'>, kind: 'grid' | 'department', heading: string, w: Speak, say: Say): [string, string[]][] {
  const texts = findings.filter(({ field }) => field.kind === kind).flatMap(one => told(one, head, w, say));
  return texts.length === 0 ? [] : [[heading, texts]];
}

function told({ field, ranked, front, back, middle, not_rated, apart, rated }: Findings, head: Pick<ReportHead, 'widths'>, w: Speak, say: Say): string[] {
  const named = fieldName(field, w);
  if (ranked === 0)
    return [];
  if (!rated)
    return [say('not_tiered', { field: named, n: ranked })];
  return [
    say('took_part', { field: named, n: ranked })
    + (not_rated === 0 ? '' : say('not_rated', { n: not_rated }))
    + (front.length === 0 && back.length === 0 ? say('none_apart') : '')
    + (front.length === 0 ? '' : say('front', { names: front.join(w('comma')) }))
    + (back.length === 0 ? '' : say('back', { names: back.join(w('comma')) }))
    + (middle === 0 || (front.length === 0 && back.length === 0) ? '' : say('middle', { n: middle }))
    + (apart === 0 ? '' : say('apart', { n: apart })),
    ...mostlyChance(field, head) ? [MOSTLY_CHANCE[w.language]] : [],
  ];
}

function improvements({ field, losses }: Findings, w: Speak, say: Say): string[] {
  const lines = losses.map(loss => lossText(loss, w, say));
  return lines.length === 0 ? [] : [say('lost', { field: fieldName(field, w), list: lines.join(say('semicolon')) })];
}

function lossText({ indicator, numerator, denominator, points, share }: Loss, w: Speak, say: Say): string {
  return say('loss', { indicator: indicator.name, rate: percentText(numerator, denominator, w('none')), n: numerator, d: denominator, points: points.toFixed(2), share });
}

const ZH = {
  title: '{subdistrict}关于{period}网格考核情况的通报',
  to: '各社区、各科室：',
  opening: '按照《{scheme}》，街道对{from}至{to}（{period}）网格工作进行了考核。现将有关情况通报如下。',
  opening_plain: '现将{from}至{to}（{period}）网格事项处置情况通报如下。',
  overall: '总体情况',
  grids: '各社区、各网格情况',
  departments: '各科室情况',
  improve: '需要改进的方面',
  asks: '有关要求',
  counted: '本期立案 {filed} 件，应处置 {due} 件，已处置 {handled} 件，处置率 {handled_rate}；按期处置 {on_time} 件，按期处置率 {on_time_rate}；超期未处置 {overdue} 件，占 {overdue_rate}；结案 {closed} 件，结案率 {closing_rate}；返工 {reworked} 件，返工率 {rework_rate}。',
  nothing_due: '本期立案 {filed} 件，没有到期应处置的事项。',
  took_part: '{field}参加考核排名的 {n} 个。',
  not_rated: '其中 {n} 个数据不足、暂不评档，应先核实记录是否完整。',
  none_apart: '依现有数据，相互之间的差异尚不能区分，不评领先和靠后。',
  front: '领先档：{names}。',
  back: '靠后档：{names}。',
  middle: '其余 {n} 个为中间档，即尚不能区分先后，不表示水平居中。',
  apart: '另有 {n} 个因数据不足等原因只列出、不排名，本通报不作评价。',
  not_tiered: '{field}参加考核的 {n} 个，本期未评定档次，本通报不按名次点名。',
  lost: '{field}失分主要在：{list}。',
  loss: '{indicator}，合计比率 {rate}（{n}/{d}），平均失分 {points} 分，占失分的 {share}%',
  semicolon: '；',
  front_asks: '领先档的社区、网格和科室，请总结做法，供其他单位参考。',
  back_asks: '靠后档的社区、网格和科室，请对照明细逐件查找原因，提出改进措施。考核区分的是工作结果，原因应逐件核实，不得简单以档次追究个人责任。',
  middle_asks: '各社区、各科室请对照附件和系统中的明细，优先处理超期未处置的事项。',
  objections: '对本通报所列数据有异议的，可在系统中查看每一个数字所依据的事项，并向督查考核组提出。',
  annex: '附件：{period}网格事项处置情况统计表',
};

const EN: typeof ZH = {
  title: '{subdistrict}: bulletin on grid work, {period}',
  to: 'To all communities and departments:',
  opening: 'Grid work from {from} to {to} ({period}) was assessed by the scheme “{scheme}”. This is what came of it.',
  opening_plain: 'This is how matters were handled from {from} to {to} ({period}).',
  overall: 'In all',
  grids: 'Communities and grids',
  departments: 'Departments',
  improve: 'What is to be improved',
  asks: 'What is asked',
  counted: 'Filed {filed}; due {due}, of which handled {handled} ({handled_rate}), in time {on_time} ({on_time_rate}), overdue and open {overdue} ({overdue_rate}); closed {closed} ({closing_rate}); reworked {reworked} ({rework_rate}).',
  nothing_due: 'Filed {filed}; nothing fell due.',
  took_part: '{field}: {n} ranked. ',
  not_rated: '{n} of them are not rated for want of data: see first whether their records are complete. ',
  none_apart: 'The data at hand do not tell them apart: no front and no back tier. ',
  front: 'Front: {names}. ',
  back: 'Back: {names}. ',
  middle: 'The other {n} are in the middle: not told apart, which does not mean average. ',
  apart: 'Another {n} are listed without a rank, for want of data or otherwise; nothing is said of them here.',
  not_tiered: '{field}: {n} assessed. No tiers were computed; nobody is named by a place here.',
  lost: '{field} lost most points on: {list}.',
  loss: '{indicator}, {rate} in all ({n}/{d}), {points} points lost on average, {share} % of all that was lost',
  semicolon: '; ',
  front_asks: 'Those in the front tier: please write down how you work, for the others.',
  back_asks: 'Those in the back tier: please go through the cases one by one, look for the causes and say what will change. Tiers tell results apart; causes are to be looked into, and nobody is held to account by a tier alone.',
  middle_asks: 'Everybody: please look at the annex and at the cases in the system, overdue matters first.',
  objections: 'The system shows the matters behind every number; whoever disagrees tells the inspection team.',
  annex: 'Annex: handling statistics, {period}',
};

type Say = (key: keyof typeof ZH, values?: Record<string, string | number>) => string;

function sentences(language: Language): Say {
  const words = language === 'zh-CN' ? ZH : EN;
  return (key, values = {}) => words[key].replaceAll(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ''));
}
