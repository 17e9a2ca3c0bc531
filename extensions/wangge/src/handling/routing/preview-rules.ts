/**
 * What would become of an issue: which rule takes it and why the others would not, whom that
 * names, and by when. Works on the rules as they are, one of them changed or added on trial.
 */
import type { Calendar, ClockKind } from '../../calendar/model.ts';
import type { Language, Refusal } from '../../kernel/refusal-rules.ts';
import type { Moment, Uuid } from '../../kernel/values.ts';
import type { RouteStep, Scope } from '../model.ts';
import type { ReportContext, Routed, RoutingRule, StoredRule } from './model.ts';
import { z } from 'zod';
import { expandCertificate } from '../../calendar/certificate-rules.ts';
import { certificateText } from '../../calendar/certificate-words.ts';
import { dueAt, pinOf } from '../../calendar/working-days-rules.ts';
import { refused } from '../../kernel/refusal-rules.ts';
import { chooseLimit } from '../clocks/policy-rules.ts';
import { KINDS, PARTIES, SCOPES, SEVERITIES, SOURCES } from '../model.ts';
import { word } from '../words.ts';
import { inOrder, route } from './routing-rules.ts';
import { verdictSentence } from './words.ts';

const key = z.guid().nullable();
const list = <const Values extends readonly [string, ...string[]]>(values: Values) => z.array(z.enum(values)).nullable();

/** A rule as the form has it: an unsaved change of the one with this id, or a new one. */
const trialRule = z.object({
  id: z.guid(),
  priority: z.coerce.number().int(),
  name: z.string(),
  category: key,
  kinds: list(KINDS),
  parties: list(PARTIES),
  involves_departments: z.boolean().nullable(),
  sources: list(SOURCES),
  severities: list(SEVERITIES),
  grid: key,
  scope: z.enum(SCOPES),
  lead: z.enum(['grid_leader', 'department_head']),
  lead_level: z.union([z.literal(1), z.literal(2), z.literal(3)]).nullable(),
  department: key,
  handler: z.enum(['community_cadre', 'grid_leader', 'department']),
  active: z.boolean(),
}).partial();
type TrialRule = z.output<typeof trialRule>;

const question = z.object({
  category: key.default(null),
  grid: key.default(null),
  location: z.object({ coordinates: z.array(z.number()).min(2) }).nullable().default(null),
  kind: z.enum(KINDS).default('problem'),
  parties: z.enum(PARTIES).default('none'),
  involves_departments: z.boolean().default(false),
  source: z.enum(SOURCES).default('patrol'),
  severity: z.enum(SEVERITIES).default('normal'),
  rule: trialRule.nullable().default(null),
}).refine(asked => asked.grid !== null || asked.location !== null, { path: ['grid'] });
export type PreviewQuestion = z.output<typeof question>;

export function parsePreview(body: unknown): PreviewQuestion | Refusal {
  const parsed = question.safeParse(body ?? {});
  if (parsed.success)
    return parsed.data;
  const [part = 'grid', field] = parsed.error.issues[0]?.path.map(String) ?? [];
  return refused('preview_invalid', part, { field: part === 'rule' && field !== undefined ? `routing_rules.${field}` : part });
}

/** What a rule on trial says where it says nothing: as an empty form. */
const BLANK: Omit<RoutingRule, 'id'> = {
  priority: 0,
  name: '',
  category: null,
  kinds: null,
  parties: null,
  involves_departments: null,
  sources: null,
  severities: null,
  grid: null,
  scope: 'community',
  lead: 'grid_leader',
  lead_level: null,
  department: null,
  handler: 'community_cadre',
};
/** The id of a rule that has none yet: after all others of its priority. */
const UNSAVED = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

/** The active rules with the one on trial in its place. */
export function withTrial(rules: readonly StoredRule[], trial: TrialRule | null): RoutingRule[] {
  if (trial === null)
    return rules.filter(({ active }) => active);
  const id = trial.id ?? UNSAVED;
  const stored = rules.find(rule => rule.id === id);
  const said = Object.fromEntries(Object.entries(trial).filter(([, value]) => value !== undefined));
  const changed: StoredRule = { ...BLANK, active: true, ...stored, ...said, id };
  return [...rules.filter(rule => rule.id !== id), changed].filter(({ active }) => active);
}

export interface PreviewedStep extends RouteStep {
  verdict: 'takes' | 'condition' | 'later';
  text: string;
}

export interface PreviewedLimit {
  kind: ClockKind;
  name: string;
  due_at: Moment;
  provisional: boolean;
  text: string;
}

export interface Preview {
  routed: Routed;
  steps: PreviewedStep[];
  limits: PreviewedLimit[];
}

export function preview(asked: PreviewQuestion, context: ReportContext, calendar: Calendar, now: Moment, language: Language): Preview {
  const routed = route(asked, context);
  return { routed, steps: stepsOf(context.rules, routed, language), limits: limitsOf(asked, routed, context, calendar, now, language) };
}

/** All rules in their order, those after the one that takes it too. */
function stepsOf(rules: readonly RoutingRule[], { explanation }: Routed, language: Language): PreviewedStep[] {
  const tried = new Map(explanation.steps.map(step => [step.rule, step]));
  return inOrder(rules).map(({ id, name }) => {
    const step = tried.get(id) ?? { rule: id, name, matched: false, failed: null };
    const verdict = step.matched ? 'takes' : tried.has(id) ? 'condition' : 'later';
    return { ...step, verdict, text: verdictSentence(verdict, step.failed, language) };
  });
}

function limitsOf(asked: PreviewQuestion, { scope, department }: Routed, context: ReportContext, calendar: Calendar, now: Moment, language: Language): PreviewedLimit[] {
  return openedBy(scope, department).flatMap((kind) => {
    const limit = chooseLimit(context.policies, { kind, scope, categoryPath: context.category_path, severity: asked.severity }, { ...context.pins, ...pinOf(calendar) });
    if (limit === null)
      return [];
    const due = dueAt(calendar, now, limit);
    const text = certificateText(expandCertificate({ limit, started_at: now, pauses: [], extensions: [], ...due }, calendar), language);
    return [{ kind, name: word('clock', kind, language), due_at: due.due_at, provisional: due.provisional, text }];
  });
}

/** The clocks that a report opens. */
function openedBy(scope: Scope, department: Uuid | null): ClockKind[] {
  return ['resolve', ...department === null ? [] : ['own' as const], ...scope === 'district' ? ['escalate' as const] : []];
}
