/** The slots of jobs by the clock on the wall: every minute, every day at a time, every month or quarter after its end. */
import type { Slot, SlotsDue } from '../kernel/job-rules.ts';
import type { Day, Moment } from '../kernel/values.ts';
import { civilDate, dayString, epochDay, epochMs, minuteOfDay, momentString, MS_PER_MINUTE } from '../kernel/civil-date-rules.ts';
import { lastQuarterOver } from './period-rules.ts';
import { localTime, momentOf } from './time-zone-rules.ts';

const KEY = 'YYYY-MM-DDTHH:MM'.length;

/** The minute that runs. Those that nobody was there for come as one slot before it: `from/until`. */
export const everyMinute: SlotsDue = (since, now, zone) => {
  const newest = Math.floor(epochMs(now) / MS_PER_MINUTE);
  const before = since === null ? newest - 1 : Math.floor(epochMs(since) / MS_PER_MINUTE);
  const slots: Slot[] = [];
  if (before < newest - 1) {
    const [from, until] = [minuteSlot(before + 1, zone), minuteSlot(newest - 1, zone)];
    slots.push(from.slot === until.slot ? from : { ...from, slot: `${from.slot}/${until.slot}`, count: newest - 1 - before });
  }
  return before < newest ? [...slots, minuteSlot(newest, zone)] : slots;
};

function minuteSlot(minute: number, zone: string): Slot {
  const at = momentString(minute * MS_PER_MINUTE);
  return { slot: at.slice(0, KEY), at, day: dayAt(zone, at) };
}

/** Every day at `HH:MM`; the slot is the day. */
export function everyDay(time: string): SlotsDue {
  return datesDue(time, today => [today, today - 1], (since, today) => Array.from({ length: Math.max(0, today - since + 1) }, (_, n) => since + n), dayString);
}

/** In the night after each month, at `HH:MM` of the first day of the next; the slot is the month that is over, `2026-11`. */
export function everyMonth(time: string): SlotsDue {
  return firstDaysDue(time, 1, first => dayString(first - 1).slice(0, 'YYYY-MM'.length));
}

/** The same after each quarter; the slot is its code, `2026-Q3`. */
export function everyQuarter(time: string): SlotsDue {
  return firstDaysDue(time, 3, first => lastQuarterOver(dayString(first)));
}

/** Every year at `HH:MM` of a day of it (`MM-DD`); the slot is the year that comes next. */
export function everyYear(date: string, time: string): SlotsDue {
  const on = (year: number): number => epochDay(`${String(year).padStart(4, '0')}-${date}`);
  const yearOf = (epoch: number): number => civilDate(epoch).year;
  return datesDue(
    time,
    today => [on(yearOf(today)), on(yearOf(today) - 1)],
    (since, today) => Array.from({ length: yearOf(today) - yearOf(since) + 1 }, (_, n) => on(yearOf(since) + n)).filter(epoch => epoch >= since && epoch <= today),
    epoch => String(yearOf(epoch) + 1),
  );
}

function firstDaysDue(time: string, months: 1 | 3, named: (first: number) => string): SlotsDue {
  const firsts = (since: number, today: number): number[] => {
    const found: number[] = [];
    for (let first = firstOf(today, months); first >= since; first = firstOf(first - 1, months))
      found.unshift(first);
    return found;
  };
  return datesDue(time, today => [firstOf(today, months), firstOf(firstOf(today, months) - 1, months)], firsts, named);
}

/** `latest`: the last dates up to today, newest first; `between`: all dates from one to another, oldest first. */
function datesDue(time: string, latest: (today: number) => number[], between: (since: number, today: number) => number[], named: (epoch: number) => string): SlotsDue {
  const minute = minuteOfDay(time);
  return (since, now, zone) => {
    const today = localTime(zone, epochMs(now)).epoch;
    const slotOn = (epoch: number): Slot => ({ slot: named(epoch), at: momentString(momentOf(zone, epoch, minute)), day: dayString(epoch) });
    if (since === null)
      return latest(today).map(slotOn).filter(({ at }) => at <= now).slice(0, 1);
    return between(localTime(zone, epochMs(since)).epoch, today).map(slotOn).filter(({ at }) => at > since && at <= now);
  };
}

/** The first day of the month or quarter that holds a day. */
function firstOf(epoch: number, months: 1 | 3): number {
  const { year, month } = civilDate(epoch);
  return epochDay(`${String(year).padStart(4, '0')}-${String(month - (month - 1) % months).padStart(2, '0')}-01`);
}

export function dayAt(zone: string, moment: Moment): Day {
  return dayString(localTime(zone, epochMs(moment)).epoch);
}
