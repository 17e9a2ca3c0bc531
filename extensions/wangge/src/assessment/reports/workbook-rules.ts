/**
 * A report as a workbook: cover, ranking, a sheet for each indicator and one for the cases behind it. Totals are sums of
 * points, and points are computed from numerator and denominator: changed, they follow. Rows are told by their number, so that a
 * sheet can be sorted without the others. Pure.
 */
import type { Language } from '../../kernel/refusal-rules.ts';
import type { ReportCase, ReportData, ReportIndicator, ReportRow, ReportScore } from './model.ts';
import type { Content, Sheet, SheetColumn } from './sheet-rules.ts';
import type { Speak } from './words.ts';
import { ratesHead, ratesLines } from '../interval/simulation-words.ts';
import { TIER_WORDS } from '../interval/words.ts';
import { fieldsOf } from './model.ts';
import { fieldName, noteText, periodName, stateName } from './names-rules.ts';
import { half, pointFormula, pointsOf, sharedWeight, totalFormula } from './point-formula-rules.ts';
import { gradeName, ruleWords, schemeNotes } from './scheme-words-rules.ts';
import { coverSheet, FIRST_LINE, HUNDREDTHS, letterOf, PERCENT, tableSheet, WEIGHT, WHOLE } from './sheet-rules.ts';
import { wordsIn } from './words.ts';
import { yearWorkbook } from './year-workbook-rules.ts';

export interface ReportWorkbook { sheets: Sheet[]; properties: { title: string; creator: string } }

/** So many cases a workbook holds; of the others it says how many there are. */
export const CASES_AT_MOST = 50_000;

interface Scored { row: ReportRow; score: ReportScore; shared: number; points: number | null }
interface IndicatorSheet { indicator: ReportIndicator; name: string; scored: Scored[] }

export function reportWorkbook(data: ReportData): ReportWorkbook {
  const { head } = data;
  const w = wordsIn(head.language);
  const rows = fieldsOf(data.rows).flatMap(field => field.rows);
  const indicators = indicatorSheets(data, rows);
  const names = new SheetNames();
  const ranking = names.unique(w('ranking'));
  for (const [at, sheet] of indicators.entries())
    sheet.name = names.unique(`${String(at + 1).padStart(2, '0')} ${sheet.indicator.name}${sheet.indicator.subject === 'grid' ? '' : ` ${w(`kind_${sheet.indicator.subject}`)}`}`);
  const cases = Map.groupBy(data.cases, ({ indicator }) => indicator);
  if (data.year !== undefined)
    return yearWorkbook(data, data.year);
  const title = `${w('of_subdistrict', { subdistrict: head.subdistrict })} ${periodName(head.period.code, w)}`;
  const sheets = [
    rankingSheet(ranking, data, rows, indicators, w),
    ...indicators.flatMap((sheet) => {
      const list = cases.get(sheet.indicator.code) ?? [];
      return [scoreSheet(sheet, w), ...list.length === 0 ? [] : [caseSheet(names.unique(w('cases_of', { name: sheet.name })), list, w)]];
    }),
  ];
  return { sheets: [cover(names.unique(w('cover')), title, data, sheets, w), ...sheets], properties: { title, creator: w('creator') } };
}

/** A sheet's name is cut at 31 characters, and no two are the same, however they are written. */
class SheetNames {
  readonly #taken = new Set<string>();

  unique(wanted: string): string {
    const plain = wanted.replaceAll(/[[\]:*?/\\']/g, ' ').replaceAll(/\s+/g, ' ').trim();
    let name = cut(plain, 31);
    for (let nth = 2; this.#taken.has(name.toLowerCase()); nth++)
      name = `${cut(plain, 31 - String(nth).length - 1)} ${nth}`;
    this.#taken.add(name.toLowerCase());
    return name;
  }
}

function cut(text: string, length: number): string {
  return text.slice(0, length).trim() || 'Sheet';
}

function indicatorSheets({ head, scores }: ReportData, rows: readonly ReportRow[]): IndicatorSheet[] {
  const byRow = Map.groupBy(scores, ({ no }) => no);
  const sheets = new Map(head.scheme.indicators.map((indicator): [string, IndicatorSheet] => [indicator.code, { indicator, name: '', scored: [] }]));
  for (const row of rows) {
    const own = byRow.get(row.no) ?? [];
    const shared = sharedWeight(own, head.scheme.indicators);
    for (const score of own) {
      const sheet = sheets.get(score.indicator);
      sheet?.scored.push({ row, score, shared, points: score.points === null ? null : pointsOf(sheet.indicator, score, shared) });
    }
  }
  return [...sheets.values()].filter(({ scored }) => scored.length > 0);
}

function rankingSheet(name: string, { head }: ReportData, rows: readonly ReportRow[], indicators: readonly IndicatorSheet[], w: Speak): Sheet {
  const { language, earlier, scheme } = head;
  const points = new Map(indicators.map(({ indicator, scored }) => [indicator.code, new Map(scored.map(one => [one.row.no, one.points]))]));
  const sumOf = new Map(rows.map(({ no }) => [no, indicators.map(({ indicator }) => points.get(indicator.code)!.get(no) ?? null).filter(value => value !== null)]));
  const rounding = new Map(rows.map(row => [row.no, roundingOf(row, sumOf.get(row.no)!)]));
  const rounds = [...rounding.values()].some(value => value !== 0);
  const before = 7;
  // What stands between the name and the points of the first indicator.
  const year = rows.some(row => row.year !== null);
  const between = 2 + (rounds ? 1 : 0) + 4 + (year ? 4 : 0) + earlier.length + 2;
  const [first, last] = [letterOf(before + between), letterOf(before + between + Math.max(0, indicators.length - 1))];
  const columns: SheetColumn<ReportRow>[] = [
    { heading: w('no'), width: 6, format: WHOLE, value: ({ no }) => no },
    { heading: w('kind'), width: 16, value: row => fieldName(row, w) },
    { heading: w('rank'), width: 7, format: WHOLE, value: ({ rank }) => rank },
    { heading: w('of'), width: 8, format: WHOLE, value: ({ rank, of }) => rank === null ? null : of },
    { heading: w('code'), width: 20, value: ({ code }) => code },
    { heading: w('place'), width: 18, value: ({ place }) => place },
    { heading: w('name'), width: 26, value: ({ name: itsName }) => itsName },
    { heading: w('total'), width: 9, format: HUNDREDTHS, value: ({ no, total }, line): Content => indicators.length === 0 || total === null ? null : { formula: totalFormula(`${first}${line}:${last}${line}`, rounds ? `${letterOf(before + 2)}${line}` : null), result: sumOf.get(no)!.length === 0 ? null : half(sumOf.get(no)!.reduce((sum, value) => sum + value, 0) + rounding.get(no)!) } },
    { heading: w('published_total'), width: 9, format: HUNDREDTHS, value: ({ total }) => total },
    ...rounds ? [{ heading: w('rounding'), width: 8, format: HUNDREDTHS, value: ({ no }: ReportRow) => rounding.get(no)! }] : [],
    { heading: w('grade'), width: 10, value: ({ grade }) => gradeName(scheme, grade, language) },
    { heading: w('tier'), width: 20, value: ({ tier }) => tier === null ? null : TIER_WORDS[tier][language] },
    { heading: w('low'), width: 10, format: WHOLE, value: ({ low }) => low },
    { heading: w('high'), width: 10, format: WHOLE, value: ({ high }) => high },
    ...year
      ? [
          { heading: w('year_rank'), width: 10, format: WHOLE, value: (row: ReportRow) => row.year?.rank ?? null },
          { heading: w('year_low'), width: 10, format: WHOLE, value: (row: ReportRow) => row.year?.low ?? null },
          { heading: w('year_high'), width: 10, format: WHOLE, value: (row: ReportRow) => row.year?.high ?? null },
          { heading: w('year_tier'), width: 20, value: (row: ReportRow) => row.year?.tier == null ? null : TIER_WORDS[row.year.tier][language] },
        ]
      : [],
    ...earlier.map((code, at): SheetColumn<ReportRow> => ({ heading: `${w('rank')} ${code}`, width: 9, format: WHOLE, value: row => row.earlier[at] ?? null })),
    { heading: w('sample'), width: 8, format: WHOLE, value: ({ sample }) => sample },
    { heading: w('note'), width: 22, value: ({ note }) => noteText(note, w) },
    ...indicators.map(({ indicator, name: sheet, scored }): SheetColumn<ReportRow> => {
      const [top, bottom] = [FIRST_LINE, FIRST_LINE + scored.length - 1];
      const own = points.get(indicator.code)!;
      return {
        heading: indicator.name,
        width: 11,
        format: HUNDREDTHS,
        value: ({ no }, line) => own.has(no) ? { formula: `INDEX('${sheet}'!$${POINTS}$${top}:$${POINTS}$${bottom},MATCH($A${line},'${sheet}'!$A$${top}:$A$${bottom},0))`, result: own.get(no) ?? null } : null,
      };
    }),
  ];
  return tableSheet(name, columns, rows, before);
}

/** What stored points lack of the stored total: only where some of them have no formula. */
function roundingOf({ total }: ReportRow, points: readonly number[]): number {
  return total === null || points.length === 0 ? 0 : Math.round((total - half(points.reduce((sum, value) => sum + value, 0))) * 100) / 100;
}

const POINTS = 'I';

function scoreSheet({ indicator, name, scored }: IndicatorSheet, w: Speak): Sheet {
  const columns: SheetColumn<Scored>[] = [
    { heading: w('no'), width: 6, format: WHOLE, value: ({ row }) => row.no },
    { heading: w('code'), width: 20, value: ({ row }) => row.code },
    { heading: w('name'), width: 26, value: ({ row }) => row.name },
    { heading: w('numerator'), width: 10, format: WHOLE, value: ({ score }) => score.numerator },
    { heading: w('denominator'), width: 10, format: WHOLE, value: ({ score }) => score.denominator },
    { heading: w('rate'), width: 10, format: PERCENT, value: ({ score }, line) => ({ formula: `IF(E${line}=0,"",D${line}/E${line})`, result: score.denominator === 0 ? null : score.numerator / score.denominator }) },
    { heading: w('weight'), width: 8, format: WEIGHT, value: () => indicator.weight },
    { heading: w('shared_weight'), width: 12, format: WEIGHT, value: ({ shared }) => shared },
    { heading: w('points'), width: 10, format: HUNDREDTHS, value: ({ score, points }, line): Content => {
      const flagged = score.flagged ? { numerator: `K${line}`, denominator: `L${line}` } : null;
      const formula = score.points === null ? null : pointFormula(indicator, { numerator: `D${line}`, denominator: `E${line}`, weight: `G${line}`, sharedWeight: `H${line}`, flagged });
      return formula === null ? points : { formula, result: points };
    } },
    { heading: w('note'), width: 16, value: ({ score }) => score.no_data ? w('no_data') : '' },
    ...(indicator.params.multiplier ?? 1) === 1
      ? []
      : [
          { heading: w('flagged_numerator'), width: 14, format: WHOLE, value: ({ score }: Scored) => score.flagged?.numerator ?? null },
          { heading: w('flagged_denominator'), width: 14, format: WHOLE, value: ({ score }: Scored) => score.flagged?.denominator ?? null },
        ],
  ];
  return tableSheet(name, columns, scored, 3);
}

function caseSheet(name: string, cases: readonly ReportCase[], w: Speak): Sheet {
  const columns: SheetColumn<ReportCase>[] = [
    { heading: w('title_of_case'), width: 30, value: ({ title }) => title },
    { heading: w('code'), width: 20, value: ({ code }) => code },
    { heading: w('owner'), width: 24, value: ({ owner }) => owner },
    { heading: w('verdict'), width: 12, value: ({ hit, exempt }) => w(exempt === true ? 'exempt' : hit ? 'hit' : 'miss') },
    { heading: w('numerator'), width: 8, format: WHOLE, value: ({ numerator }) => numerator },
    { heading: w('denominator'), width: 8, format: WHOLE, value: ({ denominator }) => denominator },
    { heading: w('dates'), width: 60, value: ({ dates }) => dates },
    { heading: w('link'), width: 8, value: ({ link }) => link === null ? null : { text: w('open'), address: link } },
  ];
  return tableSheet(name, columns, cases, 1);
}

function cover(name: string, title: string, { head, rows, cases_left }: ReportData, sheets: readonly Sheet[], w: Speak): Sheet {
  const { language, scheme } = head;
  return coverSheet(name, title, [
    ...head.state === 'published' ? [] : [w(head.state === 'superseded' ? 'old_version' : 'not_final'), null],
    [w('period'), `${periodName(head.period.code, w)}　${w('span', { from: head.period.starts_on, to: head.period.ends_on })}`],
    [w('version'), w('nth', { n: head.version })],
    [w('state'), stateName(head.state, w)],
    ...head.cut === null ? [] : [[w('cut'), head.cut] as const],
    ...head.computed_at === null ? [] : [[w('computed_at'), head.computed_at] as const],
    ...head.published_at === null ? [] : [[w('published_at'), head.published_at] as const],
    [w('printed_by'), `${head.printed_by}　${head.printed_at}`],
    ...head.checkpoint === null ? [] : [[w('digest'), head.checkpoint.digest] as const],
    null,
    ...rows.length === 0 ? [w('nothing')] : [],
    w('cover_note'),
    w('cover_points'),
    w('rounding_note'),
    ...Object.entries(cases_left).filter(([, n]) => n > 0).map(([code, n]) => w('cases_left', { name: indicatorName(head.scheme.indicators, code), n })),
    w('middle_means'),
    ...rows.some(({ untold }) => untold) ? [w('tiers_only'), w('untold_totals')] : [],
    null,
    ...sheets.map(({ name: its, rows: lines = [] }) => [its, { text: `${w('rows')} ${lines.length - 1}`, address: `#'${its}'!A1` }] as const),
    null,
    [w('scheme'), w('scheme_of', { name: scheme.name, n: scheme.version })],
    ...schemeNotes(scheme, language),
    ...head.error_rates.length === 0 ? [w('error_unknown')] : head.error_rates.flatMap(rates => [[w('error_rates'), ratesHead(rates, language)] as const, ...ratesLines(rates, language)]),
    ...scheme.indicators.map(indicator => [indicator.name, indicatorText(indicator, language, w)] as const),
  ]);
}

function indicatorName(indicators: readonly ReportIndicator[], code: string): string {
  return indicators.find(one => one.code === code)?.name ?? code;
}

function indicatorText(indicator: ReportIndicator, language: Language, w: Speak): string {
  return `${w('weight')} ${indicator.weight}　${ruleWords(indicator, language)}　${indicator.says}`;
}
