/**
 * Has a person met the standards of their post? (T2, T3, R2)
 *
 * A standard asks for an amount per unit of time: each working day, week, month or quarter. A unit is judged when it is
 * over, in the period in which its last day lies. Of a unit in which the post was held for a part of the working days,
 * or somebody was on approved leave for a part, that share is asked for, rounded to the nearest whole: for a day's
 * minutes all or nothing. Days are met one by one: more today makes up for no other day.
 *
 * The same in SQL for many people at once: `compliance-store.ts`.
 */
import type { Calendar } from '../../calendar/model.ts';
import type { Day } from '../../kernel/values.ts';
import type { Stretch } from '../logs/log-rules.ts';
import { isWorkingDay } from '../../calendar/working-days-rules.ts';
import { civilDate, dayString, epochDay, weekday } from '../../kernel/civil-date-rules.ts';
import { minutesOf } from '../logs/log-rules.ts';

export const PERS = ['working_day', 'week', 'month', 'quarter'] as const;
export type Per = (typeof PERS)[number];

export interface Standard {
  kind: string;
  /** Kinds of logs that count; empty: those of `COUNTED`. */
  log_kinds: readonly string[];
  amount: number;
  per: Per;
}

/** Which logs count where the standard names none. A meeting is no time in the field. */
export const COUNTED: Readonly<Record<string, readonly string[]>> = {
  field_minutes: ['patrol', 'visit', 'handling'],
  visit: ['visit'],
  meeting: ['meeting'],
};

/** Both days count; `ends_on` null: open. */
export interface Span { starts_on: Day; ends_on: Day | null }

/** What somebody did in the grid of their post, or below it: a log, the check of another's log, a confirmed ledger entry. */
export interface Deed {
  day: Day;
  /** The log's kind; `log_check` or `ledger_review` without a log of their own. */
  kind: string;
  stretch: Stretch | null;
}

export interface Period { from: Day; until: Day }

export interface Unit {
  per: Per;
  /** Its first and last day. */
  unit: Day;
  ends_on: Day;
  working: Day[];
}

/** What came of one unit; `required` plus `excused` is what the post asks for without leave. */
export interface Result { unit: Day; required: number; excused: number; done: number }

/** The units of the period: those that are over by its last day. */
export function unitsOf(per: Per, { from, until }: Period, calendar: Calendar): Unit[] {
  const units: Unit[] = [];
  let day = epochDay(from);
  while (day <= epochDay(until)) {
    const unit = unitWith(per, day, calendar);
    if (unit.working.length > 0 && unit.ends_on >= from && unit.ends_on <= until)
      units.push(unit);
    day = epochDay(unit.ends_on) + 1;
  }
  return units;
}

/** Of each kind the unit that holds a day, over or not: what is done so far. On a day of rest no working day is among them. */
export function runningUnits(day: Day, calendar: Calendar): Unit[] {
  return PERS.map(per => unitWith(per, epochDay(day), calendar)).filter(({ working }) => working.length > 0);
}

function unitWith(per: Per, epoch: number, calendar: Calendar): Unit {
  const first = per === 'working_day' ? epoch : firstOf(per, epoch);
  const next = per === 'working_day' ? first + 1 : firstOf(per, first + LONGEST[per]);
  const days = Array.from({ length: next - first }, (_, index) => dayString(first + index));
  return { per, unit: days[0]!, ends_on: days.at(-1)!, working: days.filter(day => isWorkingDay(calendar, day)) };
}

/** What is asked of somebody who was there on `present` of the unit's working days. */
export function shareOf(amount: number, present: number, working: number): number {
  return Math.floor((2 * amount * present + working) / (2 * working));
}

/** One person in one post: each unit of the period in which the post was held. */
export function compliance(standard: Standard, terms: readonly Span[], leave: readonly Span[], deeds: readonly Deed[], period: Period, calendar: Calendar): Result[] {
  const kinds = standard.log_kinds.length > 0 && standard.kind in COUNTED ? standard.log_kinds : COUNTED[standard.kind] ?? [standard.kind];
  const byDay = Map.groupBy(deeds.filter(({ kind, day }) => kinds.includes(kind) && within(terms, day)), ({ day }) => day);
  return unitsOf(standard.per, period, calendar).flatMap(({ unit, ends_on, working }) => {
    const held = working.filter(day => within(terms, day));
    const asked = shareOf(standard.amount, held.length, working.length);
    if (asked === 0)
      return [];
    const required = shareOf(standard.amount, held.filter(day => !within(leave, day)).length, working.length);
    const done = [...byDay].filter(([day]) => unit <= day && day <= ends_on)
      .reduce((sum, [, those]) => sum + amountOf(standard.kind, those), 0);
    return [{ unit, required, excused: asked - required, done }];
  });
}

export function isMet({ required, done }: Pick<Result, 'required' | 'done'>): boolean {
  return done >= required;
}

/** Minutes of one day count once; everything else by the piece. */
function amountOf(kind: string, deeds: readonly Deed[]): number {
  return kind === 'field_minutes' ? minutesOf(deeds.flatMap(({ stretch }) => stretch ?? [])) : deeds.length;
}

function within(spans: readonly Span[], day: Day): boolean {
  return spans.some(({ starts_on, ends_on }) => starts_on <= day && (ends_on === null || day <= ends_on));
}

/** More days than to the end, fewer than to the end of the next one. */
const LONGEST: Record<Exclude<Per, 'working_day'>, number> = { week: 7, month: 31, quarter: 92 };
const MONTHS = { month: 1, quarter: 3 };

/** The first day of the week (Monday), month or quarter that holds a day. */
function firstOf(per: Exclude<Per, 'working_day'>, epoch: number): number {
  if (per === 'week')
    return epoch - (weekday(epoch) - 1);
  const { year, month } = civilDate(epoch);
  const first = month - (month - 1) % MONTHS[per];
  return epochDay(`${String(year).padStart(4, '0')}-${String(first).padStart(2, '0')}-01`);
}
