import type { Day, Uuid } from '../kernel/values.ts';
import type { Calendar, CalendarDay } from './model.ts';
/**
 * The calendar that a new installation starts with: the State Council's arrangements for 2020–2026.
 *
 * The package `chinese-days` is the source of the days and nothing else (it says "working
 * day" of any year whose notice is not out, and depends on the process' time zone when it
 * is given a Date). The tests compare every day with the notices and with a second package.
 */
import chineseDays from 'chinese-days';
import { civilDate, dayString, epochDay } from '../kernel/civil-date-rules.ts';

export interface CalendarVersionRow {
  id: Uuid;
  version: string;
  covers_from: Day;
  covers_to: Day;
  /** The day of the newest notice in it. A version with this date is published and takes no more days: write it last. */
  published_on: Day;
  note: string;
}

export interface CalendarDayRow extends CalendarDay {
  /** `calendar_versions.id` */
  version: Uuid;
  date: Day;
}

const VERSION = 'CN-2026';
const VERSION_ID: Uuid = '4ab05c12-5f06-4f0e-9d0e-c2026a0b1d01';
const COVERS_FROM: Day = '2020-01-01';
const COVERS_TO: Day = '2026-12-31';

/** As the notices call them; the package shortens three. */
const NAMES: Readonly<Record<string, string>> = {
  元旦: '元旦',
  春节: '春节',
  清明: '清明节',
  劳动节: '劳动节',
  端午: '端午节',
  中秋: '中秋节',
  国庆节: '国庆节',
};

/** The notices whose document number is certain. */
const NOTICES: Readonly<Record<number, string>> = {
  2025: '国务院办公厅关于2025年部分节假日安排的通知（国办发明电〔2024〕12号）',
};
const EXTENSION_2020 = '国务院办公厅关于延长2020年春节假期的通知（国办发明电〔2020〕1号）';
const EXTENDED_2020: readonly Day[] = ['2020-01-31', '2020-02-01', '2020-02-02'];

/** Every day that an arrangement names, weekends within holidays too: a certificate says why a day does not count. */
export function calendarRows(): { version: CalendarVersionRow; days: CalendarDayRow[] } {
  const days: CalendarDayRow[] = [];
  const last = epochDay(COVERS_TO);
  for (let epoch = epochDay(COVERS_FROM); epoch <= last; epoch++) {
    const date = dayString(epoch);
    const detail = chineseDays.getDayDetail(date);
    // "Spring Festival,春节,4" for a day of an arrangement, "Wednesday" for any other.
    const holiday = detail.name.split(',')[1];
    if (holiday === undefined)
      continue;
    const name = NAMES[holiday];
    if (name === undefined)
      throw new Error(`chinese-days names a holiday that we do not know: ${holiday}`);
    days.push({
      version: VERSION_ID,
      date,
      kind: detail.work ? 'workday' : 'restday',
      name,
      source: noticeOf(date, name),
      origin: 'national',
    });
  }
  return {
    version: {
      id: VERSION_ID,
      version: VERSION,
      covers_from: COVERS_FROM,
      covers_to: COVERS_TO,
      published_on: '2025-11-04',
      note: '国务院办公厅公布的2020年至2026年节假日安排（含调休上班日）。已发布的版本不可修改；有新通知时另建新版本。',
    },
    days,
  };
}

/** The same as a value for rules: tests, demonstrations and previews need no database. */
export function shippedCalendar(time_zone = 'Asia/Shanghai'): Calendar {
  const { version, days } = calendarRows();
  return {
    version: version.version,
    time_zone,
    covers_from: version.covers_from,
    covers_to: version.covers_to,
    days: new Map(days.map(({ date, kind, name, source, origin }) => [date, { kind, name, source, origin }])),
  };
}

/** New Year's holiday may begin in December: it belongs to the notice of the new year. */
function noticeOf(date: Day, name: string): string {
  if (EXTENDED_2020.includes(date))
    return EXTENSION_2020;
  const { year, month } = civilDate(epochDay(date));
  const arranged = name === '元旦' && month === 12 ? year + 1 : year;
  return NOTICES[arranged] ?? `国务院办公厅关于${arranged}年部分节假日安排的通知`;
}
