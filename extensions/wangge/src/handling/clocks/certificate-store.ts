/** The certificates of an issue's clocks, expanded by the calendars that they name. */
import type { ExpandedCertificate, Moved } from '../../calendar/certificate.ts';
import type { Db } from '../../platform/context.ts';
import type { Certificate, ClockIdentity, ClockState, Decided, Moment, Uuid } from '../model.ts';
import { expandCertificate } from '../../calendar/certificate.ts';
import { loadCalendar } from '../../calendar/index.ts';
import { loadChain } from '../proof/chain-store.ts';
import { chainFault } from '../proof/chain.ts';
import { momentOf } from '../store.ts';
import { sameClock } from './clock.ts';

export interface CertifiedClock {
  kind: ClockIdentity['kind'];
  state: ClockState;
  department: { id: Uuid; name: string | null } | null;
  met_at: Moment | null;
  missed_at: Moment | null;
  expanded: ExpandedCertificate;
}

type Row = ClockIdentity & { state: ClockState; name: string | null; met_at: Date | string | null; missed_at: Date | string | null; certificate: Certificate };

/** In the order in which the clocks were opened. */
export async function loadCertificates(db: Db, issue: Uuid): Promise<CertifiedClock[]> {
  const clocks: Row[] = await db('issue_deadlines as d').leftJoin('departments as p', 'p.id', 'd.department')
    .where({ issue }).orderBy(['d.opened_by_seq', 'd.id'])
    .select('d.kind', 'd.department', 'd.opened_by_seq', 'd.state', 'd.met_at', 'd.missed_at', 'd.certificate', 'p.name');
  const events: { at: Date | string; data: { decided: Decided } }[] = await db('issue_events').where({ issue, type: 'deadline_moved' }).orderBy('seq').select('at', 'data');
  return Promise.all(clocks.map(async (clock) => {
    const { kind, department, state, name, certificate } = clock;
    return {
      kind,
      state,
      department: department === null ? null : { id: department, name },
      met_at: momentOf(clock.met_at),
      missed_at: momentOf(clock.missed_at),
      expanded: expandCertificate(certificate, await loadCalendar(db, certificate.limit.calendar_version), { kind, moved: movesOf(events, clock) }),
    };
  }));
}

function movesOf(events: readonly { at: Date | string; data: { decided: Decided } }[], clock: ClockIdentity): Moved[] {
  return events.flatMap(({ at, data: { decided } }) => {
    const move = decided.moved?.find(one => sameClock(one, clock));
    return move === undefined ? [] : [{ at: momentOf(at)!, from: move.from, to: move.to, calendar_version: decided.calendar_version! }];
  });
}

export interface Certified {
  number: string;
  title: string;
  chain: { events: number; head: string; verified: boolean };
}

/** Which issue it is, and whether its timeline still stands as it was written. */
export async function loadCertified(db: Db, issue: Uuid): Promise<Certified> {
  const { number, title } = await db('issues').where('id', issue).first('number', 'title');
  const { events, head } = await loadChain(db, issue);
  return { number, title, chain: { events: events.length, head: head.hash, verified: chainFault(events, head) === null } };
}
