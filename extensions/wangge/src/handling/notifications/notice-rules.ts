/** Who is told of an event, and in which words. */
import type { Language } from '../../kernel/refusal-rules.ts';
import type { Uuid } from '../../kernel/values.ts';
import type { Notice } from '../../outbox/model.ts';
import type { Concerned } from '../event-row-rules.ts';
import type { PendingRequest } from '../lifecycle/derived-state-rules.ts';
import type { IssueState } from '../lifecycle/evolve-rules.ts';
import type { IssueEvent, Severity, Status } from '../model.ts';
import type { NotifiedEvent, Past, People, Subject } from './model.ts';
import { EVENTS } from '../event-registry-rules.ts';
import { derivedStateOf, pendingAfter } from '../lifecycle/derived-state-rules.ts';
import { BODY, inBoth, LAPSED, severityMark, subjectOf } from './notice-words.ts';

export const NO_PAST: Past = { pending: null, helpers: [], asked: [] };
export const NOBODY: People = { dispatchers: [], level_1: [], level_1_there: [], heads: new Map() };

/** While one of these, an issue that is urgent or critical rings at any hour. */
const AT_WORK: readonly Status[] = ['reported', 'assigned', 'handling', 'escalated', 'returned'];

/** What those who are told have to know of the events before, in their order. */
export function pastOf(events: readonly IssueEvent[]): Past {
  const { pending, helpers } = derivedStateOf(events);
  let asked: Uuid[] = [];
  for (const { type, actor, data } of events) {
    if (data.decided.replies === true)
      asked = [];
    else if (EVENTS[type].effects?.awaits_reply && actor !== null)
      asked.push(actor);
  }
  return { pending, helpers, asked };
}

/** The rows for the outbox: one a person and event, in both languages; the outbox picks the reader's. */
export function noticesOf(events: readonly NotifiedEvent[], issue: Subject & Partial<People> & { state: IssueState; past?: Past }, firstSeq: number): Notice[] {
  const { severity = 'normal', past = NO_PAST } = issue;
  const people = { ...NOBODY, ...issue };
  let { pending } = past;
  return events.flatMap((event, index) => {
    const seq = firstSeq + index;
    const told = recipients(event, { ...issue, severity, past: { ...past, pending } }, people)
      .map(recipient => notice(issue, event, recipient, { key: `${event.type}:${issue.id}:${seq}`, name: event.type, subject: subjectOf(event, pending) }));
    const before = pending;
    // Only the type, its sayer and what was decided are looked at there.
    pending = pendingAfter(pending, { ...event, seq } as IssueEvent);
    return before === null || pending !== null || EVENTS[event.type].effects?.request === 'settles' ? told : [...told, ...lapsedNotices(issue, before, event)];
  });
}

/** Who asked for more time learns that nobody decided; not if their own step ended it. */
export function lapsedNotices(issue: Subject, { seq, kind, by }: Pick<PendingRequest, 'seq' | 'kind' | 'by'>, event: Pick<NotifiedEvent, 'actor'>): Notice[] {
  return others([by], event).map(recipient => notice(issue, event, recipient, { key: `lapsed:${issue.id}:${seq}`, name: 'request_lapsed', subject: LAPSED[kind] }));
}

function notice({ id, title, state, severity = 'normal', confidential = false }: Subject, { actor }: Pick<NotifiedEvent, 'actor'>, recipient: Uuid, said: { key: string; name: string; subject: Record<Language, string> }): Notice {
  return {
    dedupe_key: said.key,
    event: said.name,
    recipient,
    channel: 'inapp',
    subject: inBoth(language => `${severityMark(severity, language)}${said.subject[language].replace('{title}', () => confidential ? state.number : title)}`),
    body: inBoth(language => BODY[language].replace('{number}', state.number)),
    link: `/content/issues/${id}`,
    urgent: severity !== 'normal' && AT_WORK.includes(state.status),
    actor,
  };
}

/** Does the issue wait for the dispatchers: to route it, or to feed back what only they and level 1 can? */
export function awaitsDispatchers({ status }: Pick<IssueState, 'status'>, confidential: boolean): boolean {
  return status === 'reported' || status === 'returned' || (confidential && status === 'handled');
}

/** Who decides as level 1: its leader or deputies; where nobody but who asks is there, the dispatchers. */
function deciders({ level_1, level_1_there, dispatchers }: People, asking: Uuid | null): readonly Uuid[] {
  const there = level_1_there.filter(person => person !== asking);
  return there.length > 0 ? [...level_1, ...there] : dispatchers;
}

export function concerns(event: Pick<NotifiedEvent, 'type'>, whom: Concerned): boolean {
  return EVENTS[event.type].notice.concerns.includes(whom);
}

/** A critical issue that comes in, or comes to another department, is told upwards too. */
export function notifiesUpwards(event: NotifiedEvent, severity: Severity): boolean {
  return severity === 'critical' && concerns(event, 'upwards');
}

/** The department whose head an event concerns, beside the handling one. */
export function departmentCalled(event: NotifiedEvent): Uuid | null {
  return concerns(event, 'called_head') ? event.to_department ?? null : null;
}

/** The people to tell of an event, each once; nobody is told of what they did themselves. */
function recipients(event: NotifiedEvent, { severity, state, past, confidential = false }: { severity: Severity; state: IssueState; past: Past; confidential?: boolean }, people: People): Uuid[] {
  const { dispatchers, level_1, heads } = people;
  const headsOf = (department: Uuid | null): readonly Uuid[] => department === null ? [] : heads.get(department) ?? [];
  const peopleOf = (whom: Concerned): readonly (Uuid | null)[] => {
    switch (whom) {
      case 'lead':
      case 'handler':
      case 'follower':
      case 'reporter': return [state[whom]];
      case 'dispatchers': return awaitsDispatchers(state, confidential) ? dispatchers : [];
      case 'dispatchers_anyway': return dispatchers;
      case 'upwards': return notifiesUpwards(event, severity) ? [...level_1, ...headsOf(state.department)] : [];
      case 'approver': return event.data.decided.approver === 'lead' ? [state.lead] : deciders(people, event.actor);
      case 'requester': return [past.pending?.by ?? null];
      case 'department_head': return headsOf(state.department);
      case 'called_head': return headsOf(departmentCalled(event));
      case 'caller': return [callerOf(event, past)];
    }
  };
  return others([
    ...EVENTS[event.type].notice.concerns.flatMap(peopleOf),
    ...(event.data.decided.replies === true ? past.asked : []),
  ], event);
}

function callerOf({ data: { decided } }: NotifiedEvent, { helpers }: Past): Uuid | null {
  return helpers.findLast(({ department }) => department === decided.helper)?.called_by ?? null;
}

function others(people: readonly (Uuid | null)[], { actor }: Pick<NotifiedEvent, 'actor'>): Uuid[] {
  return [...new Set(people)].filter((person): person is Uuid => person !== null && person !== actor);
}
