/** The question and the answer of a trial of the routing rules. */
import type { StudioField } from '../../../ui/form-fields.ts';
import type { CodeName } from '../../../ui/speaker.ts';
import type { Speak } from './words.ts';
import { relatedId } from '../../../ui/form-relation.ts';
import { momentText } from '../../../ui/person.ts';

/** What decides where an issue goes: the fields of a report that the trial asks for. */
const ASKED = ['category', 'grid', 'kind', 'parties', 'source', 'severity', 'involves_departments'];
/** What a rule is made of, as far as the form may have changed it. */
const RULE = ['id', 'priority', 'name', 'category', 'kinds', 'parties', 'involves_departments', 'sources', 'severities', 'grid', 'scope', 'lead', 'lead_level', 'department', 'handler', 'active'];

export function trialFields(stored: readonly StudioField[]): StudioField[] {
  return ASKED.flatMap((name, index) => stored.filter(({ field }) => field === name).map(field => ({
    ...field,
    meta: { ...field.meta, hidden: false, readonly: false, conditions: null, group: null, note: null, sort: index + 1, width: 'half', required: name === 'category' || name === 'grid' },
  })));
}

export function trialQuestion(entered: Record<string, unknown>, rule: Record<string, unknown>): Record<string, unknown> {
  const plain = (value: unknown): unknown => relatedId(value) ?? value;
  const known = Object.fromEntries(RULE.filter(name => rule[name] !== undefined).map(name => [name, name === 'category' || name === 'grid' || name === 'department' ? plain(rule[name] ?? null) : rule[name]]));
  return { ...Object.fromEntries(Object.entries(entered).map(([name, value]) => [name, plain(value)])), rule: known };
}

interface FoundPerson { id: string | null; name: string | null; found: string | null }

export interface TrialAnswer {
  rule: string | null;
  scope: string;
  department: { id: string | null; name: string | null };
  lead: FoundPerson;
  handler: FoundPerson;
  follower: FoundPerson;
  steps: { rule: string; name: string; verdict: 'takes' | 'condition' | 'later'; text: string }[];
  limits: { kind: string; name: string; due_at: string; provisional: boolean }[];
}

export function trialFacts(answer: TrialAnswer, speak: Speak, codeName: CodeName, locale: string): { name: string; value: string }[] {
  const person = ({ id, name, found }: FoundPerson): string => id === null ? speak('none') : found === null ? name ?? '' : `${name ?? ''}（${found}）`;
  return [
    { name: speak('rule'), value: answer.steps.find(({ verdict }) => verdict === 'takes')?.name ?? speak('nobody') },
    { name: speak('scope'), value: codeName('scope', answer.scope) },
    { name: speak('department'), value: answer.department.name ?? speak('none') },
    { name: speak('handler'), value: person(answer.handler) },
    { name: speak('lead'), value: person(answer.lead) },
    { name: speak('follower'), value: person(answer.follower) },
    ...answer.limits.map(({ name, due_at, provisional }) => ({ name, value: `${momentText(due_at, locale)}${provisional ? `（${speak('provisional')}）` : ''}` })),
  ];
}
