/**
 * What this person may do with an issue now, and why not the rest: what the Studio's buttons
 * are made of. The same objections as a command meets, before anything is said.
 */
import type { Db } from '../../kernel/context.ts';
import type { Moment, Uuid } from '../../kernel/values.ts';
import type { EventField, Requested } from '../event-row-rules.ts';
import type { Cause, EventType, RequestKind } from '../model.ts';
import { loadCalendar } from '../../calendar/index.ts';
import { dayOf } from '../../calendar/working-days-rules.ts';
import { sentence } from '../../kernel/refusal-rules.ts';
import { standing } from '../../territory/index.ts';
import { EVENTS } from '../event-registry-rules.ts';
import { loadEvents, loadIssue } from '../issue-store.ts';
import { messages } from '../messages.ts';
import { inWords, word } from '../words.ts';
import { pinnedCalendars } from './decide-and-write-service.ts';
import { derivedIssueNow } from './decide-rules.ts';
import { objectionToStep, STAFF_STEPS } from './precondition-rules.ts';
import { possibleRequests } from './request-rules.ts';
import { answerable, concerned } from './transition-rules.ts';

export interface Step {
  type: EventType;
  name: string;
  requires: readonly EventField[];
  accepts: readonly EventField[];
  /** What `cause` may be, where it is asked for. */
  causes?: readonly Cause[];
  /** What may be asked for now, and what each asks for and accepts besides. */
  requests?: Partial<Record<RequestKind, Requested>>;
  /** For which called departments this person may answer. */
  departments?: readonly Uuid[];
}

export interface Steps {
  /** What this person may do now, in the usual order. */
  data: Step[];
  /** What else there is, and why it is not possible for this person now. */
  others: { type: EventType; name: string; why: string }[];
}

/** Nobody without a part in the issue is told anything about it. */
export async function stepsFor(db: Db, id: Uuid, user: Uuid, now: Moment): Promise<Steps> {
  const issue = await loadIssue(db, id);
  const calendar = await loadCalendar(db);
  const actor = await standing(db, user, issue.grid_path, dayOf(calendar, now));
  if (actor === null)
    return { data: [], others: [] };
  const stored = await loadEvents(db, [id]);
  const derived = derivedIssueNow(stored, issue.state, id, await pinnedCalendars(db, stored, calendar), now);
  if (!concerned(derived, actor))
    return { data: [], others: [] };
  const steps: Steps = { data: [], others: [] };
  for (const type of STAFF_STEPS) {
    const name = word('event', type, actor.language);
    const objection = objectionToStep(derived, type, { now, actor, issue, calendar });
    if (objection === null)
      steps.data.push({ type, name, ...fieldsOf(type, possibleRequests(derived, now)), ...(type === 'answer_call' ? { departments: answerable(derived, actor) } : {}) });
    else
      steps.others.push({ type, name, why: sentence(messages, inWords(objection, actor.language), actor.language) });
  }
  return steps;
}

function fieldsOf(type: EventType, possible: readonly RequestKind[]): Omit<Step, 'type' | 'name'> {
  const { requires, accepts = [], causes, requests } = EVENTS[type].transition;
  return {
    requires,
    accepts,
    ...(causes === undefined ? {} : { causes }),
    ...(requests === undefined ? {} : { requests: Object.fromEntries(possible.map(kind => [kind, requests[kind]])) }),
  };
}
