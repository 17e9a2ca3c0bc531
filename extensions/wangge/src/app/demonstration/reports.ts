/** What is reported: when, where, by whom, in which words. */
import type { Calendar } from '../../calendar/model.ts';
import type { Source } from '../../handling/model.ts';
import type { RoutingQuestion } from '../../handling/routing/model.ts';
import type { Day, Moment, Uuid } from '../../kernel/values.ts';
import type { Directory } from './directory.ts';
import type { Matter, Matters } from './material.ts';
import type { Quality } from './quality.ts';
import type { Random } from './random.ts';
import { dayOf, isWorkingDay } from '../../calendar/working-days-rules.ts';
import { leaderFrom } from '../../handling/routing/responsible-rules.ts';
import { dayString, epochDay } from '../../kernel/civil-date-rules.ts';
import { at, plusMinutes } from './office-time.ts';
import { idOf } from './random.ts';

export interface Report extends RoutingQuestion {
  id: Uuid;
  grid: Uuid;
  category: Uuid;
  reporter: Uuid;
  title: string;
  description: string;
  confidential: boolean;
  address: string;
  external_no: string | null;
  occurred_at: Moment;
  reported_at: Moment;
  /** Which of the quarters that are made; 0 is the first. */
  quarter: number;
  matter: Matter;
}

export interface Quarter { code: string; starts_on: Day; ends_on: Day; issues: number }

const SOURCES: Partial<Record<Source, number>> = { patrol: 50, visit: 16, facility_check: 6, resident: 10, hotline: 12, notice_page: 2, superior: 2, transfer: 1 };
/** These come in at the grid centre; the rest is reported by whoever looks after the patch. */
const CENTRAL: readonly Source[] = ['hotline', 'notice_page', 'superior', 'transfer'];
/** How much is reported on a day off, against a working day. */
const DAY_OFF = 0.12;

/** The reports of a quarter that were made before `until`. */
export function drawReports(quarter: Quarter, index: number, directory: Directory, matters: Matters, quality: Quality, chance: Random, until: Moment): Report[] {
  const { calendar } = directory.reference;
  const days = daysOf(quarter);
  const dayWeights = Object.fromEntries(days.map(day => [day, isWorkingDay(calendar, day) ? 1 : DAY_OFF]));
  const patches = directory.world.grids.filter(({ level }) => level === 3);
  const patchWeights = Object.fromEntries(patches.map(({ id }) => [id, quality.activity(id)]));
  const matterWeights = Object.fromEntries(matters.matters.map(({ weight }, index) => [String(index), weight]));
  const reports: Report[] = [];
  for (let n = 0; n < quarter.issues; n++) {
    const reported_at = momentOn(calendar, chance.weighted(dayWeights), chance);
    const patch = chance.weighted(patchWeights);
    const matter = matters.matters[Number(chance.weighted(matterWeights))]!;
    const report = draw(`${quarter.code}/${n}`, matter, patch, reported_at, directory, matters, chance);
    if (reported_at < until)
      reports.push({ ...report, quarter: index });
  }
  return reports;
}

function draw(name: string, matter: Matter, grid: Uuid, reported_at: Moment, directory: Directory, matters: Matters, chance: Random): Omit<Report, 'quarter'> {
  const category = directory.reference.categories.find(({ code }) => code === matter.category)!;
  const community = directory.chain(grid)[1]!;
  const place = chance.pick(matters.places[chance.pick(matter.place)]!);
  const address = `${community.name}${place}`;
  const source = chance.weighted(SOURCES);
  const central = CENTRAL.includes(source);
  const day = dayOf(directory.reference.calendar, reported_at);
  return {
    id: idOf(`issue/${name}`),
    matter,
    grid,
    category: category.id,
    reporter: central ? clerk(directory, chance) : leaderFrom(3, directory.context(grid, category.id, day)).person!,
    title: `${category.name}：${address}`,
    description: chance.pick(matter.descriptions).replace('{place}', place),
    kind: matter.kind ?? 'problem',
    parties: chance.weighted(matter.parties ?? { none: 1 }),
    involves_departments: chance.chance(matter.departments ?? 0),
    source,
    severity: chance.chance(matter.urgent ?? 0.02) ? chance.chance(0.12) ? 'critical' : 'urgent' : 'normal',
    confidential: chance.chance(matter.confidential ?? 0),
    address,
    external_no: source === 'hotline' ? `HX${day.replaceAll('-', '')}-${name.slice(name.lastIndexOf('/') + 1).padStart(4, '0')}` : null,
    occurred_at: plusMinutes(reported_at, -(central ? chance.between(60, 1400) : chance.between(2, 45))),
    reported_at,
  };
}

/** One of those who take calls at the grid centre. */
function clerk({ world }: Directory, chance: Random): Uuid {
  const centre = world.departments.find(({ dispatches }) => dispatches)!;
  return chance.pick(world.people.filter(({ id, department }) => department === centre.id && id !== centre.head)).id;
}

function momentOn(calendar: Calendar, day: Day, chance: Random): Moment {
  const [from, until] = isWorkingDay(calendar, day) && chance.chance(0.94) ? [8 * 60 + 40, 17 * 60 + 45] : [8 * 60, 21 * 60];
  return at(calendar, day, chance.between(from, until));
}

function daysOf({ starts_on, ends_on }: Quarter): Day[] {
  return Array.from({ length: epochDay(ends_on) - epochDay(starts_on) + 1 }, (_, n) => dayString(epochDay(starts_on) + n));
}
