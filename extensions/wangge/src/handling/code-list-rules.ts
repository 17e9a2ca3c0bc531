/** The code lists of handling, and what a person may say with them in an event. `model.ts` passes them on: who needs a word of handling asks there. */
import type { Moment, Uuid } from '../kernel/values.ts';

export const STATUSES = [
  'reported',
  'assigned',
  'handling',
  'suspended',
  'handled',
  'fed_back',
  'closed',
  'escalated',
  'returned',
  'rejected',
  'merged',
] as const;
export type Status = (typeof STATUSES)[number];

export const SCOPES = ['community', 'subdistrict', 'district'] as const;
export type Scope = (typeof SCOPES)[number];

export const SEVERITIES = ['normal', 'urgent', 'critical'] as const;
export type Severity = (typeof SEVERITIES)[number];

export const KINDS = ['problem', 'hazard', 'dispute', 'opinion'] as const;
export type Kind = (typeof KINDS)[number];

export const PARTIES = ['residents', 'resident_organisation', 'organisations', 'none'] as const;
export type Parties = (typeof PARTIES)[number];

export const SOURCES = ['patrol', 'visit', 'resident', 'hotline', 'notice_page', 'superior', 'transfer', 'facility_check', 'media'] as const;
export type Source = (typeof SOURCES)[number];

/** What came from above, from the press or by the hotline: a scheme may count it several times. (Evidence names these; none is ever taken out.) */
export const FLAGGED_SOURCES = ['superior', 'media', 'hotline'] as const satisfies readonly Source[];
export type FlaggedSource = (typeof FLAGGED_SOURCES)[number];

export const CHANNELS = ['visit', 'phone', 'message', 'notice'] as const;
export type Channel = (typeof CHANNELS)[number];

/** Why a department returns an issue; only `insufficient` is counted against the grid that reported it. */
export const RETURN_CAUSES = ['wrong_routing', 'not_in_duty', 'insufficient'] as const;
/** Why a limit cannot be kept (H2, 注明原因), why more time is asked for, why an issue is suspended. */
export const EXPLAIN_CAUSES = ['external_approval', 'materials', 'weather', 'parties_absent', 'complex', 'other'] as const;
export type Cause = (typeof RETURN_CAUSES)[number] | (typeof EXPLAIN_CAUSES)[number];

export const REQUEST_KINDS = ['extension', 'suspension', 'escalation'] as const;
export type RequestKind = (typeof REQUEST_KINDS)[number];

/** What a person may say in an event; every field is a column of `issue_events`. */
export interface EventInput {
  note: string | null;
  to_department: Uuid | null;
  to_person: Uuid | null;
  to_scope: Scope | null;
  to_category: Uuid | null;
  to_grid: Uuid | null;
  to_issue: Uuid | null;
  to_seq: number | null;
  request_kind: RequestKind | null;
  until: Moment | null;
  decision: 'yes' | 'no' | null;
  cause: Cause | null;
  result: string | null;
  channel: Channel | null;
  solved: 'yes' | 'no' | null;
  satisfaction: number | null;
}
