/**
 * The statistics that a district asks of its sub-districts, by the standard names and formulas (GB/T 30428.4, CJ/T 292: what is
 * due stands below the line, open matters that are not due do not), by community and by department. Two decimals, half up. Pure.
 */
import type { Language, Words } from '../../kernel/refusal-rules.ts';

export interface StatisticsCounts {
  /** 立案数: matters taken up in the period. */
  filed: number;
  /** 应处置数: due in the period. */
  due: number;
  /** 处置数 and 按期处置数, of those. */
  handled: number;
  on_time: number;
  /** 超期未处置数. */
  overdue: number;
  closed: number;
  reworked: number;
  extended: number;
}

export interface StatisticsLine extends StatisticsCounts { code: string | null; name: string }

export interface StatisticsData {
  language: Language;
  subdistrict: string;
  period: { code: string; kind: 'month' | 'quarter' | 'year'; starts_on: string; ends_on: string };
  /** `2026年10月9日 18:00`. */
  cut: string | null;
  printed_at: string;
  printed_by: string;
  communities: StatisticsLine[];
  departments: StatisticsLine[];
  /** Of the whole sub-district, as far as the reader sees it. */
  total: StatisticsCounts;
}

export const NO_COUNTS: StatisticsCounts = { filed: 0, due: 0, handled: 0, on_time: 0, overdue: 0, closed: 0, reworked: 0, extended: 0 };

interface CountColumn { kind: 'count'; key: string; name: Words; value: (counts: StatisticsCounts) => number }
interface RateColumn { kind: 'rate'; key: string; name: Words; of: [above: string, below: string] }
export type StatisticsColumn = CountColumn | RateColumn;

const count = (key: string, zh: string, en: string, value: (counts: StatisticsCounts) => number): CountColumn => ({ kind: 'count', key, name: { 'zh-CN': zh, 'en-US': en }, value });
const rate = (key: string, zh: string, en: string, above: string, below: string): RateColumn => ({ kind: 'rate', key, name: { 'zh-CN': zh, 'en-US': en }, of: [above, below] });

/** 应结案数 = 处置数 + 超期未处置数: matters not yet due are not among them. */
export const STATISTICS: readonly StatisticsColumn[] = [
  count('filed', '立案数', 'Filed', ({ filed }) => filed),
  count('due', '应处置数', 'Due', ({ due }) => due),
  count('handled', '处置数', 'Handled', ({ handled }) => handled),
  rate('handled_rate', '处置率', 'Handled rate', 'handled', 'due'),
  count('on_time', '按期处置数', 'Handled in time', ({ on_time }) => on_time),
  rate('on_time_rate', '按期处置率', 'In-time rate', 'on_time', 'due'),
  count('overdue', '超期未处置数', 'Overdue and open', ({ overdue }) => overdue),
  rate('overdue_rate', '超期待处置率', 'Overdue rate', 'overdue', 'due'),
  count('to_close', '应结案数', 'To be closed', ({ handled, overdue }) => handled + overdue),
  count('closed', '结案数', 'Closed', ({ closed }) => closed),
  rate('closing_rate', '结案率', 'Closing rate', 'closed', 'to_close'),
  count('reworked', '返工数', 'Reworked', ({ reworked }) => reworked),
  rate('rework_rate', '返工率', 'Rework rate', 'reworked', 'to_close'),
  count('extended', '延期数', 'Extended', ({ extended }) => extended),
  rate('extension_rate', '延期率', 'Extension rate', 'extended', 'due'),
];

/** In hundredths of a percent, half up: 911 of 972 is 9372. Null: there is nothing below the line. */
export function percentOf(above: number, below: number): number | null {
  return below === 0 ? null : Math.floor((20_000 * above + below) / (2 * below));
}

export function percentText(above: number, below: number, none: string): string {
  const hundredths = percentOf(above, below);
  return hundredths === null ? none : `${Math.floor(hundredths / 100)}.${String(hundredths % 100).padStart(2, '0')}%`;
}

/** Numbers of one line, by the keys of their columns. */
export function numbersOf(counts: StatisticsCounts): Record<string, number> {
  return Object.fromEntries(STATISTICS.filter(column => column.kind === 'count').map(({ key, value }) => [key, value(counts)]));
}

export function sumOf(lines: readonly StatisticsCounts[]): StatisticsCounts {
  const keys = Object.keys(NO_COUNTS) as (keyof StatisticsCounts)[];
  return Object.fromEntries(keys.map(key => [key, lines.reduce((sum, line) => sum + line[key], 0)])) as unknown as StatisticsCounts;
}

/** What each is, in words, as it stands below the sheet. */
export function definitions(language: Language): string[] {
  return language === 'zh-CN'
    ? [
        '立案数：本期受理的事项数，不含撤回、不予受理和并案的。',
        '应处置数：处置反馈时限在本期到期的事项数；未到期、挂账（暂停）的不计。',
        '处置率 = 处置数 ÷ 应处置数；按期处置率 = 按期处置并反馈的 ÷ 应处置数；超期待处置率 = 超期未处置数 ÷ 应处置数；延期率 = 经批准延期的 ÷ 应处置数。',
        '应结案数 = 处置数 + 超期未处置数；结案率 = 结案数 ÷ 应结案数；返工率 = 返工数（本期到期的重办轮次）÷ 应结案数。',
        '社区的数含其全部网格；科室的数按牵头处置的单位计。比率保留两位小数，四舍五入；“—”表示没有应计的事项，不是 0。',
      ]
    : [
        'Filed: matters taken up in the period, without those withdrawn, rejected or merged.',
        'Due: matters whose limit fell due in the period; those not yet due, or suspended, are not counted.',
        'Handled rate = handled ÷ due; in-time rate = handled and fed back within the limit ÷ due; overdue rate = overdue and open ÷ due; extension rate = extended ÷ due.',
        'To be closed = handled + overdue and open; closing rate = closed ÷ to be closed; rework rate = rounds of rework due in the period ÷ to be closed.',
        'A community\'s numbers include all its grids; a department\'s are of what it handled. Two decimals, half up; a dash says that there was nothing to count, not 0.',
      ];
}
