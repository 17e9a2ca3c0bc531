/**
 * Plans of collection: what they may say, and which task they ask for today.
 *
 * A plan asks every grid of its level, in its subtree, once a calendar period: for the entries of a data set, or for a
 * report on a topic. The limit is working days; the day on which the task is given does not count.
 */
import type { Calendar } from '../../calendar/model.ts';
import type { Refusal } from '../../kernel/refusal-rules.ts';
import type { Day } from '../../kernel/values.ts';
import { addWorkingDays } from '../../calendar/working-days-rules.ts';
import { civilDate, dayString, epochDay, isDay, weekday } from '../../kernel/civil-date-rules.ts';
import { refused } from '../../kernel/refusal-rules.ts';

export const EVERY = ['week', 'month', 'quarter', 'half_year', 'year'] as const;
export type Every = (typeof EVERY)[number];

const MONTHS: Record<Exclude<Every, 'week'>, number> = { month: 1, quarter: 3, half_year: 6, year: 12 };
const LONGEST_LIMIT = 250;

/** What a plan asks for: fixed once there are tasks, or they would say something else than the plan. */
export const PLAN_FIXED = ['dataset', 'topic', 'every', 'starts_on'] as const;

export interface Plan {
  name: string;
  dataset: string | null;
  topic: string | null;
  grid: string | null;
  level: number;
  every: string;
  due_working_days: number;
  starts_on: Day;
  active: boolean;
}

/** What the plan refers to, as it is stored; null: there is no such thing. */
export interface PlanPlace {
  grid: { level: number; status: string } | null;
  dataset: { active: boolean } | null;
}

/** Why the plan may not be saved like this; null if it may. */
export function objectionToPlan(plan: Plan, place: PlanPlace): Refusal | null {
  if (blank(plan.name))
    return refused('field_required', 'name');
  if (blank(plan.dataset) === blank(plan.topic))
    return refused('plan_dataset_or_topic', blank(plan.dataset) ? 'dataset' : 'topic');
  if (!blank(plan.dataset) && place.dataset === null)
    return refused('dataset_unknown', 'dataset');
  if (plan.active && place.dataset?.active === false)
    return refused('plan_dataset_retired', 'dataset');
  if (place.grid === null)
    return refused('plan_grid_unknown', 'grid');
  if (![1, 2, 3].includes(plan.level) || place.grid.level > plan.level)
    return refused('plan_level', 'level', { level: place.grid.level });
  if (!EVERY.includes(plan.every as Every))
    return refused('plan_every', 'every');
  if (!Number.isInteger(plan.due_working_days) || plan.due_working_days < 1 || plan.due_working_days > LONGEST_LIMIT)
    return refused('plan_limit', 'due_working_days', { most: LONGEST_LIMIT });
  return isDay(plan.starts_on) ? null : refused('date_invalid', 'starts_on');
}

/** The first day of the calendar period that holds `day`: weeks begin on Monday. */
export function periodStart(every: Every, day: Day): Day {
  const epoch = epochDay(day);
  if (every === 'week')
    return dayString(epoch - (weekday(epoch) - 1));
  const { year, month } = civilDate(epoch);
  const first = month - (month - 1) % MONTHS[every];
  return `${String(year).padStart(4, '0')}-${String(first).padStart(2, '0')}-01`;
}

/**
 * The task of the period that holds `today`; null before the plan begins. Whoever is given it late (a new grid, a plan made in the
 * middle, a server that stood still) has the whole limit all the same.
 */
export function taskOf(plan: Pick<Plan, 'every' | 'starts_on' | 'due_working_days'>, today: Day, calendar: Calendar): { starts_on: Day; due_on: Day } | null {
  if (plan.starts_on > today)
    return null;
  const period = periodStart(plan.every as Every, today);
  return {
    starts_on: plan.starts_on > period ? plan.starts_on : period,
    due_on: addWorkingDays(calendar, today, plan.due_working_days).day,
  };
}

function blank(value: unknown): boolean {
  return value == null || (typeof value === 'string' && value.trim() === '');
}
