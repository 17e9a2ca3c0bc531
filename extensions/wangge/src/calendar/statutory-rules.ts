/**
 * The days that the law itself fixes by their date (《全国年节及纪念日放假办法》 art. 2): nobody works on them in any year,
 * whether its arrangement is published or not. Spring Festival and the others follow the lunar calendar or are moved about:
 * those are known with the year's notice alone.
 */
import type { Day } from '../kernel/values.ts';
import { dayString, epochDay, weekday } from '../kernel/civil-date-rules.ts';

const NAMES: Readonly<Record<string, string>> = {
  '01-01': '元旦',
  '05-01': '劳动节',
  '05-02': '劳动节',
  '10-01': '国庆节',
  '10-02': '国庆节',
  '10-03': '国庆节',
};

/** The law, as a certificate names it. */
export const STATUTE = '《全国年节及纪念日放假办法》（国务院令第795号）第二条';

/** The holiday, if the law fixes this day; by its date alone. */
export function statutoryHoliday(day: Day): string | null {
  return NAMES[day.slice(5)] ?? null;
}

/** No limit lies beyond. */
const [FIRST_YEAR, LAST_YEAR] = [1899, 2210];

/** Those that would be working days by the week, in their order (days since 1970). */
const onWeekdays: readonly number[] = Array.from({ length: LAST_YEAR - FIRST_YEAR + 1 }, (_, i) => FIRST_YEAR + i)
  .flatMap(year => Object.keys(NAMES).map(date => epochDay(`${year}-${date}`)))
  .filter(epoch => weekday(epoch) <= 5);

export function isStatutory(epoch: number): boolean {
  return statutoryHoliday(dayString(epoch)) !== null;
}

/** How many of them are days from Monday to Friday and lie before this day. */
export function statutoryWeekdaysBefore(epoch: number): number {
  let [low, high] = [0, onWeekdays.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (onWeekdays[middle]! < epoch)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}
