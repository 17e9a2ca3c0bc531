/**
 * The clocks of an issue once more, slowly: every limit is found by walking the calendar day by
 * day from the day of receipt, and nothing of the rules' arithmetic is used. Shanghai, 18:00.
 */
import type { Calendar, ClockKind, PinnedLimit } from '../../extensions/wangge/src/calendar/model.ts';
import type { ClockState, IssueEvent } from '../../extensions/wangge/src/handling/model.ts';
import type { Moment, Uuid } from '../../extensions/wangge/src/kernel/values.ts';

export interface SlowClock {
  kind: ClockKind;
  department: Uuid | null;
  opened_by_seq: number;
  state: ClockState;
  due_at: Moment;
  met_at: Moment | null;
  missed_at: Moment | null;
  held_until: Moment | null;
}

interface Life extends SlowClock {
  start: Moment;
  limit: PinnedLimit;
  pauses: { from: Moment; until: Moment | null }[];
  extra: number[];
}

const shanghai = (moment: Moment): string => new Date(Date.parse(moment) + 8 * 3_600_000).toISOString();
const dayAfter = (day: string): string => new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);

/** What the law fixes, of which limits that were pinned before it was known know nothing. */
const FIXED = ['01-01', '05-01', '05-02', '10-01', '10-02', '10-03'];

function works(day: string, calendar: Calendar, { statutory }: PinnedLimit): boolean {
  if (statutory === true && FIXED.includes(day.slice(5)))
    return false;
  const arranged = calendar.days.get(day);
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  return arranged === undefined ? weekday !== 0 && weekday !== 6 : arranged.kind === 'workday';
}

/** The first day that is left at a moment. */
function leftAt(moment: Moment): string {
  const local = shanghai(moment);
  return local.slice(11, 16) >= '18:00' ? dayAfter(local.slice(0, 10)) : local.slice(0, 10);
}

function dueOf({ start, limit, pauses, extra }: Pick<Life, 'start' | 'limit' | 'pauses' | 'extra'>, calendar: Calendar): Moment {
  if (limit.fixed_due_at !== undefined)
    return limit.fixed_due_at;
  let left = limit.working_days! + extra.reduce((sum, n) => sum + n, 0);
  let day = shanghai(start).slice(0, 10);
  while (left > 0) {
    day = dayAfter(day);
    const today = day;
    const stood = pauses.some(({ from, until }) => until !== null && leftAt(from) <= today && today < leftAt(until));
    if (works(today, calendar, limit) && !stood)
      left--;
  }
  return `${day}T10:00:00.000Z`;
}

export function slowClocks(events: readonly IssueEvent[], calendars: (version: string) => Calendar): SlowClock[] {
  const lives: Life[] = [];
  let department: Uuid | null = null;
  let round = events[0]!.at;
  let handled: Moment | null = null;
  let asking = false;
  let district: Moment | null = null;
  let merged: Life[] = [];

  for (const event of events) {
    const { at, type, data: { decided } } = event;
    const retime = (life: Life): void => void (life.due_at = dueOf(life, calendars(life.limit.calendar_version)));
    const waitOf = (life: Life): Moment => dueOf({ start: life.due_at, limit: { ...life.limit, working_days: 1 }, pauses: [], extra: [] }, calendars(life.limit.calendar_version));
    const latest = (kind: ClockKind): Life | undefined => lives.filter(life => life.kind === kind).at(-1);
    const runs = (life: Life | undefined, moment = at): boolean => life?.state === 'running' && moment <= life.due_at;
    const stop = (life: Life): void => {
      if (life.state === 'paused' || runs(life))
        life.state = 'cancelled';
    };
    const open = (kind: ClockKind, start = at): void => {
      const limit = decided.limits?.[kind];
      if (limit === undefined || (kind === 'own' && department === null))
        return;
      const life: Life = { kind, department: kind === 'own' ? department : null, opened_by_seq: event.seq, state: 'running', due_at: '', met_at: null, missed_at: null, held_until: null, start, limit, pauses: [], extra: [] };
      retime(life);
      lives.push(life);
    };
    const repin = (life: Life): void => {
      const { calendar_version, statutory } = decided;
      if (calendar_version !== undefined)
        life.limit = { ...life.limit, calendar_version, ...(statutory === undefined ? {} : { statutory }) };
    };
    const goOn = (life: Life | undefined, until = at): void => {
      if (life?.state !== 'paused')
        return;
      repin(life);
      life.pauses.at(-1)!.until = until;
      life.state = 'running';
      retime(life);
    };
    const stand = (life: Life | undefined, from: Moment): void => {
      if (life === undefined || !runs(life, from) || from === life.due_at)
        return;
      life.pauses.push({ from, until: null });
      life.state = 'paused';
    };
    const meet = (life: Life | undefined, moment = at): void => {
      if (life === undefined || !['running', 'paused', 'missed'].includes(life.state))
        return;
      goOn(life);
      const inTime = runs(life, moment);
      life.met_at = moment;
      life.missed_at = inTime ? null : life.missed_at ?? life.due_at;
      life.state = inTime ? 'met' : 'late';
    };
    const again = (): void => {
      round = at;
      lives.forEach(stop);
      open('resolve');
      open('own');
    };

    if (decided.department !== undefined)
      department = decided.department;
    const [resolve, own, escalate] = [latest('resolve'), latest('own'), latest('escalate')];
    if (type === 'report')
      (['resolve', 'own', 'escalate', 'external'] as const).forEach(kind => open(kind));
    if (type === 'route' && decided.district === 'returns') {
      const progress = latest('progress');
      if (progress !== undefined)
        stop(progress);
      goOn(resolve);
      if (own?.department === department)
        goOn(own);
      if (resolve === undefined || resolve.state === 'cancelled') {
        const before = lives.length;
        open('resolve', round);
        for (const life of lives.slice(before)) {
          life.pauses.push({ from: district!, until: at });
          retime(life);
        }
      }
    }
    if (type === 'merge')
      merged = lives.filter(({ state }) => state === 'running' || state === 'paused');
    if (type === 'separate') {
      for (const life of merged.filter(({ kind, state }) => state === 'cancelled' && (kind === 'resolve' || kind === 'external'))) {
        life.state = 'running';
        repin(life);
        retime(life);
      }
    }
    if (type === 'route' || type === 'separate') {
      const limit = decided.limits?.resolve;
      if (decided.district === 'returns' && (resolve === undefined || resolve.state === 'cancelled')) {
        // Opened above.
      }
      else if (resolve === undefined) {
        open('resolve', round);
      }
      else if (limit !== undefined && runs(resolve)) {
        resolve.limit = limit;
        retime(resolve);
      }
      if (own !== undefined && ['running', 'paused', 'missed'].includes(own.state) && own.department === department) {
        goOn(own);
      }
      else {
        if (own !== undefined)
          stop(own);
        open('own');
      }
      if (escalate === undefined || !['running', 'paused', 'missed'].includes(escalate.state))
        open('escalate');
      else if (decided.scope !== undefined && decided.scope !== 'district' && decided.limits?.escalate === undefined)
        stop(escalate);
    }
    if (type === 'return')
      stand(own, at);
    if (type === 'escalate') {
      meet(escalate);
      district = decided.paused_from ?? at;
      for (const life of [resolve, own]) {
        if (decided.district === 'pauses')
          stand(life, district);
        else if (life !== undefined)
          stop(life);
      }
      open('progress');
    }
    if (type === 'progress' && decided.limits?.progress !== undefined) {
      meet(latest('progress'));
      open('progress');
    }
    if (type === 'request_extension') {
      for (const life of [resolve, own]) {
        if (life !== undefined && runs(life))
          life.held_until = waitOf(life);
      }
    }
    if (type === 'decide_extension') {
      for (const [kind, n] of Object.entries(decided.extensions ?? {})) {
        const life = latest(kind as ClockKind)!;
        if (life.state === 'running') {
          repin(life);
          life.extra.push(n);
          retime(life);
        }
      }
    }
    if (type === 'suspend')
      [resolve, own].forEach(life => stand(life, decided.paused_from ?? at));
    if (type === 'resume')
      [resolve, own].forEach(life => goOn(life, decided.resumes_at));
    if (type === 'deadline_moved') {
      for (const life of lives.filter(({ state }) => state === 'running' || state === 'paused')) {
        repin(life);
        retime(life);
        life.held_until &&= waitOf(life);
      }
    }
    if (type === 'handle') {
      handled = at;
      goOn(own);
      meet(own);
      goOn(resolve);
      if (escalate !== undefined)
        stop(escalate);
      meet(latest('progress'));
    }
    if (type === 'feed_back') {
      const done = handled !== null && handled > at ? handled : at;
      meet(resolve, done);
      meet(latest('external'), done);
      open('verify');
    }
    if (type === 'verify')
      meet(latest('verify'));
    if ((type === 'verify' && event.solved === 'no') || type === 'reopen')
      again();
    if (type === 'close') {
      const verify = latest('verify');
      if (verify !== undefined)
        stop(verify);
      open('disclose');
    }
    if (type === 'disclose')
      meet(latest('disclose'));
    if (['reject', 'merge', 'withdraw'].includes(type))
      lives.forEach(stop);
    if (type === 'deadline_missed') {
      const { kind, department: whose, opened_by_seq } = decided.clock!;
      const life = lives.find(one => one.kind === kind && one.department === whose && one.opened_by_seq === opened_by_seq)!;
      life.state = 'missed';
      life.missed_at = at;
    }
    asking = type === 'request_extension'
      || (asking && !['decide_extension', 'route', 'return', 'suspend', 'escalate', 'handle', 'reject', 'withdraw', 'merge'].includes(type)
        && !(type === 'deadline_missed' && ['resolve', 'own'].includes(decided.clock!.kind)));
    if (!asking)
      lives.forEach(life => void (life.held_until = null));
  }
  return lives.map(({ kind, department: whose, opened_by_seq, state, due_at, met_at, missed_at, held_until }) => ({ kind, department: whose, opened_by_seq, state, due_at, met_at, missed_at, held_until }));
}
