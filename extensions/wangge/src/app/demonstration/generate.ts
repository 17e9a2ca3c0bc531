/**
 * The whole demonstration, in memory: a function of the material, the reference data, the present and a seed.
 *
 * Reports are drawn, numbered in the order of their time, and each one's story is played through the rules up to
 * the present; then whatever time has made true by then is written, so that a sweep finds nothing left to do.
 */
import type { Day, Moment } from '../../kernel/values.ts';
import type { Material } from './material.ts';
import type { DemoRows } from './model.ts';
import type { Reference } from './reference.ts';
import type { Quarter } from './reports.ts';
import { dayOf } from '../../calendar/working-days-rules.ts';
import { issueNumber } from '../../handling/index.ts';
import { civilDate, dayString, epochDay } from '../../kernel/civil-date-rules.ts';
import { makeDemoRows } from './demo-rows.ts';
import { Directory } from './directory.ts';
import { play } from './issue-life.ts';
import { makeQuality } from './quality.ts';
import { random } from './random.ts';
import { drawReports } from './reports.ts';
import { IssueTimeline } from './timeline.ts';

export interface Options {
  /** The present: nothing of the demonstration happens later. */
  now: Moment;
  seed: string;
  /** Issues of a whole quarter. */
  perQuarter?: number;
}

export interface Demonstration {
  world: DemoRows;
  directory: Directory;
  /** The finished quarters, the older first, and the running one. */
  quarters: Quarter[];
  issues: IssueTimeline[];
  /** The last number given on each day. */
  counters: { day: Day; last: number }[];
}

export function generate(material: Material, reference: Reference, { now, seed, perQuarter = 1500 }: Options): Demonstration {
  const today = dayOf(reference.calendar, now);
  const world = makeDemoRows(material, reference.categories, today, seed);
  const directory = new Directory(world, reference);
  const quality = makeQuality(world, seed);
  const quarters = quartersUntil(today, perQuarter);
  const reports = quarters
    .flatMap((quarter, index) => drawReports(quarter, index, directory, material.matters, quality, random(`${seed}/reports/${quarter.code}`), now))
    .sort((a, b) => a.reported_at < b.reported_at ? -1 : a.reported_at > b.reported_at ? 1 : a.id < b.id ? -1 : 1);

  const last = new Map<Day, number>();
  const issues = reports.map((report) => {
    const day = dayOf(reference.calendar, report.reported_at);
    last.set(day, (last.get(day) ?? 0) + 1);
    const timeline = new IssueTimeline(report, issueNumber(world.subdistrict.code, day, last.get(day)!), directory, now);
    play({
      timeline,
      directory,
      quality,
      phrases: material.phrases,
      districts: material.organisation.district_by_category,
      chance: random(`${seed}/story/${report.id}`),
    });
    timeline.pass(now);
    return timeline;
  });
  return { world, directory, quarters, issues, counters: [...last].map(([day, last]) => ({ day, last })) };
}

/** Two finished quarters, so that the later one has something to compare with, and the running one. */
export function quartersUntil(today: Day, perQuarter: number): Quarter[] {
  const { year, month } = civilDate(epochDay(today));
  const running = year * 4 + Math.floor((month - 1) / 3);
  return [running - 2, running - 1, running].map((index, place) => ({
    code: `${Math.floor(index / 4)}-Q${index % 4 + 1}`,
    starts_on: firstDay(index),
    ends_on: dayString(epochDay(firstDay(index + 1)) - 1),
    issues: place === 0 ? Math.round(perQuarter * 0.7) : perQuarter,
  }));
}

function firstDay(index: number): Day {
  return `${Math.floor(index / 4)}-${String(index % 4 * 3 + 1).padStart(2, '0')}-01`;
}
