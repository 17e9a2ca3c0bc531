/**
 * What people may say in a report and in an event, checked field by field.
 *
 * Filters see raw input from forms, REST, GraphQL and imported files: values may be
 * missing, of the wrong type or forged. What comes out of here is typed.
 */
import type { Refusal } from '../../kernel/refusal-rules.ts';
import type { Uuid } from '../../kernel/values.ts';
import type { Command } from '../lifecycle/decision-facts-rules.ts';
import { z } from 'zod';
import { refused } from '../../kernel/refusal-rules.ts';
import { STAFF_EVENTS } from '../event-registry-rules.ts';
import { CHANNELS, EXPLAIN_CAUSES, KINDS, PARTIES, REQUEST_KINDS, RETURN_CAUSES, SCOPES, SEVERITIES, SOURCES } from '../model.ts';

/** A relation as clients send it: the key, or an object with it. */
const key = z.union([z.guid(), z.object({ id: z.guid() }).transform(item => item.id)]);
const optionalKey = key.nullish().transform(value => value ?? null);
/** Free text: surrounding space is no content. */
const text = z.string().trim().max(10_000).nullish().transform(value => value || null);
const optional = <const Values extends readonly [string, ...string[]]>(values: Values) => z.enum(values).nullish().transform(value => value ?? null);
/** No year that only a slip of the pen can mean: no calendar counts there. */
const plausible = (value: string): boolean => value >= '1900' && value < '2200';
/** A moment with its offset, as UTC in milliseconds. */
const moment = z.iso.datetime({ offset: true }).refine(plausible).transform(value => new Date(value).toISOString()).nullish().transform(value => value ?? null);
const point = z.object({
  type: z.literal('Point'),
  coordinates: z.tuple([z.number().min(-180).max(180), z.number().min(-90).max(90)], z.number()),
});

const reportInput = z.object({
  grid: optionalKey,
  category: optionalKey,
  kind: z.enum(KINDS).default('problem'),
  parties: z.enum(PARTIES).default('none'),
  involves_departments: z.boolean().default(false),
  source: z.enum(SOURCES).default('patrol'),
  severity: z.enum(SEVERITIES).default('normal'),
  confidential: z.boolean().default(false),
  title: text,
  description: z.string().trim().min(1).max(10_000),
  address: text,
  external_no: text,
  client_key: z.guid().nullish().transform(value => value ?? null),
  location: z.union([point, z.string().transform((value, context) => {
    const parsed = point.safeParse(parseJson(value));
    if (parsed.success)
      return parsed.data;
    context.addIssue({ code: 'custom', message: 'Point' });
    return z.NEVER;
  })]).nullish().transform(value => value ?? null),
  occurred_at: z.iso.datetime({ offset: true, local: true }).refine(plausible).nullish().transform(value => value ?? null),
  external_due_at: moment,
  arrived_late: z.boolean().default(false),
  repeat_of: optionalKey,
  /** Of what was reported there within the hour: asked on the form, and never of those who have no form. */
  same_event: optional(['yes', 'no']),
});
export type ReportInput = z.output<typeof reportInput>;

/** A report is an issue of its own, never an event that somebody adds. */
const COMMANDS = STAFF_EVENTS.filter(type => type !== 'report');

const commandInput = z.object({
  issue: key,
  type: z.enum(COMMANDS),
  note: text,
  to_department: optionalKey,
  to_person: optionalKey,
  to_scope: optional(SCOPES),
  to_category: optionalKey,
  to_grid: optionalKey,
  to_issue: optionalKey,
  to_seq: z.coerce.number().int().min(1).nullish().transform(value => value ?? null),
  request_kind: optional(REQUEST_KINDS),
  until: moment,
  decision: optional(['yes', 'no']),
  cause: optional([...RETURN_CAUSES, ...EXPLAIN_CAUSES]),
  result: text,
  channel: optional(CHANNELS),
  solved: optional(['yes', 'no']),
  satisfaction: z.coerce.number().int().min(1).max(5).nullish().transform(value => value ?? null),
});

/** What each field accepts, for the refusal's sentence. */
const ACCEPTED: Record<string, string> = {
  grid: '网格 / grid id (uuid)',
  category: '类别 / category id (uuid)',
  kind: KINDS.join(' | '),
  parties: PARTIES.join(' | '),
  involves_departments: 'true | false',
  confidential: 'true | false',
  source: SOURCES.join(' | '),
  severity: SEVERITIES.join(' | '),
  description: '1–10000',
  client_key: 'uuid',
  location: 'GeoJSON Point [lng, lat]',
  occurred_at: 'YYYY-MM-DDTHH:MM:SS+08:00',
  external_due_at: 'YYYY-MM-DDTHH:MM:SS+08:00',
  arrived_late: 'true | false',
  same_event: 'yes | no',
  until: 'YYYY-MM-DDTHH:MM:SS+08:00',
  to_seq: '≥ 1',
  request_kind: REQUEST_KINDS.join(' | '),
  decision: 'yes | no',
  issue: '问题 / issue id (uuid)',
  to_scope: SCOPES.join(' | '),
  cause: [...RETURN_CAUSES, ...EXPLAIN_CAUSES].join(' | '),
  channel: CHANNELS.join(' | '),
  solved: 'yes | no',
  satisfaction: '1–5',
};

export type Parsed<Value> = { kind: 'parsed'; value: Value } | { kind: 'refusals'; refusals: Refusal[] };

export function parseReport(payload: unknown): Parsed<ReportInput> {
  const fault = faultOfValues(payload);
  return fault === null ? parsed(reportInput.safeParse(withoutNulls(payload))) : { kind: 'refusals', refusals: [fault] };
}

export function parseCommand(payload: unknown): Parsed<Command & { issue: Uuid; files: Uuid[] }> {
  const fault = faultOfValues(payload);
  const result = fault === null ? parsed(commandInput.safeParse(withoutNulls(payload))) : { kind: 'refusals', refusals: [fault] } as const;
  if (result.kind === 'refusals')
    return { kind: 'refusals', refusals: [...result.refusals] };
  const files = attachedFiles((payload as { attachments?: unknown }).attachments);
  return { kind: 'parsed', value: { ...result.value, files, attachments: files.length } };
}

function parsed<Value>(result: z.ZodSafeParseResult<Value>): Parsed<Value> {
  if (result.success)
    return { kind: 'parsed', value: result.data };
  const fields = [...new Set(result.error.issues.map(issue => String(issue.path[0] ?? 'issue')))];
  return { kind: 'refusals', refusals: fields.map(field => field === 'type'
    ? refused('not_a_staff_event', field, { types: COMMANDS.join(',') })
    : refused('value_invalid', field, { field, accepted: ACCEPTED[field] ?? '≤ 10000' })) };
}

/** An empty field of a form is null, of a spreadsheet an empty text: both mean "not said". */
function withoutNulls(payload: unknown): Record<string, unknown> {
  return Object.fromEntries(Object.entries(payload ?? {}).filter(([, value]) => value !== null && value !== ''));
}

function parseJson(value: string): unknown {
  try {
    return JSON.parse(value);
  }
  catch {
    return null;
  }
}

/** What the database could not keep, or would link unseen: text that is no Unicode, files by another way than with this save. */
export function faultOfValues(payload: unknown): Refusal | null {
  for (const [field, value] of Object.entries(payload ?? {})) {
    if (typeof value === 'string' && (value.includes('\0') || !value.isWellFormed()))
      return refused('value_invalid', field, { field, accepted: ACCEPTED[field] ?? '≤ 10000' });
    if (FILES.includes(field) && !comesWithFiles(value))
      return refused('value_invalid', field, { field, accepted: 'directus_files' });
  }
  return null;
}

const FILES: readonly string[] = ['attachments', 'photos'];

/** Every link is a new one and names its file; links that exist belong to another event or report. */
function comesWithFiles(links: unknown): boolean {
  if (links === null || links === undefined)
    return true;
  const { create = [], update = [], delete: removed = [] } = (Array.isArray(links) ? { create: links } : links) as { create?: unknown; update?: unknown; delete?: unknown };
  const none = (value: unknown): boolean => Array.isArray(value) && value.length === 0;
  return Array.isArray(create) && none(update) && none(removed) && attachedFiles(create).length === create.length;
}

/** The files that come with an event: `[{ directus_files_id }]` or `{ create: [...] }`, each the id or an object with it. */
export function attachedFiles(attachments: unknown): Uuid[] {
  const created = Array.isArray(attachments) ? attachments : (attachments as { create?: unknown[] } | null)?.create ?? [];
  return created.flatMap((link) => {
    const file = (link as { directus_files_id?: unknown } | null)?.directus_files_id;
    const id = key.safeParse(file);
    return id.success ? [id.data] : [];
  });
}
