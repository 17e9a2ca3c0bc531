/** Of a year on paper: what each place is made of, with its days and what is missing; and what the parts weigh. Pure. */
import type { Node } from '../../print/page-pieces-rules.ts';
import type { ReportField, ReportHead, ReportRow, YearReport, YearReportRow } from './model.ts';
import type { Speak } from './words.ts';
import { COLOURS } from '../../print/page-pieces-rules.ts';
import { isRanked, tiersOnly } from './model.ts';
import { fieldName } from './names-rules.ts';
import { list, note, part, plainTable, sub } from './page-rules.ts';
import { schemeNotes } from './scheme-words-rules.ts';
import { quarterName, yearWordsIn } from './year-words.ts';

/** So many rows of a field go on paper; the workbook has them all. */
const PRINTED_AT_MOST = 300;

export function yearParts({ rows, weights, quarters }: YearReport, fields: readonly ReportField[], head: ReportHead, w: Speak): Node[] {
  const say = yearWordsIn(w.language);
  const made = new Map(rows.map(row => [row.no, row]));
  return [
    part(say('made_part')),
    note(say('made_note')),
    ...fields.flatMap((field) => {
      const withCommunity = weights.community > 0 || field.rows.some(({ no }) => pointsOf(made.get(no), 'community') !== null);
      // Where no totals are told, what they are made of is not told either.
      const shown = tiersOnly(field, head) ? [] : field.rows.filter(({ no }) => made.has(no)).slice(0, PRINTED_AT_MOST);
      return shown.length === 0
        ? []
        : [
            sub(fieldName(field, w)),
            plainTable(
              ['*', ...quarters.map(() => 34), 34, 40, ...withCommunity ? [40] : [], 40, 110],
              shown.map(row => line(row, made.get(row.no)!, withCommunity, w)),
              [{ text: w('name') }, ...[...quarters.map(({ code }) => quarterName(code, w.language)), say('quarters'), say('review'), ...withCommunity ? [say('community')] : [], say('days')].map(text => ({ text, alignment: 'right', fontSize: 7.5 })), { text: say('note') }],
            ),
          ];
    }),
  ];
}

function pointsOf(row: YearReportRow | undefined, which: 'quarters' | 'review' | 'community'): string | null {
  return row?.parts.find(one => one.part === which)?.score ?? null;
}

function line(row: ReportRow, made: YearReportRow, withCommunity: boolean, w: Speak): Node[] {
  const say = yearWordsIn(w.language);
  const right = (text: string | null, grey = false): Node => ({ text: text ?? w('none'), alignment: 'right', ...grey ? { color: COLOURS.grey } : {} });
  return [
    { text: row.name, ...isRanked(row) ? {} : { color: COLOURS.grey } },
    ...made.quarters.map(({ total, without }) => right(without === null ? total : null, without !== null)),
    right(pointsOf(made, 'quarters')),
    right(pointsOf(made, 'review')),
    ...withCommunity ? [right(pointsOf(made, 'community'))] : [],
    right(made.days === null ? null : say('days_of', { days: made.days, of: made.days_of })),
    // That a quarter is not published is said of all, below.
    { text: notesOf({ ...made, quarters: made.quarters.filter(({ without }) => without !== 'not_published') }, w).join(w.language === 'zh-CN' ? '；' : '; '), fontSize: 7, color: COLOURS.grey },
  ];
}

/** What has to be known of a row: why a quarter does not count, where a part has no data, what became of the grid, who led it where several did. */
export function notesOf({ quarters, parts, changes, holders }: YearReportRow, w: Speak): string[] {
  const say = yearWordsIn(w.language);
  const missing = Map.groupBy(quarters.filter(({ without }) => without !== null), ({ without }) => without!);
  const [review, community] = [parts.find(one => one.part === 'review'), parts.find(one => one.part === 'community')];
  return [
    ...[...missing].map(([without, its]) => say(without, { quarter: its.map(({ quarter }) => quarterName(quarter, w.language)).join(w('comma')) })),
    ...review === undefined || review.weight === 0 ? [] : review.score === null ? [say('no_review')] : review.basis === 'visit' ? [say('by_visits')] : [],
    ...community !== undefined && community.weight > 0 && community.score === null ? [say('no_community')] : [],
    ...changes.flatMap(({ on, what }) => what === 'began' || what === 'ended' || what === 'moved' ? [say(what, { on })] : []),
    ...holders.length > 1 ? [`${say('holders')}${w.language === 'zh-CN' ? '：' : ': '}${holders.map(({ name, days }) => `${name} ${days}`).join(w('comma'))}`] : [],
  ];
}

export function yearScheme({ weights, quarters }: YearReport, head: ReportHead, w: Speak): Node[] {
  const say = yearWordsIn(w.language);
  return [
    part(say('scheme_part')),
    { text: w('scheme_of', { name: head.scheme.name, n: head.scheme.version }), bold: true, margin: [0, 0, 0, 3] },
    list(say('weights', weights)),
    ...weights.community === 0 ? [list(say('community_beside'))] : [],
    list(`${say('rests')}${w.language === 'zh-CN' ? '：' : ': '}${quarters.map(({ code, version }) => version === null ? say('not_published', { quarter: quarterName(code, w.language) }) : say('version', { quarter: quarterName(code, w.language), n: version })).join(w('comma'))}`),
    ...schemeNotes(head.scheme, w.language).map(list),
  ];
}

/** For the bulletin: what the year is made of, and which quarter is missing. */
export function yearSentence({ weights, quarters }: YearReport, w: Speak): string {
  const say = yearWordsIn(w.language);
  const share = (which: 'quarters' | 'review' | 'community'): string => w.language === 'zh-CN' ? `${{ quarters: '四个季度的平均', review: say('review'), community: say('community') }[which]}（占 ${weights[which]}%）` : `${say(which)} (${weights[which]} %)`;
  const missing = quarters.filter(({ version }) => version === null).map(({ code }) => quarterName(code, w.language));
  return say('sentence', {
    parts: (['quarters', 'review', 'community'] as const).filter(which => weights[which] > 0).map(share).join(w('comma')),
    missing: missing.length === 0 ? '' : say('missing', { quarters: missing.join(w('comma')) }),
  }).trim();
}
