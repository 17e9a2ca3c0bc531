/** What routing knows: rules as administrators keep them, and who holds and does what on the day. */
import type { PinnedLimit } from '../../calendar/model.ts';
import type { Uuid } from '../../kernel/values.ts';
import type { DeadlinePolicy } from '../clocks/policy-rules.ts';
import type { Kind, Parties, RouteExplanation, Scope, Severity, Source } from '../model.ts';

export type DepartmentKind = 'community' | 'office' | 'station' | 'district';

export type Level = 1 | 2 | 3;

/** A row of `routing_rules`; a condition that is null (or an empty list) always holds. */
export interface RoutingRule {
  id: Uuid;
  priority: number;
  name: string;
  /** With its descendants. */
  category: Uuid | null;
  kinds: readonly Kind[] | null;
  parties: readonly Parties[] | null;
  involves_departments: boolean | null;
  sources: readonly Source[] | null;
  severities: readonly Severity[] | null;
  /** With the grids below it. */
  grid: Uuid | null;
  scope: Scope;
  lead: 'grid_leader' | 'department_head';
  /** Which level's leader leads; null: level 2. */
  lead_level: Level | null;
  /** Null: the community's department, or the sub-district's office that has a duty line for the category. */
  department: Uuid | null;
  /** `grid_leader`: the leader of the issue's own grid. */
  handler: 'community_cadre' | 'grid_leader' | 'department';
}

/** What the rules ask of an issue; its category, place and day are those of the context. */
export interface RoutingQuestion {
  kind: Kind;
  parties: Parties;
  involves_departments: boolean;
  source: Source;
  severity: Severity;
}

/** A grid that holds the issue, with who holds its posts on the day. */
export interface ChainGrid {
  id: Uuid;
  level: Level;
  leader: Uuid | null;
  deputies: readonly Uuid[];
  /** The community's department, on level 2. */
  department: Uuid | null;
}

export interface RoutingDepartment {
  id: Uuid;
  code: string;
  kind: DepartmentKind;
  subdistrict: Uuid | null;
  head: Uuid | null;
}

export interface DutyLine {
  id: Uuid;
  department: Uuid;
  category: Uuid;
  grid: Uuid | null;
  person: Uuid;
  stand_in: Uuid | null;
}

/** A person who is not to be given work on the day; one row per stand-in, or one without. */
export interface Absence {
  person: Uuid;
  stand_in: Uuid | null;
}

export interface RoutingContext {
  subdistrict: { id: Uuid };
  /** The active rules. */
  rules: readonly RoutingRule[];
  /** The category and its ancestors, itself first. */
  category_path: readonly Uuid[];
  /** The grid and those above it. */
  chain: readonly ChainGrid[];
  departments: readonly RoutingDepartment[];
  duty_lines: readonly DutyLine[];
  absences: readonly Absence[];
}

export interface Routed {
  /** Null: no rule took it (the guard of the last rule prevents that). */
  rule: Uuid | null;
  scope: Scope;
  lead: Uuid | null;
  /** Null: no department has this line of work; the issue waits for the dispatcher. */
  department: Uuid | null;
  handler: Uuid | null;
  /** The level-2 leader, whenever the scope is not the community's. */
  follower: Uuid | null;
  explanation: RouteExplanation;
}

export interface ReportContext extends RoutingContext {
  subdistrict: { id: Uuid; code: string };
  grid: { id: Uuid; code: string; name: string; path: string; level: 1 | 2 | 3; status: 'active' | 'retired' };
  /** Of a question without category: `other`. One that does not exist is not active. */
  category: { id: Uuid; code: string; name: string; photo_required: boolean; active: boolean };
  /** The active deadline policies. */
  policies: DeadlinePolicy[];
  /** The sub-district's close of business, or the installation's. (The calendar is the decider's: it counts by the one it pins.) */
  pins: Pick<PinnedLimit, 'close_of_business'>;
}

export type StoredRule = RoutingRule & { active: boolean };
