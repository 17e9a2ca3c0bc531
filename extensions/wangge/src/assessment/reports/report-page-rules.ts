/** A report as a leader reads it on paper, a document for pdfmake: A4, the ranking with what it can and cannot tell. Pure. */
import type { Node } from '../../print/page-pieces-rules.ts';
import type { Paper } from '../../print/paper.ts';
import type { ReportData, ReportField, ReportHead, ReportIndicator, ReportRow } from './model.ts';
import type { PackedReport } from './packed-rules.ts';
import type { Speak } from './words.ts';
import { sentence } from '../../kernel/refusal-rules.ts';
import { COLOURS, fitted } from '../../print/page-pieces-rules.ts';
import { messages as intervalMessages } from '../interval/messages.ts';
import { RATES_HEADINGS, ratesHead, ratesRows } from '../interval/simulation-words.ts';
import { HOW_SURE, MOSTLY_CHANCE, TOO_LITTLE_WORDS } from '../interval/words.ts';
import { intervalBar, placesLine } from './drawing-rules.ts';
import { funnels } from './funnel-page-rules.ts';
import { compareText, fieldsOf, isRanked, meanWidth, mostlyChance, tiersOnly } from './model.ts';
import { fieldName, noteText, periodColumn, periodName, stateName } from './names-rules.ts';
import { unpackedReport } from './packed-rules.ts';
import { list, note, pageFrame, part, plainTable, sub, together, WIDTH } from './page-rules.ts';
import { gradeName, ruleWords, schemeNotes } from './scheme-words-rules.ts';
import { wordsIn } from './words.ts';
import { yearParts, yearScheme } from './year-page-rules.ts';

/** So many rows of a field go on paper: a book of ten thousand nobody reads, and the workbook has them all. */
export const PRINTED_AT_MOST = 300;

export const reportPaper: Paper<PackedReport> = { kind: 'assessment_report', pages: packed => reportPages(unpackedReport(packed)) };

export function reportPages(data: ReportData): object {
  const { head } = data;
  const w = wordsIn(head.language);
  const fields = fieldsOf(data.rows);
  const title = w('of_subdistrict', { subdistrict: head.subdistrict });
  return {
    ...pageFrame({ title: `${title} ${periodName(head.period.code, w)}`, head, w }),
    content: [
      ...heading(title, head, w),
      ...fields.length === 0 ? [note(w('nothing'))] : [],
      ...fields.length === 0 ? [] : [part(w('summary')), ...fields.flatMap(field => summary(field, head, w))],
      ...fields.length === 0 ? [] : [part(w('ranking_part')), ...fields.flatMap((field, at) => rankingTable(field, head, w, at > 0))],
      ...changes(fields, head, w),
      ...data.year === undefined ? [...funnels(data, fields, w), ...scheme(head, w)] : [...yearParts(data.year, fields, head, w), ...yearScheme(data.year, head, w)],
      ...sure(fields, head, w),
      ...evidence(head, w),
    ],
  };
}

function heading(title: string, head: ReportHead, w: Speak): Node[] {
  const facts: [string, string][] = [
    [w('period'), `${periodName(head.period.code, w)}（${w('span', { from: head.period.starts_on, to: head.period.ends_on })}）`],
    [w('version'), `${w('nth', { n: head.version })}　${stateName(head.state, w)}${head.published_at === null || head.state !== 'published' ? '' : `　${head.published_at}`}`],
    [w('scheme'), w('scheme_of', { name: head.scheme.name, n: head.scheme.version })],
    ...head.cut === null ? [] : [[w('cut'), head.cut] as [string, string]],
  ];
  return [
    { ...fitted(title, WIDTH, 22, 12), bold: true, color: COLOURS.deep, alignment: 'center', margin: [0, 0, 0, 2] },
    { text: periodName(head.period.code, w), alignment: 'center', fontSize: 13, color: COLOURS.grey, margin: [0, 0, 0, 10] },
    ...head.state === 'published' ? [] : [{ text: w(head.state === 'superseded' ? 'old_version' : 'not_final'), color: COLOURS.accent, bold: true, alignment: 'center', margin: [0, 0, 0, 8] }],
    plainTable([70, '*'], facts.map(([label, value]) => [{ text: label, color: COLOURS.grey }, value])),
  ];
}

function summary(field: ReportField, head: ReportHead, w: Speak): Node[] {
  const ranked = field.rows.filter(isRanked);
  const named = (tier: ReportRow['tier']): string => field.rows.filter(row => row.tier === tier && isRanked(row)).map(({ name }) => name).sort(compareText).join(w('comma')) || w('nobody');
  const width = meanWidth(field, head);
  const middle = ranked.filter(({ tier }) => tier === 'middle').length;
  return [
    sub(w('ranked_of', { field: fieldName(field, w), ranked: ranked.length, apart: field.rows.length - ranked.length })),
    ...width === null
      ? ranked.length === 0 ? [] : [list(undrawn(field, head, w) ?? w('no_interval'))]
      : [
          ...ranked.some(({ tier }) => tier === 'not_rated') ? [list(w('not_rated_are', { n: ranked.filter(({ tier }) => tier === 'not_rated').length }))] : [],
          list(w('front_are', { names: named('front') })),
          list(w('back_are', { names: named('back') })),
          ...middle === 0 ? [] : [list(w('all_middle', { n: middle }))],
          list(w('width_of', { share: `${Math.round(width * 100)}%` })),
        ],
    ...mostlyChance(field, head) ? [{ ...list(MOSTLY_CHANCE[w.language]), bold: true, color: COLOURS.accent }] : [],
  ];
}

/** Why nothing was drawn of this field, where that is known. */
function undrawn({ kind, level, group }: ReportField, { widths }: ReportHead, w: Speak): string | null {
  const why = widths.find(one => one.kind === kind && one.level === level && one.group === group)?.not_drawn;
  return why ? sentence(intervalMessages, why, w.language) : null;
}

/** What is left of a field that is too long for paper: its first places, and whoever is in the back tier. */
function printed({ rows }: ReportField): ReportRow[] {
  return rows.length <= PRINTED_AT_MOST ? rows : rows.filter((row, at) => at < PRINTED_AT_MOST - 50 || (isRanked(row) && row.tier === 'back')).slice(0, PRINTED_AT_MOST);
}

const BAR = { width: 112, height: 11 };
const SHORT_TIER = { front: 'tier_front', middle: 'tier_middle', back: 'tier_back', not_rated: 'tier_not_rated' } as const;

interface Column { heading: string; width: number | '*' | 'auto'; cell: (row: ReportRow) => Node | string; right?: true }

function rankingTable(field: ReportField, head: ReportHead, w: Speak, further: boolean): Node[] {
  const rows = printed(field);
  const ranked = rows.filter(isRanked);
  const apart = rows.filter(row => !isRanked(row));
  const sure = ranked.some(({ tier }) => tier !== null);
  const untold = tiersOnly(field, head);
  const columns: Column[] = [
    ...untold ? [] : [{ heading: w('rank'), width: 26, right: true as const, cell: (row: ReportRow) => String(row.rank) }],
    { heading: w('name'), width: '*', cell: ({ name, place }) => ({ text: [name, place === null ? '' : { text: `　${place}`, color: COLOURS.grey, fontSize: 7.5 }] }) },
    // Totals side by side are places, too.
    ...untold ? [] : [{ heading: w('total'), width: 36, right: true as const, cell: ({ total }: ReportRow) => total === null ? w('none') : total.toFixed(2) }],
    { heading: w('grade'), width: 'auto', cell: ({ grade }) => ({ text: gradeName(head.scheme, grade, w.language), noWrap: true }) },
    ...sure
      ? [
          { heading: w('tier'), width: 'auto' as const, cell: tierCell(w) },
          ...untold ? [] : [{ heading: w('interval'), width: BAR.width, cell: barCell }, { heading: '', width: 34, cell: ({ low, high }: ReportRow) => low === null ? '' : `${low}–${high}` }],
        ]
      : [],
    { heading: w('sample'), width: 30, right: true, cell: ({ sample }) => sample === null ? '' : String(sample) },
  ];
  return [
    { ...sub(fieldName(field, w)), ...further ? { margin: [0, 12, 0, 4] } : {} },
    ...notRated(field.rows.filter(isRanked), w),
    ...untold ? [note(w('tiers_only'))] : sure && !further ? [note(w('bar_note'))] : [],
    ...ranked.length === 0 ? [] : [plainTable(columns.map(({ width }) => width), ranked.map(row => columns.map(({ cell, right }) => aligned(cell(row), right))), columns.map(({ heading, right }) => ({ text: heading, ...right ? { alignment: 'right' } : {} })))],
    ...rows.length < field.rows.length ? [note(w('printed_some', { n: field.rows.length - rows.length }))] : [],
    ...apart.length === 0 ? [] : apartList(apart, w),
  ];
}

function aligned(cell: Node | string, right: true | undefined): Node {
  return { ...typeof cell === 'string' ? { text: cell } : cell, ...right ? { alignment: 'right' } : {} };
}

function tierCell(w: Speak): (row: ReportRow) => Node {
  return ({ tier }) => tier === null ? { text: '' } : { text: w(SHORT_TIER[tier]), noWrap: true, ...tier === 'back' ? { color: COLOURS.accent, bold: true } : tier === 'front' ? { color: COLOURS.deep, bold: true } : { color: COLOURS.grey } };
}

function barCell(row: ReportRow): Node {
  return { svg: intervalBar({ ...row, rank: row.rank! }, BAR.width, BAR.height), width: BAR.width, margin: [0, 1, 0, 0] };
}

/** Who is not rated is looked at first: too little on record may be what hides bad work. */
function notRated(rows: readonly ReportRow[], w: Speak): Node[] {
  const its = rows.filter(({ tier }) => tier === 'not_rated');
  const reasons = Map.groupBy(its, ({ too_little = [] }) => too_little.map(reason => TOO_LITTLE_WORDS[reason][w.language]).join(w('comma')));
  return its.length === 0
    ? []
    : [
        { text: w('not_rated_first'), bold: true, color: COLOURS.accent, margin: [0, 2, 0, 2] },
        ...[...reasons].map(([reason, some]) => list(`${reason === '' ? '' : `${reason}：`}${some.map(({ name }) => name).join(w('comma'))}`)),
      ];
}

/** Who has no rank, by the reason. */
function apartList(rows: readonly ReportRow[], w: Speak): Node[] {
  const reasons = Map.groupBy(rows, ({ note: its }) => noteText(its, w));
  return [
    { text: w('apart'), bold: true, margin: [0, 6, 0, 2], headlineLevel: 1 },
    ...[...reasons].map(([reason, its]) => list(`${reason === '' ? '' : `${reason}：`}${its.map(({ name, total }) => total === null ? name : `${name}（${total.toFixed(2)}）`).join(w('comma'))}`)),
  ];
}

const LINE = { width: 92, height: 15 };
/** With this one: four. */
const BEFORE = 3;

function changes(fields: readonly ReportField[], { earlier, period }: ReportHead, w: Speak): Node[] {
  const shown = earlier.slice(0, BEFORE);
  const moved = fields.map(field => ({ field, rows: printed(field).filter(({ earlier: places, year }) => year?.rank != null || shown.some((_, at) => places[at] != null)) })).filter(({ rows }) => rows.length > 0);
  // A period in which nobody had a place has no column.
  const codes = shown.map((code, at) => ({ code, at })).filter(({ at }) => moved.some(({ rows }) => rows.some(({ earlier: places }) => places[at] != null))).reverse();
  const rolling = moved.some(({ rows }) => rows.some(({ year }) => year !== null));
  return moved.length === 0
    ? []
    : [
        part(w('changes_part')),
        note(w('lines_note')),
        ...rolling ? [note(w('rolling_note'))] : [],
        ...moved.flatMap(({ field, rows }) => [
          sub(fieldName(field, w)),
          plainTable(
            ['*', ...codes.map(() => 42), 42, ...codes.length === 0 ? [] : [LINE.width], ...rolling ? [62] : []],
            rows.map(row => [{ text: row.name }, ...[...codes.map(({ at }) => row.earlier[at] ?? null), row.rank].map(place => ({ text: place === null ? w('none') : String(place), alignment: 'right' })), ...codes.length === 0 ? [] : [{ svg: placesLine([...shown.map((_, at) => row.earlier[at] ?? null).reverse(), row.rank], Math.max(2, ...rows.flatMap(({ rank, earlier: places }) => [rank ?? 0, ...places.map(place => place ?? 0)])), LINE.width, LINE.height), width: LINE.width }], ...rolling ? [{ text: yearText(row), alignment: 'right' }] : []]),
            [{ text: w('name') }, ...[...codes.map(({ code }) => code), period.code].map(code => ({ text: periodColumn(code, w), alignment: 'right' })), ...codes.length === 0 ? [] : [{ text: '' }], ...rolling ? [{ text: w('rolling'), alignment: 'right' }] : []],
          ),
        ]),
      ];
}

function yearText({ year }: ReportRow): string {
  return year?.rank == null ? '' : year.low === null ? String(year.rank) : `${year.rank}（${year.low}–${year.high}）`;
}

function scheme({ scheme: its, language }: ReportHead, w: Speak): Node[] {
  return [
    part(w('scheme_part')),
    { text: w('scheme_of', { name: its.name, n: its.version }), bold: true, margin: [0, 0, 0, 3] },
    ...schemeNotes(its, language).map(list),
    ...KINDS.flatMap((kind) => {
      const indicators = its.indicators.filter(({ subject }) => subject === kind);
      return indicators.length === 0
        ? []
        : [
            sub(w(`kind_${kind}`)),
            plainTable(
              ['*', 'auto', 26, 130, 160],
              indicators.map(indicator => [{ text: indicator.name }, { text: levelsText(indicator, w), color: COLOURS.grey, noWrap: true }, { text: String(indicator.weight), alignment: 'right' }, { text: ruleWords(indicator, language) }, { text: indicator.says, color: COLOURS.grey }]),
              [{ text: w('indicator') }, { text: w('level') }, { text: w('weight'), alignment: 'right' }, { text: w('rule') }, { text: w('says') }],
            ),
          ];
    }),
  ];
}

const KINDS = ['grid', 'department', 'person'] as const;

/** `一至三级`, `二、三级`; departments have none. */
function levelsText({ subject, levels }: ReportIndicator, w: Speak): string {
  return subject === 'department' || levels.length === 0 ? w('none') : w(levels.length === 3 ? 'levels_all' : 'levels_some', { levels: [...levels].sort().map(level => w(`nth_${level}`)).join(w('comma')) });
}

function sure(fields: readonly ReportField[], head: ReportHead, w: Speak): Node[] {
  const drawn = fields.some(field => meanWidth(field, head) !== null);
  return [
    part(w('sure_part')),
    ...drawn ? [{ text: HOW_SURE[w.language], margin: [0, 0, 0, 4] }] : [{ text: w('no_interval'), margin: [0, 0, 0, 4] }],
    { text: w('middle_means'), bold: true, margin: [0, 0, 0, 4] },
    ...drawn ? errorRates(head, w) : [],
  ];
}

function errorRates({ error_rates }: ReportHead, w: Speak): Node[] {
  return error_rates.length === 0
    ? [note(w('error_unknown'))]
    : error_rates.flatMap(rates => [
        sub(w('error_rates')),
        note(ratesHead(rates, w.language)),
        plainTable(['*', 62, 52, 62, 62, 70], ratesRows(rates, w.language).map(([world, ...figures]) => [world!, ...figures.map(text => ({ text, alignment: 'right' }))]), RATES_HEADINGS[w.language].map((text, at) => ({ text, fontSize: 7.5, ...at === 0 ? {} : { alignment: 'right' } }))),
      ]);
}

const CODE = 92;

function evidence({ checkpoint }: ReportHead, w: Speak): Node[] {
  if (checkpoint === null)
    return [];
  const { text, digest, address } = checkpoint;
  return [together({
    stack: [part(w('verify_part')), {
      columns: [
        {
          width: '*',
          stack: [
            { text: w('verify_note'), margin: [0, 0, 0, 4] },
            { text: `${w('digest')}：`, color: COLOURS.grey },
            { text: digest, margin: [0, 0, 0, 4] },
            ...text === null ? [{ text: w('no_checkpoint') }] : [{ text: `${w('checkpoint')}：`, color: COLOURS.grey }, { text: text.trimEnd(), fontSize: 7 }],
          ],
        },
        ...address === null ? [] : [{ width: CODE + 6, stack: [{ qr: address, fit: CODE, eccLevel: 'L', alignment: 'right' }, { text: w('scan'), fontSize: 8, alignment: 'right', color: COLOURS.grey, margin: [0, 4, 0, 0] }] }],
      ],
      columnGap: 14,
    }],
  })];
}
