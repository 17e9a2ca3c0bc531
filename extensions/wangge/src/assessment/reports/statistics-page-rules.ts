/** The statistics on paper: lying A4, communities, departments, and what each number is. Pure. */
import type { Node } from '../../print/page-pieces-rules.ts';
import type { Paper } from '../../print/paper.ts';
import type { StatisticsCounts, StatisticsData, StatisticsLine } from './statistics-rules.ts';
import type { Speak } from './words.ts';
import { COLOURS } from '../../print/page-pieces-rules.ts';
import { periodName } from './names-rules.ts';
import { note, pageFrame, part, plainTable } from './page-rules.ts';
import { definitions, numbersOf, percentText, STATISTICS, sumOf } from './statistics-rules.ts';
import { wordsIn } from './words.ts';

export const statisticsPaper: Paper<StatisticsData> = { kind: 'assessment_statistics', pages: statisticsPages };

export function statisticsPages(data: StatisticsData): object {
  const w = wordsIn(data.language);
  const title = w('statistics_of', { subdistrict: data.subdistrict, period: periodName(data.period.code, w) });
  return {
    ...pageFrame({ title, head: data, w }),
    pageOrientation: 'landscape',
    content: [
      { text: title, fontSize: 17, bold: true, color: COLOURS.deep, alignment: 'center', margin: [0, 0, 0, 3] },
      { text: `${w('span', { from: data.period.starts_on, to: data.period.ends_on })}${data.cut === null ? '' : `　${w('cut')} ${data.cut}`}`, alignment: 'center', color: COLOURS.grey, margin: [0, 0, 0, 6] },
      ...linesPart(w('communities'), data.communities, w),
      ...linesPart(w('departments'), data.departments, w),
      part(w('definitions')),
      ...definitions(data.language).map(note),
    ],
  };
}

export function linesPart(title: string, lines: readonly StatisticsLine[], w: Speak): Node[] {
  return [part(title), lines.length === 0 ? note(w('nothing')) : statisticsTable(lines, w)];
}

function statisticsTable(lines: readonly StatisticsLine[], w: Speak): Node {
  return {
    ...plainTable(
      ['*', ...STATISTICS.map(({ kind }) => kind === 'rate' ? 40 : 34)],
      [...lines.map(line => cells(line.name, line, w)), cells(w('sum'), sumOf(lines), w).map(cell => ({ ...cell, bold: true }))],
      [{ text: w('name') }, ...STATISTICS.map(({ name }) => ({ text: name[w.language], alignment: 'right', fontSize: 7.5 }))],
    ),
    fontSize: 8,
  };
}

function cells(name: string, counts: StatisticsCounts, w: Speak): Node[] {
  const numbers = numbersOf(counts);
  return [{ text: name }, ...STATISTICS.map((column): Node => ({ alignment: 'right', text: column.kind === 'rate' ? percentText(numbers[column.of[0]]!, numbers[column.of[1]]!, w('none')) : String(numbers[column.key]) }))];
}
