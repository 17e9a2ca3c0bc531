/** The timeline as entries to read: from events and names, without a component or a request. */
import type { Person } from '../../../ui/person.ts';
import type { CodeName } from '../../../ui/speaker.ts';
import type { EventRow } from '../../event-row-rules.ts';
import type { Decided } from '../../model.ts';
import type { Speak } from './words.ts';
import { dayText, momentText, nameOf } from '../../../ui/person.ts';
import { EVENTS } from '../../event-registry-rules.ts';
import { foundBy } from '../../routing/words.ts';

interface Named { id: string; name: string }
interface StoredFile { id: string; type: string | null; title: string | null; filename_download: string | null }

/** An event as the Studio reads it; who may not read free text gets it without. */
export interface TimelineEvent {
  seq: number;
  type: string;
  at: string;
  actor: Person | null;
  note?: string | null;
  result?: string | null;
  cause: string | null;
  channel: string | null;
  solved: string | null;
  satisfaction: number | null;
  decision: string | null;
  request_kind: string | null;
  until: string | null;
  to_scope: string | null;
  to_department: Named | null;
  to_category: Named | null;
  to_grid: Named | null;
  to_issue: { id: string; number: string; title: string } | null;
  data?: { decided?: Decided } | null;
  attachments?: { directus_files_id: StoredFile | null }[];
}

export interface Entry {
  seq: number;
  name: string;
  at: string;
  who: string;
  /** The system's own notes stand back. */
  quiet: boolean;
  /** Something went wrong or back. */
  tone: 'bad' | 'good' | 'plain';
  note: string;
  result: string;
  facts: string[];
  files: { id: string; name: string; image: boolean }[];
}

/** Names of the departments and people that `decided` points to. */
export type Names = ReadonlyMap<string, string>;

function toneOf({ type, solved, decision }: TimelineEvent): Entry['tone'] {
  return solved === 'no' || decision === 'no' ? 'bad' : (EVENTS as Record<string, EventRow | undefined>)[type]?.studio.tone ?? 'plain';
}

export function entriesOf(events: readonly TimelineEvent[], names: Names, speak: Speak, codeName: CodeName, locale: string): Entry[] {
  return events.map(event => ({
    seq: event.seq,
    name: codeName('event', event.type),
    at: momentText(event.at, locale),
    who: event.actor === null ? speak('system') : nameOf(event.actor),
    quiet: event.actor === null && event.type !== 'report',
    tone: toneOf(event),
    note: event.note ?? '',
    result: event.result ?? '',
    facts: factsOf(event, names, speak, codeName, locale),
    files: (event.attachments ?? []).flatMap(({ directus_files_id: file }) => file === null
      ? []
      : [{ id: file.id, name: file.title ?? file.filename_download ?? '', image: file.type?.startsWith('image/') ?? false }]),
  }));
}

/** Ids in `decided` whose names are shown. */
export function namedIn(events: readonly TimelineEvent[]): { people: string[]; departments: string[] } {
  const people = new Set<string>();
  const departments = new Set<string>();
  for (const { data } of events) {
    const { lead, handler, follower, department } = data?.decided ?? {};
    [lead, handler, follower].forEach(id => id && people.add(id));
    if (department)
      departments.add(department);
  }
  return { people: [...people], departments: [...departments] };
}

function factsOf(event: TimelineEvent, names: Names, speak: Speak, codeName: CodeName, locale: string): string[] {
  return [
    ...saidOf(event, speak, codeName, locale),
    ...routedOf(event, names, speak, codeName, locale),
    ...settledOf(event, speak, codeName, locale),
  ];
}

/** What the person said beside note and result. */
function saidOf(event: TimelineEvent, speak: Speak, codeName: CodeName, locale: string): string[] {
  const facts: string[] = [];
  const { to_department: department, to_issue: issue } = event;
  const until = momentText(event.until, locale);
  if (event.request_kind) {
    const kind = codeName('request', event.request_kind);
    facts.push(until === '' ? speak('request_open', { kind }) : speak('request', { kind, until }));
  }
  if (event.decision)
    facts.push(speak('decision', { decision: codeName('decision', event.decision) }));
  if (event.type === 'call_in' && department) {
    const by = event.data?.decided?.arrive_by;
    facts.push(by ? speak('called_by', { name: department.name, until: momentText(by, locale) }) : speak('called', { name: department.name }));
  }
  if ((event.type === 'escalate' || event.type === 'request_extension') && department)
    facts.push(speak('escalated', { name: department.name }));
  if (event.type === 'answer_call' && department)
    facts.push(speak('answered_for', { name: department.name }));
  if (event.type === 'rate_help' && department)
    facts.push(speak('rated', { name: department.name }));
  if (issue)
    facts.push(speak('merged', { number: issue.number, title: issue.title }));
  if (event.to_category)
    facts.push(speak('category', { name: event.to_category.name }));
  if (event.to_grid)
    facts.push(speak('grid', { name: event.to_grid.name }));
  if (event.cause)
    facts.push(speak('cause', { cause: codeName('cause', event.cause) }));
  if (event.until && !event.request_kind && event.type !== 'call_in' && event.type !== 'disclose')
    facts.push(speak('until', { until }));
  if (event.channel)
    facts.push(speak('channel', { channel: codeName('channel', event.channel) }));
  if (event.solved)
    facts.push(speak('solved', { solved: codeName('solved', event.solved) }));
  if (event.satisfaction)
    facts.push(speak('satisfaction', { count: event.satisfaction }));
  return facts;
}

/** Where it went, to whom and why. */
function routedOf({ type, data }: TimelineEvent, names: Names, speak: Speak, codeName: CodeName, locale: string): string[] {
  const decided = data?.decided;
  if (!decided || !['report', 'route', 'hand_over', 'separate'].includes(type))
    return [];
  const { department, handler, lead, follower, scope, explanation } = decided;
  const language = locale.toLowerCase().startsWith('en') ? 'en-US' : 'zh-CN';
  const person = (word: 'handler' | 'lead', id: string | null | undefined, by: string | undefined): string[] => {
    const name = id ? names.get(id) : undefined;
    return name === undefined ? [] : [by ? speak(word, { name, by: foundBy(by, language) }) : speak(`${word}_only`, { name })];
  };
  const rule = explanation?.steps.find(({ matched }) => matched)?.name;
  return [
    ...(scope ? [speak('scope', { scope: codeName('scope', scope) })] : []),
    ...(department ? [speak('department', { name: names.get(department) ?? '' })] : handler || type === 'hand_over' ? [] : [speak('nobody')]),
    ...person('handler', handler, explanation?.handler_by),
    ...person('lead', lead, explanation?.lead_by),
    ...(follower && names.has(follower) ? [speak('follower', { name: names.get(follower)! })] : []),
    ...(rule ? [speak('rule', { rule })] : []),
  ];
}

/** What the event settled: clocks, closing, the notice. */
function settledOf({ type, data }: TimelineEvent, speak: Speak, codeName: CodeName, locale: string): string[] {
  const { clock, extensions, moved, closes_at, verify_required, resumes_at, disclosure, shown_until, recorded_at, redacts } = data?.decided ?? {};
  return [
    ...(clock ? [speak('clock', { clock: codeName('clock', clock.kind), due: momentText(clock.due_at, locale) })] : []),
    ...(extensions ? [speak('extended', { clocks: Object.keys(extensions).map(kind => codeName('clock', kind)).join('、') })] : []),
    ...(moved ?? []).map(one => speak(one.from === one.to ? 'moved_same' : 'moved', { clock: codeName('clock', one.kind), from: momentText(one.from, locale), to: momentText(one.to, locale) })),
    ...(verify_required ? [speak('verify_required')] : closes_at ? [speak('closes', { at: momentText(closes_at, locale) })] : []),
    ...(resumes_at && type === 'suspend' ? [speak('resumes', { at: momentText(resumes_at, locale) })] : []),
    ...(disclosure ? [speak(`disclosure_${disclosure.mode}`)] : []),
    ...(shown_until ? [speak('shown_until', { day: dayText(shown_until, locale) })] : []),
    ...(redacts ? [redacts.seq === null ? speak('redacts_all') : speak('redacts_one', { seq: redacts.seq })] : []),
    ...(recorded_at ? [speak('later', { at: momentText(recorded_at, locale) })] : []),
  ];
}
