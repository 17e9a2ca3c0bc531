/** The statistics as a workbook: a sheet of communities, one of departments; rates and sums are formulas. Pure. */
import type { Content, Sheet, SheetColumn } from './sheet-rules.ts';
import type { StatisticsColumn, StatisticsData, StatisticsLine } from './statistics-rules.ts';
import type { Speak } from './words.ts';
import type { ReportWorkbook } from './workbook-rules.ts';
import { periodName } from './names-rules.ts';
import { coverSheet, FIRST_LINE, letterOf, PERCENT, tableSheet, WHOLE } from './sheet-rules.ts';
import { definitions, numbersOf, percentOf, STATISTICS, sumOf } from './statistics-rules.ts';
import { wordsIn } from './words.ts';

/** Columns before the numbers. */
const BEFORE = 2;

export function statisticsWorkbook(data: StatisticsData): ReportWorkbook {
  const w = wordsIn(data.language);
  const title = w('statistics_of', { subdistrict: data.subdistrict, period: periodName(data.period.code, w) });
  const sheets = [
    linesSheet(w('communities'), data.communities, w),
    linesSheet(w('departments'), data.departments, w),
  ];
  const cover = coverSheet(w('cover'), title, [
    [w('period'), w('span', { from: data.period.starts_on, to: data.period.ends_on })],
    ...data.cut === null ? [] : [[w('cut'), data.cut] as const],
    [w('printed_by'), `${data.printed_by}　${data.printed_at}`],
    null,
    ...definitions(data.language),
  ]);
  return { sheets: [cover, ...sheets], properties: { title, creator: w('creator') } };
}

type Line = StatisticsLine & { sum?: true };

function linesSheet(name: string, lines: readonly StatisticsLine[], w: Speak): Sheet {
  const last = FIRST_LINE + lines.length - 1;
  const letters = new Map(STATISTICS.map(({ key }, at) => [key, letterOf(BEFORE + at)]));
  const rows: Line[] = lines.length === 0 ? [] : [...lines, { ...sumOf(lines), code: null, name: w('sum'), sum: true }];
  const columns: SheetColumn<Line>[] = [
    { heading: w('code'), width: 20, value: ({ code }) => code },
    { heading: w('name'), width: 26, value: ({ name: its }) => its },
    ...STATISTICS.map((column): SheetColumn<Line> => ({
      heading: column.name[w.language],
      width: 12,
      format: column.kind === 'rate' ? PERCENT : WHOLE,
      value: (line, at) => content(column, line, at, letters, last),
    })),
  ];
  const sheet = tableSheet(name, columns, rows, BEFORE);
  // The sum is no line of the list: a filter leaves it where it is.
  return lines.length === 0 ? sheet : { ...sheet, autoFilter: { range: `A1:${letterOf(columns.length - 1)}${last}` } };
}

function content(column: StatisticsColumn, line: Line, at: number, letters: ReadonlyMap<string, string>, last: number): Content {
  const numbers = numbersOf(line);
  if (column.kind === 'rate') {
    const [above, below] = column.of;
    const hundredths = percentOf(numbers[above]!, numbers[below]!);
    const [a, b] = [`${letters.get(above)!}${at}`, `${letters.get(below)!}${at}`];
    return { formula: `IF(${b}=0,"",ROUND(${a}/${b},4))`, result: hundredths === null ? null : hundredths / 10_000 };
  }
  const letter = letters.get(column.key)!;
  if (line.sum === true)
    return { formula: `SUM(${letter}${FIRST_LINE}:${letter}${last})`, result: numbers[column.key]! };
  return column.key === 'to_close' ? { formula: `${letters.get('handled')!}${at}+${letters.get('overdue')!}${at}`, result: numbers.to_close! } : numbers[column.key]!;
}
