/** A report as a leader reads it on paper, a document for pdfmake: A4, the ranking with what it can and cannot tell. Pure. */
import type { Node } from '../../print/page-pieces-rules.ts';
import type { Paper } from '../../print/paper.ts';
import type { ReportData, ReportField, ReportHead, ReportRow } from './model.ts';
import type { PackedReport } from './packed-rules.ts';
import type { Speak } from './words.ts';
import { COLOURS, fitted } from '../../print/page-pieces-rules.ts';
import { HOW_SURE, MOSTLY_CHANCE } from '../interval/words.ts';
import { intervalBar, placesLine } from './drawing-rules.ts';
import { funnels } from './funnel-page-rules.ts';
import { compareText, fieldsOf, meanWidth, mostlyChance } from './model.ts';
import { fieldName, noteText, periodName, stateName } from './names-rules.ts';
import { unpackedReport } from './packed-rules.ts';
import { list, note, pageFrame, part, plainTable, sub, WIDTH } from './page-rules.ts';
import { gradeName, ruleWords, schemeNotes } from './scheme-words-rules.ts';
import { wordsIn } from './words.ts';

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
      ...funnels(data, fields, w),
      ...scheme(head, w),
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
  const ranked = field.rows.filter(({ rank }) => rank !== null);
  const named = (tier: ReportRow['tier']): string => field.rows.filter(row => row.tier === tier && row.rank !== null).map(({ name }) => name).sort(compareText).join(w('comma')) || w('nobody');
  const width = meanWidth(field, head);
  const middle = ranked.filter(({ tier }) => tier === 'middle').length;
  return [
    sub(w('ranked_of', { field: fieldName(field, w), ranked: ranked.length, apart: field.rows.length - ranked.length })),
    ...width === null
      ? ranked.length === 0 ? [] : [list(w('no_interval'))]
      : [
          list(w('front_are', { names: named('front') })),
          list(w('back_are', { names: named('back') })),
          ...middle === 0 ? [] : [list(w('all_middle', { n: middle }))],
          list(w('width_of', { share: `${Math.round(width * 100)}%` })),
        ],
    ...mostlyChance(field, head) ? [{ ...list(MOSTLY_CHANCE[w.language]), bold: true, color: COLOURS.accent }] : [],
  ];
}

/** What is left of a field that is too long for paper: its first places, and whoever is in the back tier. */
function printed({ rows }: ReportField): ReportRow[] {
  return rows.length <= PRINTED_AT_MOST ? rows : rows.filter(({ rank, tier }, at) => at < PRINTED_AT_MOST - 50 || (rank !== null && tier === 'back')).slice(0, PRINTED_AT_MOST);
}

const BAR = { width: 142, height: 11 };
const TIER_ORDER = { front: 0, middle: 1, back: 2, not_rated: 3 };
const SHORT_TIER = { front: 'tier_front', middle: 'tier_middle', back: 'tier_back', not_rated: 'tier_not_rated' } as const;

interface Column { heading: string; width: number | '*' | 'auto'; cell: (row: ReportRow) => Node | string; right?: true }

function rankingTable(field: ReportField, head: ReportHead, w: Speak, further: boolean): Node[] {
  const rows = printed(field);
  const ranked = rows.filter(({ rank }) => rank !== null);
  const apart = rows.filter(({ rank }) => rank === null);
  const sure = ranked.some(({ low }) => low !== null);
  // The scheme may say so: above the gate tiers alone are printed.
  const tiersOnly = sure && head.scheme.tiers_only && mostlyChance(field, head);
  const shown = tiersOnly ? [...ranked].sort((a, b) => TIER_ORDER[a.tier ?? 'not_rated'] - TIER_ORDER[b.tier ?? 'not_rated'] || compareText(a.name, b.name)) : ranked;
  const columns: Column[] = [
    ...tiersOnly ? [] : [{ heading: w('rank'), width: 26, right: true as const, cell: (row: ReportRow) => String(row.rank) }],
    { heading: w('name'), width: '*', cell: ({ name, place }) => ({ text: [name, place === null ? '' : { text: `　${place}`, color: COLOURS.grey, fontSize: 7.5 }] }) },
    { heading: w('total'), width: 36, right: true, cell: ({ total }) => total === null ? w('none') : total.toFixed(2) },
    { heading: w('grade'), width: 'auto', cell: ({ grade }) => gradeName(head.scheme, grade, w.language) },
    ...sure
      ? [
          { heading: w('tier'), width: 'auto' as const, cell: tierCell(w) },
          ...tiersOnly ? [] : [{ heading: w('interval'), width: BAR.width, cell: barCell }, { heading: '', width: 34, cell: ({ low, high }: ReportRow) => low === null ? '' : `${low}–${high}` }],
        ]
      : [],
    { heading: w('sample'), width: 30, right: true, cell: ({ sample }) => sample === null ? '' : String(sample) },
  ];
  return [
    { ...sub(fieldName(field, w)), ...further ? { margin: [0, 12, 0, 4] } : {} },
    ...tiersOnly ? [note(w('tiers_only'))] : sure && !further ? [note(w('bar_note'))] : [],
    ...shown.length === 0 ? [] : [plainTable(columns.map(({ width }) => width), shown.map(row => columns.map(({ cell, right }) => aligned(cell(row), right))), columns.map(({ heading, right }) => ({ text: heading, ...right ? { alignment: 'right' } : {} })))],
    ...rows.length < field.rows.length ? [note(w('printed_some', { n: field.rows.length - rows.length }))] : [],
    ...apart.length === 0 ? [] : apartList(apart, w),
  ];
}

function aligned(cell: Node | string, right: true | undefined): Node {
  return { ...typeof cell === 'string' ? { text: cell } : cell, ...right ? { alignment: 'right' } : {} };
}

function tierCell(w: Speak): (row: ReportRow) => Node {
  return ({ tier }) => tier === null ? { text: '' } : { text: w(SHORT_TIER[tier]), ...tier === 'back' ? { color: COLOURS.accent, bold: true } : tier === 'front' ? { color: COLOURS.deep, bold: true } : { color: COLOURS.grey } };
}

function barCell(row: ReportRow): Node {
  return { svg: intervalBar({ ...row, rank: row.rank! }, BAR.width, BAR.height), width: BAR.width, margin: [0, 1, 0, 0] };
}

/** Who has no rank, by the reason. */
function apartList(rows: readonly ReportRow[], w: Speak): Node[] {
  const reasons = Map.groupBy(rows, ({ note: its }) => noteText(its, w));
  return [
    { text: w('apart'), bold: true, margin: [0, 6, 0, 2] },
    ...[...reasons].map(([reason, its]) => list(`${reason === '' ? '' : `${reason}：`}${its.map(({ name, total }) => total === null ? name : `${name}（${total.toFixed(2)}）`).join(w('comma'))}`)),
  ];
}

const LINE = { width: 92, height: 15 };

function changes(fields: readonly ReportField[], { earlier, period }: ReportHead, w: Speak): Node[] {
  const moved = fields.map(field => ({ field, rows: printed(field).filter(({ earlier: places, year }) => year !== null || places.some(place => place !== null)) })).filter(({ rows }) => rows.length > 0);
  const codes = [...earlier].reverse();
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
            ['*', ...codes.map(() => 42), 42, LINE.width, ...rolling ? [62] : []],
            rows.map(row => [{ text: row.name }, ...[...codes.map((_, at) => row.earlier[codes.length - 1 - at] ?? null), row.rank].map(place => ({ text: place === null ? w('none') : String(place), alignment: 'right' })), { svg: placesLine([...row.earlier].reverse().concat(row.rank), field.rows.length, LINE.width, LINE.height), width: LINE.width }, ...rolling ? [{ text: yearText(row), alignment: 'right' }] : []]),
            [{ text: w('name') }, ...[...codes, period.code].map(code => ({ text: code, alignment: 'right' })), { text: '' }, ...rolling ? [{ text: w('rolling'), alignment: 'right' }] : []],
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
    plainTable(
      ['*', 'auto', 'auto', 130, 160],
      its.indicators.map(indicator => [{ text: indicator.name }, { text: [...new Set([indicator.subject === 'grid' ? '' : w(`kind_${indicator.subject}`), ...indicator.subject === 'department' ? [] : indicator.levels])].filter(part => part !== '').join(' '), color: COLOURS.grey }, { text: String(indicator.weight), alignment: 'right' }, { text: ruleWords(indicator, language) }, { text: indicator.says, color: COLOURS.grey }]),
      [{ text: w('indicator') }, { text: w('level') }, { text: w('weight'), alignment: 'right' }, { text: w('rule') }, { text: w('says') }],
    ),
  ];
}

function sure(fields: readonly ReportField[], head: ReportHead, w: Speak): Node[] {
  const drawn = fields.some(field => meanWidth(field, head) !== null);
  return [
    part(w('sure_part')),
    ...drawn ? [{ text: HOW_SURE[w.language], margin: [0, 0, 0, 4] }] : [{ text: w('no_interval'), margin: [0, 0, 0, 4] }],
    { text: w('middle_means'), bold: true, margin: [0, 0, 0, 4] },
    ...drawn ? [{ text: head.error_rates === null ? w('error_unknown') : `${w('error_rates')}${head.error_rates}`, margin: [0, 0, 0, 4] }] : [],
  ];
}

const CODE = 92;

function evidence({ checkpoint }: ReportHead, w: Speak): Node[] {
  if (checkpoint === null)
    return [];
  const { text, digest, address } = checkpoint;
  return [{
    unbreakable: true,
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
  }];
}
