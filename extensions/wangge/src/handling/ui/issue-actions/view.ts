/** The next steps as buttons and forms: from the server's answer, without a component or a request. */
import type { Entered, Fault, StudioField } from '../../../ui/form-fields.ts';
import type { EventField, EventRow } from '../../event-row-rules.ts';
import type { Speak } from './words.ts';
import { missingFields } from '../../../ui/form-fields.ts';
import { relatedId } from '../../../ui/form-relation.ts';
import { EVENTS } from '../../event-registry-rules.ts';
import { isWord } from './words.ts';

export interface Step {
  type: string;
  name: string;
  requires: readonly EventField[];
  accepts: readonly EventField[];
  causes?: readonly string[];
  /** What may be asked for now, and what each asks for besides. */
  requests?: Readonly<Record<string, { requires: readonly EventField[]; accepts?: readonly EventField[] }>>;
  /** For which called departments this person may answer, where there are several. */
  departments?: readonly string[];
}

/** What the step asks for, with what was chosen so far. */
function askedOf(step: Step, entered: Entered): Pick<Step, 'requires' | 'accepts'> {
  const chosen = step.requests?.[String(entered.request_kind)];
  return { requires: [...step.requires, ...chosen?.requires ?? []], accepts: [...step.accepts, ...chosen?.accepts ?? []] };
}

/** What usually comes next stands in front: at most three, the rest under "more". */
const IN_FRONT = 3;
const frontOf = ({ type }: Step): EventRow['studio']['front'] => (EVENTS as Record<string, EventRow | undefined>)[type]?.studio.front;

export interface Buttons { front: (Step & { leads: boolean })[]; more: Step[] }

export function buttonsOf(steps: readonly Step[]): Buttons {
  const place = (step: Step): number => frontOf(step)!.place;
  const front = steps.filter(step => frontOf(step) !== undefined).sort((a, b) => place(a) - place(b)).slice(0, IN_FRONT);
  return {
    // One at most is coloured.
    front: front.map((step, index) => ({ ...step, leads: index === 0 && frontOf(step)!.leads === true })),
    more: steps.filter(step => !front.includes(step)),
  };
}

/** What the forms have to know of the issue. */
export interface Subject {
  id: string;
  /** Where it lies: departments and grids elsewhere cannot be named. */
  subdistrict: string;
  department: string | null;
  reported_at: string | null;
  helpers: readonly string[];
  mayAttach: boolean;
  /** What the request that waits asks for. */
  pending: string | null;
}

type Filter = Record<string, unknown>;
const ACTIVE: Filter = { active: { _eq: true } };
/** In the order in which an official would say it. */
const ORDER: readonly EventField[] = ['decision', 'request_kind', 'solved', 'satisfaction', 'to_department', 'to_person', 'to_issue', 'to_scope', 'to_category', 'to_grid', 'to_seq', 'cause', 'until', 'result', 'channel', 'note', 'attachments'];
const RADIO = new Set<EventField>(['decision', 'request_kind', 'solved']);
/** These would fill the form of a routing for the sake of a few: they follow the rest. */
const HALF = new Set<EventField>(['to_scope', 'to_category', 'to_grid', 'to_person', 'to_department', 'until', 'to_seq']);

/** The fields that a step requires or accepts, as the Studio's form draws them. */
export function fieldsOf(step: Step, stored: readonly StudioField[], entered: Entered, subject: Subject, speak: Speak): StudioField[] {
  const { requires, accepts } = askedOf(step, entered);
  const wanted = new Set([...requires, ...accepts].filter(name => isAsked(step, name, subject)));
  return ORDER.filter(name => wanted.has(name)).flatMap((name, index) => {
    const field = stored.find(one => one.field === name);
    if (field === undefined)
      return [];
    return [{
      ...field,
      name: nameOf(step.type, name, field.name, speak),
      meta: {
        ...field.meta,
        interface: RADIO.has(name) ? 'select-radio' : name === 'satisfaction' ? 'select-dropdown' : field.meta?.interface ?? null,
        options: { ...field.meta?.options, ...optionsOf(step, name, field, entered, subject, speak) },
        note: hintOf(step.type, name, speak),
        hidden: false,
        readonly: false,
        conditions: null,
        group: null,
        sort: index + 1,
        width: HALF.has(name) && wanted.has('to_person') ? 'half' : 'full',
        required: requires.includes(name),
      },
    }];
  });
}

/** What nobody here could say stays off the form. */
function isAsked({ type, departments = [] }: Step, name: EventField, { mayAttach, pending }: Subject): boolean {
  switch (name) {
    case 'attachments': return mayAttach;
    case 'to_department': return type !== 'answer_call' || departments.length > 1;
    case 'until': return type !== 'decide_extension' || pending !== 'escalation';
    default: return true;
  }
}

const LABELS: Partial<Record<EventField, string>> = { note: 'note', attachments: 'files', channel: 'channel', result: 'result', until: 'until', to_department: 'department', to_person: 'person', satisfaction: 'satisfaction' };

function nameOf(type: string, field: EventField, name: string, speak: Speak): string {
  const label = `${LABELS[field] ?? ''}_${type}`;
  return isWord(label) ? speak(label) : field === 'note' ? speak('note_default') : name;
}

function hintOf(type: string, field: EventField, speak: Speak): string | null {
  const hint = `hint_${field}_${type}`;
  return isWord(hint) ? speak(hint) : null;
}

function optionsOf(step: Step, name: EventField, field: StudioField, entered: Entered, subject: Subject, speak: Speak): Record<string, unknown> {
  switch (name) {
    case 'to_department': return { filter: departmentsFor(step, subject), enableCreate: false, enableLink: false };
    case 'to_person': return { filter: personsFor(entered, subject), enableCreate: false, enableLink: false };
    case 'to_category': return { filter: ACTIVE, enableCreate: false, enableLink: false };
    case 'to_grid': return { filter: { _and: [{ status: { _eq: 'active' } }, { subdistrict: { _eq: subject.subdistrict } }] }, enableCreate: false, enableLink: false };
    case 'to_issue': return { filter: { _and: [{ id: { _neq: subject.id } }, { grid: { subdistrict: { _eq: subject.subdistrict } } }, { status: { _nin: ['closed', 'rejected', 'merged'] } }, ...(subject.reported_at === null ? [] : [{ reported_at: { _lte: subject.reported_at } }])] }, enableCreate: false, enableLink: false };
    case 'request_kind': return { choices: choicesOf(field).filter(({ value }) => step.requests === undefined || value in step.requests) };
    case 'cause': return { choices: choicesOf(field).filter(({ value }) => step.causes?.includes(value) ?? true) };
    case 'satisfaction': return { choices: ([5, 4, 3, 2, 1] as const).map(value => ({ value, text: speak(`rating_${value}`) })) };
    case 'note':
    case 'result': return { trim: true };
    case 'attachments': return { enableSelect: false };
    default: return {};
  }
}

function choicesOf({ meta }: StudioField): { value: string }[] {
  return (meta?.options?.choices ?? []) as { value: string }[];
}

/** What the server would take: whom matters are reported to upwards may be of anywhere, all others are of here or of nowhere. */
function departmentsFor({ type, departments = [] }: Step, { department, helpers, subdistrict }: Subject): Filter {
  const here = [ACTIVE, { kind: { _neq: 'district' } }, { _or: [{ subdistrict: { _null: true } }, { subdistrict: { _eq: subdistrict } }] }];
  switch (type) {
    case 'answer_call': return { id: { _in: [...departments] } };
    case 'request_extension':
    case 'escalate': return { _and: [ACTIVE, { kind: { _eq: 'district' } }] };
    case 'rate_help': return { id: { _in: [...helpers] } };
    case 'call_in': return { _and: [...here, ...(department === null ? [] : [{ id: { _neq: department } }])] };
    default: return { _and: here };
  }
}

/** Of the department that was chosen, else of the one that handles it, else of any in the sub-district. */
function personsFor(entered: Entered, { department, subdistrict }: Subject): Filter {
  const chosen = relatedId(entered.to_department) ?? department;
  return { _and: [{ status: { _eq: 'active' } }, chosen === null ? { department: { subdistrict: { _eq: subdistrict } } } : { department: { _eq: chosen } }] };
}

/** Required fields that nobody has filled in yet. */
export function missingOf(step: Step, entered: Entered, speak: Speak): Fault[] {
  return missingFields('issue_events', askedOf(step, entered).requires, entered, speak('fill_in'));
}
