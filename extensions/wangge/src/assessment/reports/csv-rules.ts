/** A report as text: one line for each subject and indicator, UTF-8 with its mark, as spreadsheets and programs read it. Pure. */
import type { ReportData, ReportIndicator, ReportRow, ReportScore } from './model.ts';
import { asText } from '../../workbook/cell-rules.ts';
import { TIER_WORDS } from '../interval/words.ts';
import { groupWords } from '../schemes/peer-group-rules.ts';
import { fieldsOf } from './model.ts';
import { fieldName, noteText, stateName } from './names-rules.ts';
import { gradeName } from './scheme-words-rules.ts';
import { wordsIn } from './words.ts';

const MARK = '\uFEFF';

type Field = string | number | null;

/** The lines some at a time, each with its end; the first has the mark and the headings. */
export function* reportLines({ head, rows, scores }: ReportData): Generator<string> {
  const { language, scheme } = head;
  const w = wordsIn(language);
  const headings = ['period', 'version', 'state', 'kind', 'level', 'group', 'code', 'place', 'name', 'rank', 'of', 'total', 'grade', 'tier', 'low', 'high', 'sample', 'note', 'indicator_code', 'indicator', 'weight', 'numerator', 'denominator', 'rate', 'points', 'no_data', 'flagged_numerator', 'flagged_denominator'] as const;
  yield MARK + line(headings.map(key => key === 'rate' ? `${w('rate')}（%）` : w(key)));
  const byRow = Map.groupBy(scores, ({ no }) => no);
  const indicators = new Map(scheme.indicators.map((indicator, at) => [indicator.code, { indicator, at }]));
  const order = ({ indicator }: ReportScore): number => indicators.get(indicator)?.at ?? Infinity;
  for (const row of fieldsOf(rows).flatMap(field => field.rows)) {
    const own = [...byRow.get(row.no) ?? []].sort((a, b) => order(a) - order(b));
    // Who has no score at all is not left out.
    for (const score of own.length === 0 ? [null] : own)
      yield line([...subjectFields(row), ...scoreFields(score, score === null ? undefined : indicators.get(score.indicator)?.indicator)]);
  }

  function subjectFields(row: ReportRow): Field[] {
    return [
      head.period.code,
      head.version,
      stateName(head.state, w),
      fieldName({ ...row, group: null }, w),
      row.level,
      row.group === null ? null : groupWords(row.group, language),
      row.code,
      row.place,
      row.name,
      row.rank,
      row.rank === null ? null : row.of,
      hundredths(row.total),
      gradeName(scheme, row.grade, language),
      row.tier === null ? null : TIER_WORDS[row.tier][language],
      row.low,
      row.high,
      row.sample,
      noteText(row.note, w),
    ];
  }

  function scoreFields(score: ReportScore | null, indicator: ReportIndicator | undefined): Field[] {
    return score === null
      ? Array.from({ length: 10 }, () => null)
      : [score.indicator, indicator?.name ?? null, indicator?.weight ?? null, score.numerator, score.denominator, hundredths(score.value), hundredths(score.points), score.no_data ? 1 : 0, score.flagged?.numerator ?? null, score.flagged?.denominator ?? null];
  }
}

function hundredths(value: number | null): string | null {
  return value === null ? null : value.toFixed(2);
}

export function line(fields: readonly Field[]): string {
  return `${fields.map(quoted).join(',')}\r\n`;
}

function quoted(field: Field): string {
  const text = field === null ? '' : typeof field === 'number' ? String(field) : asText(field);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
