/** A year as a workbook: a cover, and one sheet in which every total follows by formula from the quarters, their days, and what people scored. Pure. */
import type { ReportData, ReportRow, YearReport, YearReportRow } from './model.ts';
import type { Content, Sheet, SheetColumn } from './sheet-rules.ts';
import { TIER_WORDS } from '../interval/words.ts';
import { fieldsOf } from './model.ts';
import { fieldName, noteText, periodName, stateName } from './names-rules.ts';
import { gradeName, schemeNotes } from './scheme-words-rules.ts';
import { coverSheet, HUNDREDTHS, letterOf, tableSheet, WHOLE } from './sheet-rules.ts';
import { wordsIn } from './words.ts';
import { notesOf } from './year-page-rules.ts';
import { quarterName, yearWordsIn } from './year-words.ts';

interface Line { row: ReportRow; made: YearReportRow | null }

export function yearWorkbook({ head, rows, ...data }: ReportData, year: YearReport): { sheets: Sheet[]; properties: { title: string; creator: string } } {
  const { language, scheme } = head;
  const [w, say] = [wordsIn(language), yearWordsIn(language)];
  const made = new Map(year.rows.map(row => [row.no, row]));
  const lines = fieldsOf(rows).flatMap(field => field.rows).map((row): Line => ({ row, made: made.get(row.no) ?? null }));
  const title = `${w('of_subdistrict', { subdistrict: head.subdistrict })} ${periodName(head.period.code, w)}`;
  const sheet = tableSheet(say('sheet'), columnsOf({ head, rows, ...data }, year), lines, 5);
  const cover = coverSheet(w('cover'), title, [
    ...head.state === 'published' ? [] : [w(head.state === 'superseded' ? 'old_version' : 'not_final'), null],
    [w('period'), `${periodName(head.period.code, w)}　${w('span', { from: head.period.starts_on, to: head.period.ends_on })}`],
    [w('version'), w('nth', { n: head.version })],
    [w('state'), stateName(head.state, w)],
    ...head.computed_at === null ? [] : [[w('computed_at'), head.computed_at] as const],
    ...head.published_at === null ? [] : [[w('published_at'), head.published_at] as const],
    [w('printed_by'), `${head.printed_by}　${head.printed_at}`],
    ...head.checkpoint === null ? [] : [[w('digest'), head.checkpoint.digest] as const],
    null,
    ...rows.length === 0 ? [w('nothing')] : [],
    say('weights', year.weights),
    ...year.weights.community === 0 ? [say('community_beside')] : [],
    say('made_note'),
    w('middle_means'),
    ...rows.some(({ untold }) => untold) ? [w('tiers_only'), w('untold_totals')] : [],
    null,
    [w('scheme'), w('scheme_of', { name: scheme.name, n: scheme.version })],
    ...schemeNotes(scheme, language),
    ...year.quarters.map(({ code, version }) => [quarterName(code, language), version === null ? say('not_published', { quarter: '' }) : w('nth', { n: version })] as const),
    null,
    [say('sheet'), { text: `${w('rows')} ${lines.length}`, address: `#'${say('sheet')}'!A1` }] as const,
  ]);
  return { sheets: [cover, sheet], properties: { title, creator: w('creator') } };
}

function columnsOf({ head }: ReportData, { quarters, weights }: YearReport): SheetColumn<Line>[] {
  const { language, scheme } = head;
  const [w, say] = [wordsIn(language), yearWordsIn(language)];
  const fixed: SheetColumn<Line>[] = [
    { heading: w('no'), width: 6, format: WHOLE, value: ({ row }) => row.no },
    { heading: w('kind'), width: 16, value: ({ row }) => fieldName(row, w) },
    { heading: w('rank'), width: 7, format: WHOLE, value: ({ row }) => row.rank },
    { heading: w('code'), width: 20, value: ({ row }) => row.code },
    { heading: w('name'), width: 26, value: ({ row }) => row.name },
    { heading: w('place'), width: 18, value: ({ row }) => row.place },
    { heading: w('of'), width: 8, format: WHOLE, value: ({ row }) => row.rank === null ? null : row.of },
  ];
  const after: SheetColumn<Line>[] = [
    { heading: w('published_total'), width: 10, format: HUNDREDTHS, value: ({ row }) => row.total },
    { heading: w('grade'), width: 10, value: ({ row }) => gradeName(scheme, row.grade, language) },
    { heading: w('tier'), width: 20, value: ({ row }) => row.tier === null ? null : TIER_WORDS[row.tier][language] },
    { heading: w('low'), width: 10, format: WHOLE, value: ({ row }) => row.low },
    { heading: w('high'), width: 10, format: WHOLE, value: ({ row }) => row.high },
    { heading: w('sample'), width: 8, format: WHOLE, value: ({ row }) => row.sample },
    { heading: say('days'), width: 10, format: WHOLE, value: ({ made }) => made?.days ?? null },
  ];
  const begins = fixed.length + 1 + after.length;
  const [average, review, community] = [0, 1, 2].map(at => letterOf(begins + 3 * quarters.length + at)) as [string, string, string];
  const of = (at: number, which: number): string => letterOf(begins + 3 * at + which);
  const weighted: [cell: string, weight: number][] = [[average, weights.quarters], [review, weights.review], [community, weights.community]];
  return [
    ...fixed,
    { heading: w('total'), width: 10, format: HUNDREDTHS, value: ({ row }, line): Content => row.total === null ? null : { formula: totalFormula(weighted, line), result: row.total } },
    ...after,
    ...quarters.flatMap(({ code }, at): SheetColumn<Line>[] => {
      const n = { n: language === 'zh-CN' ? '一二三四'[at]! : at + 1 };
      const its = (line: Line) => line.made?.quarters[at];
      const counts = (line: Line): boolean => its(line)?.without === null;
      return [
        { heading: quarterName(code, language), width: 10, format: HUNDREDTHS, value: line => its(line)?.total == null ? null : Number(its(line)!.total) },
        { heading: say('quarter_days', n), width: 9, format: WHOLE, value: line => counts(line) ? its(line)!.days ?? its(line)!.days_of : 0 },
        { heading: say('quarter_length', n), width: 9, format: WHOLE, value: line => its(line)?.days_of ?? null },
      ];
    }),
    { heading: say('quarters'), width: 10, format: HUNDREDTHS, value: ({ made }, line) => ({ formula: averageFormula(quarters.map((_, at) => ({ total: `${of(at, 0)}${line}`, days: `${of(at, 1)}${line}`, length: `${of(at, 2)}${line}` }))), result: scoreOf(made, 'quarters') }) },
    ...(['review', 'community'] as const).map((which): SheetColumn<Line> => ({ heading: say(which), width: 10, format: HUNDREDTHS, value: ({ made }) => {
      const part = made?.parts.find(one => one.part === which);
      return part?.sum == null ? null : part.sum / part.cases / 100;
    } })),
    { heading: w('note'), width: 24, value: ({ row }) => noteText(row.note, w) },
    { heading: say('note'), width: 60, value: ({ made }) => made === null ? null : notesOf(made, w).join(language === 'zh-CN' ? '；' : '; ') },
    { heading: say('holders'), width: 40, value: ({ made }) => made === null ? null : made.holders.map(({ name, days }) => `${name} ${days}`).join(w('comma')) },
  ];
}

function scoreOf(made: YearReportRow | null, which: 'quarters'): number | null {
  const score = made?.parts.find(one => one.part === which)?.score ?? null;
  return score === null ? null : Number(score);
}

/** The mean of what counts, each by the share of its quarter that was lived; empty where none does. */
function averageFormula(quarters: readonly { total: string; days: string; length: string }[]): string {
  const share = ({ days, length }: { days: string; length: string }): string => `IF(N(${length})=0,0,${days}/${length})`;
  const shares = quarters.map(share).join('+');
  return `IF(${shares}=0,"",(${quarters.map(one => `N(${one.total})*${share(one)}`).join('+')})/(${shares}))`;
}

/** Of what has no data the weight is spread over the rest. */
function totalFormula(parts: readonly [cell: string, weight: number][], line: number): string {
  const there = ([cell, weight]: readonly [string, number]): string => `IF(ISNUMBER(${cell}${line}),${weight},0)`;
  const sum = parts.map(there).join('+');
  return `IF(${sum}=0,"",ROUND((${parts.map(one => `N(${one[0]}${line})*${there(one)}`).join('+')})/(${sum}),2))`;
}
