/**
 * Every field of an issue, each described here and nowhere else: whose it is to write and until when, what makes two
 * reports the same, what tells of a person. The guard, the ownership of a report, the client key, the triggers' lists and
 * the redaction come from it; `npm run generate` writes the lists in the SQL, and a rules test holds this registry, the
 * schema and the access matrix together.
 *
 * **A column that an administrator adds** in the Studio is not listed here. What of it a reporter may write belongs to the
 * report: it freezes with acceptance, is the reporter's own and counts when a report is sent again
 * (`wangge_issue_column_of_report` in `sql/020-handling.sql` decides which those are). What only others may write is the
 * office's own and stays free. A redaction blanks all of them that hold text: nobody can know what stands in them.
 */
import type { ManagedColumns } from './model.ts';

/**
 * Whose a field is, and until when:
 * - `reporter`: what the report says; its reporter corrects it until the issue is accepted
 * - `report`: said with the report and fixed with it, since routing, limits and verification rest on it
 * - `route`: said with the report, corrected by a `route` event
 * - `contact`: whom to call back; the reporter's at any time
 * - `events`: follows from the events, which alone write it; `once`: from the report event alone
 * - `key`: its own id; the form and nested saves repeat it
 * - `system`: kept by triggers
 * - `clocks`: computed rows of their own
 * - `others`: written by another room or in a table of its own, which guards it
 * - `form`: no data, a part of the form
 */
export type Writer = 'key' | 'reporter' | 'report' | 'route' | 'contact' | 'events' | 'system' | 'clocks' | 'others' | 'form';

interface IssueField {
  by: Writer;
  /** A relation that lies in another table: no column. */
  relation?: true;
  /** Two reports under one client key must say the same here; `if_said`: where the second says anything. */
  same?: true | 'if_said';
  /** Tells of a person: what a redaction makes of it. */
  redacted?: 'blank' | 'number' | 'notice';
  /** Of `events`: a moment in time. */
  moment?: true;
  /** Of `events`: settled by the report event, no later event changes it. */
  once?: true;
  /** Kept in step by a trigger that runs with plain updates too: the trigger that guards the managed columns lets it pass. */
  follows?: true;
}

export const ISSUE_FIELDS = {
  id: { by: 'key' },
  title: { by: 'reporter', redacted: 'number' },
  description: { by: 'reporter', same: true, redacted: 'notice' },
  external_no: { by: 'reporter', same: true },
  confidential: { by: 'reporter', same: true },
  address: { by: 'reporter', same: true, redacted: 'blank' },
  location: { by: 'reporter', redacted: 'blank' },
  photos: { by: 'reporter', relation: true },
  occurred_at: { by: 'reporter' },
  client_key: { by: 'reporter' },
  kind: { by: 'report', same: true },
  parties: { by: 'report', same: true },
  involves_departments: { by: 'report' },
  source: { by: 'report', same: true },
  severity: { by: 'report', same: true },
  external_due_at: { by: 'report' },
  arrived_late: { by: 'report' },
  repeat_of: { by: 'report' },
  same_event: { by: 'report' },
  category: { by: 'route', same: 'if_said' },
  grid: { by: 'route', same: true },
  contact_name: { by: 'contact', redacted: 'blank' },
  contact_phone: { by: 'contact', redacted: 'blank' },
  contacts: { by: 'others', relation: true },
  number: { by: 'events', once: true },
  status: { by: 'events' },
  scope: { by: 'events' },
  lead: { by: 'events' },
  department: { by: 'events' },
  handler: { by: 'events' },
  follower: { by: 'events' },
  helper_1: { by: 'events' },
  helper_2: { by: 'events' },
  helper_3: { by: 'events' },
  escalated_to: { by: 'events' },
  routing_rule: { by: 'events' },
  route_explanation: { by: 'events' },
  reporter: { by: 'events', once: true },
  reported_at: { by: 'events', moment: true, once: true },
  accepted_at: { by: 'events', moment: true },
  contacted_at: { by: 'events', moment: true },
  due_at: { by: 'events', moment: true },
  due_provisional: { by: 'events' },
  overdue: { by: 'events' },
  reason_recorded_at: { by: 'events', moment: true },
  handled_at: { by: 'events', moment: true },
  fed_back_at: { by: 'events', moment: true },
  verify_required: { by: 'events' },
  closes_at: { by: 'events', moment: true },
  resumes_at: { by: 'events', moment: true },
  reply_awaited_at: { by: 'events', moment: true },
  verified_at: { by: 'events', moment: true },
  closed_at: { by: 'events', moment: true },
  withdrawn_at: { by: 'events', moment: true },
  disclosed_at: { by: 'events', moment: true },
  reopen_count: { by: 'events' },
  return_count: { by: 'events' },
  faulted_return_count: { by: 'events' },
  extension_count: { by: 'events' },
  duplicate_of: { by: 'events' },
  solved: { by: 'events' },
  satisfaction: { by: 'events' },
  request_pending_at: { by: 'system' },
  event_seq: { by: 'system' },
  event_hash: { by: 'system' },
  event_recorded_at: { by: 'system' },
  grid_path: { by: 'system', follows: true },
  events: { by: 'others', relation: true },
  deadlines: { by: 'clocks', relation: true },
  helpers: { by: 'clocks', relation: true },
  work_log: { by: 'others' },
  facility_checks: { by: 'others', relation: true },
  actions: { by: 'form' },
  similar: { by: 'form' },
  timeline: { by: 'form' },
  clocks: { by: 'form' },
  group_more: { by: 'form' },
  group_contact: { by: 'form' },
  group_handling: { by: 'form' },
  group_record: { by: 'form' },
  group_timeline: { by: 'form' },
  group_clocks: { by: 'form' },
} as const satisfies Record<string, IssueField> & Record<keyof ManagedColumns, IssueField>;

export type IssueFieldName = keyof typeof ISSUE_FIELDS;
type NamesWith<Row> = { [Name in IssueFieldName]: (typeof ISSUE_FIELDS)[Name] extends Row ? Name : never }[IssueFieldName];

/** `string[]`, if all of these names are among those. */
type TypedIn<Names, Those> = Exclude<Names, Those> extends never ? string[] : { 'has no type': Exclude<Names, Those> };

const fields = Object.entries<IssueField>(ISSUE_FIELDS);
const namesWhere = (wanted: (field: IssueField) => boolean): string[] => fields.filter(([, field]) => wanted(field)).map(([name]) => name);

/** The row of a field; undefined: an administrator added it. */
export function issueField(name: string): IssueField | undefined {
  return (ISSUE_FIELDS as Record<string, IssueField>)[name];
}

/**
 * The columns that events write, by how they are read: as moments, and as they stand. Each has its type in `ManagedColumns`, or
 * this does not compile.
 */
export const MOMENT_COLUMNS = namesWhere(({ by, moment }) => by === 'events' && moment === true) satisfies TypedIn<NamesWith<{ by: 'events' }>, keyof ManagedColumns>;
export const PLAIN_COLUMNS = namesWhere(({ by, moment }) => (by === 'events' && moment !== true) || by === 'route');
/** Said with a report and compared when it is sent again. */
export const SAME_WHEN_SENT_AGAIN = namesWhere(({ same }) => same === true) as NamesWith<{ same: true }>[];
export const SAME_WHERE_SAID = namesWhere(({ same }) => same === 'if_said') as NamesWith<{ same: 'if_said' }>[];

/** What the triggers of `sql/020-handling.sql` have to know of the columns. */
export const COLUMN_LISTS = {
  /** Nobody changes these but an event. */
  managed: namesWhere(({ by, relation, follows }) => ['key', 'events', 'system', 'route', 'report'].includes(by) && !relation && !follows),
  /** Fixed with acceptance. */
  reporter: namesWhere(({ by, relation }) => by === 'reporter' && !relation),
  /** Not the triggers' business. */
  free: namesWhere(({ by, relation, follows }) => (['contact', 'others'].includes(by) || follows === true) && !relation),
  /** What an event's patch may set; the report's own is set once. */
  patched: namesWhere(({ by, once }) => by === 'route' || (by === 'events' && !once)),
} as const;

/** What a redaction of a whole issue makes of its columns. */
export const REDACTED = fields.flatMap(([name, { redacted }]) => redacted === undefined ? [] : [{ name, redacted }]);
