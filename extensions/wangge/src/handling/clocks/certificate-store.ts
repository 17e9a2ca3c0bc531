/** The certificates of an issue's clocks, expanded by the calendars that they name. */
import type { Moved } from '../../calendar/certificate-rules.ts';
import type { Certificate } from '../../calendar/model.ts';
import type { Db } from '../../kernel/context.ts';
import type { Uuid } from '../../kernel/values.ts';
import type { ClockIdentity, ClockState, Decided } from '../model.ts';
import type { Certified, CertifiedClock } from './model.ts';
import { expandCertificate } from '../../calendar/certificate-rules.ts';
import { loadCalendar } from '../../calendar/index.ts';
import { chainFault } from '../chain/chain-rules.ts';
import { loadChain } from '../chain/chain-store.ts';
import { momentOf } from '../issue-store.ts';
import { sameClock } from './clock-rules.ts';

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

/** Which issue it is, and whether its timeline still stands as it was written. */
export async function loadCertified(db: Db, issue: Uuid): Promise<Certified> {
  const { number, title } = await db('issues').where('id', issue).first('number', 'title');
  const { events, head } = await loadChain(db, issue);
  return { number, title, chain: { events: events.length, head: head.hash, verified: chainFault(events, head) === null } };
}
