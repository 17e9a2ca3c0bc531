/**
 * The daily work of the demonstration: the work logs of the running quarter, four weeks at the least, as everybody keeps them,
 * and what was found when they were checked.
 *
 * A function of the world, the words, the present and the seed. Most people do what their post asks for; some days are short,
 * some logs come late; of those that are drawn most are checked, one was found false and is answered.
 */
import type { Calendar } from '../../calendar/model.ts';
import type { Day, Moment, Uuid } from '../../kernel/values.ts';
import type { CheckResult, LogKind } from '../../reporting/logs/log-rules.ts';
import type { Directory } from './directory.ts';
import type { DutyWords } from './material.ts';
import type { GridRow, PostRow } from './model.ts';
import type { Random } from './random.ts';
import { addWorkingDays, dayOf, isWorkingDay } from '../../calendar/working-days-rules.ts';
import { clockTime, dayString, epochDay } from '../../kernel/civil-date-rules.ts';
import { drawn } from '../../reporting/logs/log-rules.ts';
import { holds } from '../../territory/scope-rules.ts';
import { at, plusMinutes } from './office-time.ts';
import { idOf, random } from './random.ts';

export interface LogRow {
  id: Uuid;
  person: Uuid;
  entered_by: Uuid;
  grid: Uuid;
  work_date: Day;
  started_at: string;
  ended_at: string;
  minutes: number;
  kind: LogKind;
  summary: string;
  residents_heard: string | null;
  route_confirmed: boolean;
  entered_late: boolean;
  sampled: boolean | null;
  check_result: CheckResult | null;
  check_note: string | null;
  checked_by: Uuid | null;
  checked_at: Moment | null;
  date_created: Moment;
  user_created: Uuid;
}

/** The finding that "false" became; answered, and to be decided. */
export interface FoundFalse { id: Uuid; grid: Uuid; work_log: Uuid; kind: 'false'; state: 'answered'; description: string; found_by: Uuid; found_on: Day; answer: string; answered_by: Uuid; answered_at: Moment; date_created: Moment; user_created: Uuid }

export interface Duty { logs: LogRow[]; finding: FoundFalse | null }

export function drawDuty(directory: Directory, words: DutyWords, { now, since, seed }: { now: Moment; since: Day; seed: string }): Duty {
  const { world, reference: { calendar } } = directory;
  const today = dayOf(calendar, now);
  // The week in which the quarter begins is judged as a whole.
  const first = Math.min(epochDay(since) - 7, epochDay(today) - 28);
  const days = Array.from({ length: epochDay(today) - first + 1 }, (_, index) => dayString(first + index)).filter(day => isWorkingDay(calendar, day));
  const dispatchers = world.people.filter(({ department }) => department !== null && directory.department(department).dispatches).map(({ id }) => id);
  const logs = days.flatMap((day) => {
    const posts = world.posts.filter(post => post.role === 'leader' && holds(post, day) && !directory.away(post.person, day));
    return posts.flatMap((post) => {
      const grid = directory.grid(post.grid);
      // Somebody with two patches goes to one after the other.
      const turn = posts.filter(({ person }) => person === post.person).indexOf(post);
      return new WorkDay({ calendar, words, post, grid, day, now, turn, dispatchers, chance: random(`${seed}/duty/${post.id}/${day}`), diligence: random(`${seed}/diligence/${post.id}`).next() }).logs();
    });
  });
  return checked(logs, directory, words, { today, seed });
}

interface DayScene {
  calendar: Calendar;
  words: DutyWords;
  post: PostRow;
  grid: GridRow;
  day: Day;
  now: Moment;
  turn: number;
  dispatchers: Uuid[];
  chance: Random;
  diligence: number;
}

class WorkDay {
  private readonly scene: DayScene;

  constructor(scene: DayScene) {
    this.scene = scene;
  }

  logs(): LogRow[] {
    return { 1: () => this.area(), 2: () => this.community(), 3: () => this.patch() }[this.scene.grid.level]();
  }

  private patch(): LogRow[] {
    const { chance, turn, diligence } = this.scene;
    const slack = (1 - diligence) ** 2;
    if (chance.chance(0.005 + 0.02 * slack))
      return [];
    const kind = (): 'patrol' | 'visit' | 'handling' => chance.weighted({ patrol: 6, visit: 3, handling: 1 });
    return [520, 840].flatMap((start, index) => index === 1 && chance.chance(0.005 + 0.06 * slack)
      ? []
      : this.log(kind(), start + 90 * turn + whole(chance, 0, 20), whole(chance, 60, 68), this.scene.words.logs));
  }

  private community(): LogRow[] {
    const { chance, words: { logs } } = this.scene;
    return [
      ...this.log(chance.chance(0.7) ? 'visit' : 'patrol', 540 + whole(chance, 0, 30), chance.chance(0.95) ? whole(chance, 60, 85) : whole(chance, 30, 50), { visit: logs.visit_2, patrol: logs.visit_2 }),
      ...chance.chance(1 / 12) ? this.log('meeting', 870, whole(chance, 45, 100), { meeting: logs.meeting_2 }) : [],
    ];
  }

  /** Entered by the dispatcher, as often as not. */
  private area(): LogRow[] {
    const { chance, dispatchers, words: { logs } } = this.scene;
    return [
      ...chance.chance(1 / 7) ? this.log('visit', 570 + whole(chance, 0, 40), whole(chance, 40, 90), { visit: logs.visit_1 }, chance.chance(0.5) ? chance.pick(dispatchers) : undefined) : [],
      ...chance.chance(1 / 25) ? this.log('meeting', 900, whole(chance, 40, 80), { meeting: logs.meeting_1 }) : [],
    ];
  }

  /** None if it would lie ahead of the present. */
  private log<Kind extends LogKind>(kind: Kind, start: number, minutes: number, texts: Record<Kind, string[]>, entered_by?: Uuid): LogRow[] {
    const { calendar, post, grid, day, now, chance, words } = this.scene;
    const until = start + minutes;
    const late = chance.chance(0.02);
    const entered = late ? at(calendar, addWorkingDays(calendar, day, 4).day, 560) : at(calendar, day, until + 5);
    const summary = chance.pick(texts[kind]);
    const heard = kind === 'visit' && chance.chance(0.25) ? chance.pick(words.heard) : null;
    if (entered > now)
      return [];
    return [{
      id: idOf(`log/${post.id}/${day}/${start}`),
      person: post.person,
      entered_by: entered_by ?? post.person,
      grid: grid.id,
      work_date: day,
      started_at: clockTime(start),
      ended_at: clockTime(until),
      minutes,
      kind,
      summary,
      residents_heard: heard,
      route_confirmed: false,
      entered_late: late,
      sampled: null,
      check_result: null,
      check_note: null,
      checked_by: null,
      checked_at: null,
      date_created: entered,
      user_created: entered_by ?? post.person,
    }];
  }
}

/** What the nights drew and the leaders above checked until yesterday. */
function checked(logs: readonly LogRow[], directory: Directory, words: DutyWords, { today, seed }: { today: Day; seed: string }): Duty {
  const { calendar } = directory.reference;
  const all = logs.map((log) => {
    const grid = directory.grid(log.grid);
    if (grid.level !== 3 || log.work_date === today)
      return log;
    const sampled = drawn(log.id, log.work_date);
    const chance = random(`${seed}/check/${log.id}`);
    const day = addWorkingDays(calendar, log.work_date, whole(chance, 4, 6)).day;
    // Level 1 looks at a few that were not drawn.
    const level = sampled ? 2 : 1;
    const checker = directory.leader(directory.chain(grid.id).find(above => above.level === level)!.id, day);
    if (day >= today || checker === null || checker === log.person || directory.away(checker, day) || !chance.chance(sampled ? 0.85 : 0.004))
      return { ...log, sampled };
    const incomplete = chance.chance(0.03);
    return { ...log, sampled, check_result: incomplete ? 'incomplete' as const : 'ok' as const, check_note: incomplete ? chance.pick(words.incomplete) : null, checked_by: checker, checked_at: at(calendar, day, 960 + whole(chance, 0, 90)) };
  });
  // The newest one that leaves two days for the answer.
  const before = dayString(epochDay(today) - 3);
  const one = all.findLast(({ check_result, checked_at, minutes }) => check_result === 'ok' && minutes > 60 && dayOf(calendar, checked_at!) <= before);
  if (one === undefined)
    return { logs: all, finding: null };
  return { logs: all.map(log => log === one ? { ...log, check_result: 'false' as const, check_note: words.false.description } : log), finding: findingOf(one, calendar, words) };
}

function findingOf({ id, grid, person, checked_by, checked_at }: LogRow, calendar: Calendar, words: DutyWords): FoundFalse {
  return {
    id: idOf(`finding/${id}`),
    grid,
    work_log: id,
    kind: 'false',
    state: 'answered',
    description: words.false.description,
    found_by: checked_by!,
    found_on: dayOf(calendar, checked_at!),
    answer: words.false.answer,
    answered_by: person,
    answered_at: plusMinutes(checked_at!, 24 * 60),
    date_created: checked_at!,
    user_created: checked_by!,
  };
}

/** Both ends included. */
function whole(chance: Random, from: number, to: number): number {
  return Math.floor(chance.between(from, to + 1));
}
