/**
 * What stands in an intake workbook: its rows as reports, and what is wrong in which cell.
 *
 * Pure: cells come as the reader of the file gives them (text, numbers, dates), names are
 * resolved by what was looked up before.
 */
import type { Refusal } from '../../kernel/refusal-rules.ts';
import type { Moment, Uuid } from '../../kernel/values.ts';
import type { Cell } from '../../workbook/cell-rules.ts';
import type { Headings } from '../../workbook/heading-rules.ts';
import type { FileRow } from '../../workbook/sheet-entries.ts';
import type { ColumnName, OrderColumn } from './column-rules.ts';
import { Temporal } from 'temporal-polyfill';
import { momentString } from '../../kernel/civil-date-rules.ts';
import { refused } from '../../kernel/refusal-rules.ts';
import { sameKey } from '../../kernel/text-rules.ts';
import { writtenMoment } from '../../kernel/written-moment-rules.ts';
import { text } from '../../workbook/cell-rules.ts';
import { codeOf, COLUMNS, INTAKE_SOURCES, SEVERITY_WORDS, YES_NO } from './column-rules.ts';
import { objectionToReceipt } from './receipt-rules.ts';

/** Something that a name or a code may mean. */
export interface Named { id: Uuid; code: string; name: string }

export interface KnownNames {
  categories: readonly Named[];
  grids: readonly Named[];
  time_zone: string;
  /** `HH:MM`: when a limit ends that names a day alone. */
  close_of_business: string;
}

type Cells = Partial<Record<ColumnName, Cell>>;

/** A row of the file as a report; `payload` is what Directus is given. */
export interface OrderRow {
  /** As the spreadsheet counts, from 1. */
  row: number;
  source: string | null;
  external_no: string | null;
  payload: Record<string, unknown>;
  faults: Refusal[];
}

/** All rows as reports; the second of two with one number is at fault. */
export function readRows({ columns }: Headings<OrderColumn>, rows: readonly FileRow[], known: KnownNames, now: Moment): OrderRow[] {
  const seen = new Map<string, number>();
  return rows.map(({ row, cells }) => {
    const filled = columns.flatMap((column, at) => column === null || text(cells[at]) === null ? [] : [[column.name, cells[at]]]);
    const read = readRow(row, Object.fromEntries(filled) as Cells, known, now);
    const key = JSON.stringify([read.source, sameKey(read.external_no ?? '')]);
    const earlier = seen.get(key);
    if (read.source !== null && read.external_no !== null && earlier !== undefined)
      read.faults.push(refused('number_twice', 'external_no', { row: earlier }));
    else
      seen.set(key, row);
    return read;
  });
}

function readRow(row: number, cells: Cells, known: KnownNames, now: Moment): OrderRow {
  const faults: Refusal[] = [];
  const fault = (column: ColumnName, code: string, params: Refusal['params'] = {}): null => {
    faults.push(refused(code, column, params));
    return null;
  };
  const written = (column: ColumnName): string | null => text(cells[column]);
  const word = <Value extends string>(column: ColumnName, words: Parameters<typeof codeOf<Value>>[0]): Value | null => {
    const value = written(column);
    const code = value === null ? null : codeOf(words, value);
    return value !== null && code === null ? fault(column, 'word_unknown', { words: Object.values<Record<string, string>>(words).map(one => one['zh-CN']).join('、') }) : code;
  };
  const named = (column: 'category' | 'grid', list: readonly Named[]): Uuid | null => {
    const value = written(column);
    if (value === null)
      return null;
    const key = sameKey(value);
    const byCode = list.filter(({ code }) => sameKey(code) === key);
    const found = byCode.length > 0 ? byCode : list.filter(({ name }) => sameKey(name) === key);
    if (found.length > 1)
      return fault(column, 'name_ambiguous', { name: value, codes: found.slice(0, 5).map(({ code }) => code).join('、') });
    return found[0]?.id ?? fault(column, 'name_unknown', { name: value });
  };
  const moment = (column: ColumnName, time: string): Moment | null => {
    const cell = cells[column];
    if (cell == null || written(column) === null)
      return null;
    return momentOf(cell, known.time_zone, time) ?? fault(column, 'moment_unknown');
  };
  const degrees = (column: 'longitude' | 'latitude', most: number): number | null => {
    const value = written(column);
    if (value === null)
      return null;
    const number = Number(value);
    return Number.isFinite(number) && Math.abs(number) <= most ? number : fault(column, 'degrees_invalid', { most });
  };

  for (const { name: column, ...more } of COLUMNS) {
    if ('required' in more && written(column) === null)
      fault(column, 'cell_required');
  }
  const source = word('source', INTAKE_SOURCES);
  const severity = word('severity', SEVERITY_WORDS);
  const yes = (column: 'confidential' | 'arrived_late'): boolean => {
    const cell = cells[column];
    return typeof cell === 'boolean' ? cell : word(column, YES_NO) === 'yes';
  };
  const confidential = yes('confidential');
  const arrived_late = yes('arrived_late');
  const category = named('category', known.categories);
  const grid = named('grid', known.grids);
  const [longitude, latitude] = [degrees('longitude', 180), degrees('latitude', 90)];
  if ((longitude === null) !== (latitude === null) && written('longitude') === null !== (written('latitude') === null))
    fault(longitude === null ? 'longitude' : 'latitude', 'cell_required');
  if (written('grid') === null && written('longitude') === null && written('latitude') === null)
    fault('grid', 'place_required');
  const occurred_at = moment('occurred_at', '00:00');
  if (occurred_at !== null && occurred_at > now)
    fault('occurred_at', 'moment_future');
  const external_due_at = moment('external_due_at', known.close_of_business);
  if (external_due_at !== null || written('external_due_at') === null) {
    const untimely = objectionToReceipt({ external_due_at, occurred_at, arrived_late }, now);
    if (untimely !== null)
      faults.push(untimely);
  }
  const external_no = written('external_no');
  const payload = {
    source,
    external_no,
    title: written('title'),
    description: written('description'),
    category,
    grid,
    location: longitude === null || latitude === null ? null : { type: 'Point', coordinates: [longitude, latitude] },
    address: written('address'),
    contact_name: written('contact_name'),
    contact_phone: written('contact_phone'),
    occurred_at,
    external_due_at,
    severity: severity ?? 'normal',
    confidential,
    arrived_late,
  };
  return { row, source, external_no, payload: Object.fromEntries(Object.entries(payload).filter(([, value]) => value !== null)), faults };
}

/** Earlier and later is a slip of the pen. */
const [FIRST_YEAR, LAST_YEAR] = [2000, 2199];

/** The wall clock of the installation as a moment, unless it says its own; a day alone gets `time`. A spreadsheet's date has no zone: its UTC fields are the wall clock. */
export function momentOf(cell: Cell, time_zone: string, time: string): Moment | null {
  const written = writtenMoment(cell instanceof Date ? wallClock(cell) : String(cell ?? ''));
  const year = Number(written?.day.slice(0, 4));
  if (written === null || year < FIRST_YEAR || year > LAST_YEAR)
    return null;
  const [hours, minutes] = time.split(':').map(Number);
  const { hour, minute, second } = written.time ?? { hour: hours!, minute: minutes!, second: 0 };
  const local = Temporal.PlainDate.from(written.day).toPlainDateTime().add({ hours: hour, minutes: minute, seconds: second });
  const from = written.offset === null ? time_zone : offsetOf(written.offset);
  return momentString(local.toZonedDateTime(from).epochMilliseconds);
}

function offsetOf(minutes: number): string {
  const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
  return `${minutes < 0 ? '-' : '+'}${String(hours).padStart(2, '0')}:${String(rest).padStart(2, '0')}`;
}

function wallClock(date: Date): string {
  if (Number.isNaN(date.getTime()))
    return '';
  const [day, time = ''] = date.toISOString().split('T');
  return time.startsWith('00:00:00') ? day! : `${day} ${time.slice(0, 8)}`;
}
