/**
 * The rows of Wangge's collections, as REST and GraphQL return them. Generated from
 * `schema-snapshot.yaml` by `npm run generate`: change that, never this.
 */
import type { DirectusFile, DirectusUser } from '@directus/sdk';

export interface Absences {
  id: string;
  person: string | DirectusUser<Schema>;
  kind: 'leave' | 'training' | 'secondment';
  starts_on: string;
  ends_on: string | null;
  note: string | null;
  stand_in: string | DirectusUser<Schema> | null;
  decision: 'yes' | 'no' | null;
  decision_note: string | null;
  approved_by: string | DirectusUser<Schema> | null;
  decided_at: string | null;
  grid: string | Grids | null;
  grid_path: string | null;
  date_created: string | null;
  user_created: string | DirectusUser<Schema> | null;
  date_updated: string | null;
  user_updated: string | DirectusUser<Schema> | null;
}

export interface AppealReviews {
  id: string;
  appeal: string | Appeals;
  stage: 1 | 2;
  reviewer: string | DirectusUser<Schema> | null;
  decision: 'upheld' | 'rejected' | null;
  reason: string | null;
  at: string | null;
  opened_at: string;
  due_at: string;
  warn_at: string | null;
  warned_at: string | null;
  missed_at: string | null;
  certificate: unknown;
}

export interface AppealSeats {
  id: string;
  appeal: string | Appeals;
  stage: number;
  person: string | DirectusUser<Schema>;
}

export interface Appeals {
  id: string;
  subject_kind: 'clock' | 'warning' | 'report' | 'duty' | 'log' | 'collection' | 'ledger' | 'finding' | 'part' | 'inspection' | 'manual' | 'ranking' | 'recognition';
  subject: string;
  title: string;
  reason: string;
  evidence: string[] | AppealsFiles[];
  state: 'first_review' | 'second_review' | 'upheld' | 'rejected' | 'withdrawn';
  person: string | DirectusUser<Schema> | null;
  grid: string | Grids | null;
  department: string | Departments | null;
  subdistrict: string | Subdistricts;
  on_day: string | null;
  filed_by: string | DirectusUser<Schema>;
  filed_at: string;
  due_at: string | null;
  warn_at: string | null;
  certificate: unknown;
  decided_at: string | null;
  withdrawn_note: string | null;
  reviews: string[] | AppealReviews[];
  seats: string[] | AppealSeats[];
  grid_path: string | null;
  user_created: string | DirectusUser<Schema> | null;
}

export interface AppealsFiles {
  id: string;
  appeals_id: string | Appeals | null;
  directus_files_id: string | DirectusFile<Schema> | null;
}

export interface AssessmentExports {
  id: string;
  document: 'report' | 'statistics' | 'bulletin';
  format: 'xlsx' | 'pdf' | 'csv';
  period: string;
  subdistrict: string | null;
  version: number | null;
  state: 'queued' | 'running' | 'done' | 'failed';
  done: number;
  total: number | null;
  file: string | DirectusFile<Schema> | null;
  error: string | null;
  attempts: number;
  next_at: string | null;
  requested_by: string | DirectusUser<Schema>;
  date_created: string | null;
}

export interface AssessmentIndicators {
  id: string;
  scheme: string | AssessmentSchemes;
  name: string;
  code: string;
  group: 'tasks' | 'operation' | 'information' | 'handling' | 'bonus';
  subject: 'grid' | 'department' | 'person';
  levels: unknown;
  measure: string;
  weight: string;
  rule: 'ratio' | 'inverse_ratio' | 'threshold' | 'bands' | 'deduct_per_case' | 'add_per_case' | 'zeroing' | 'manual' | 'raters' | 'veto';
  no_data: 'exclude' | 'full' | 'zero';
  params: unknown;
  date_created: string | null;
  user_created: string | DirectusUser<Schema> | null;
  date_updated: string | null;
  user_updated: string | DirectusUser<Schema> | null;
}

export interface AssessmentManualScores {
  id: string;
  period: string | AssessmentPeriods;
  indicator: string | AssessmentIndicators;
  subject_kind: 'grid' | 'department' | 'person';
  grid: string | Grids | null;
  department: string | Departments | null;
  person: string | DirectusUser<Schema> | null;
  score: number;
  note: string;
  evidence: string | DirectusFile<Schema> | null;
  evidence_link: string | null;
  rater: string | DirectusUser<Schema> | null;
  entered_at: string | null;
  source: 'manual' | 'inspection';
  supersedes: string | AssessmentManualScores | null;
  grid_path: string | null;
  date_created: string | null;
  user_created: string | DirectusUser<Schema> | null;
}

export interface AssessmentPeriods {
  id: string;
  code: string;
  kind: 'month' | 'quarter' | 'year';
  subdistrict: string | Subdistricts;
  scheme: string | AssessmentSchemes | null;
  starts_on: string;
  ends_on: string;
  state: 'open' | 'computed' | 'preview' | 'published';
  version: number;
  draft_version: number | null;
  computed_at: string | null;
  computed_by: string | DirectusUser<Schema> | null;
  published_at: string | null;
  published_by: string | DirectusUser<Schema> | null;
  appeal_until: string | null;
  evidence_digest: string | null;
  evidence: string | DirectusFile<Schema> | null;
  date_created: string | null;
  user_created: string | DirectusUser<Schema> | null;
  date_updated: string | null;
  user_updated: string | DirectusUser<Schema> | null;
}

export interface AssessmentSchemes {
  id: string;
  name: string;
  code: string;
  version: number;
  valid_from: string;
  state: 'draft' | 'tried' | 'active' | 'retired';
  min_sample: number;
  min_days: number | null;
  cut_working_days: number | null;
  preview_working_days: number | null;
  year_quarters: number | null;
  year_review: number | null;
  year_community: number | null;
  appeal_working_days: number | null;
  review_working_days: number | null;
  ranked_levels: unknown;
  peer_groups: 'none' | 'declared' | 'size';
  household_bands: string | null;
  matter_bands: string | null;
  tiers_only: boolean;
  grade_bands: unknown;
  tie_break: unknown;
  error_rates: unknown;
  indicators: string[] | AssessmentIndicators[];
  date_created: string | null;
  user_created: string | DirectusUser<Schema> | null;
  date_updated: string | null;
  user_updated: string | DirectusUser<Schema> | null;
}

export interface AssessmentScores {
  id: string;
  period: string | AssessmentPeriods;
  version: number;
  state: 'computed' | 'preview' | 'published' | 'superseded';
  subject: 'grid' | 'department' | 'person';
  grid: string | Grids | null;
  department: string | Departments | null;
  person: string | DirectusUser<Schema> | null;
  level: 1 | 2 | 3 | null;
  indicator: string | AssessmentIndicators;
  numerator: string | null;
  denominator: string | null;
  value: string | null;
  points: string | null;
  flagged_numerator: string | null;
  flagged_denominator: string | null;
  cases: string | null;
  no_data: boolean;
  told: boolean;
  grid_path: string | null;
}

export interface AssessmentSteps {
  id: string;
  period: string | AssessmentPeriods;
  version: number;
  step: 'compute' | 'preview' | 'publish';
  actor: string | DirectusUser<Schema> | null;
  at: string;
  until: string | null;
  reason: string | null;
}

export interface AssessmentYearScores {
  id: string;
  period: string | AssessmentPeriods;
  part: 'review' | 'community';
  grid: string | Grids | null;
  department: string | Departments | null;
  score: string;
  source: string;
  note: string | null;
  evidence: string | DirectusFile<Schema> | null;
  entered_by: string | DirectusUser<Schema> | null;
  entered_at: string | null;
  confirmed_by: string | DirectusUser<Schema> | null;
  confirmed_at: string | null;
  supersedes: string | AssessmentYearScores | null;
  grid_path: string | null;
  date_created: string | null;
  user_created: string | DirectusUser<Schema> | null;
}

export interface AssignmentGrids {
  id: string;
  assignment: string | Assignments;
  grid: string | Grids;
  due_on: string;
  state: 'open' | 'completed' | 'returned' | 'accepted' | 'withdrawn';
  report: string | null;
  evidence: string[] | AssignmentGridsFiles[];
  completed_by: string | DirectusUser<Schema> | null;
  completed_at: string | null;
  accepted: 'yes' | 'no' | null;
  accept_note: string | null;
  accepted_by: string | DirectusUser<Schema> | null;
  accepted_at: string | null;
  late: boolean;
  grid_path: string | null;
  date_created: string | null;
  user_created: string | DirectusUser<Schema> | null;
  date_updated: string | null;
  user_updated: string | DirectusUser<Schema> | null;
}

export interface AssignmentGridsFiles {
  id: string;
  assignment_grids_id: string | AssignmentGrids | null;
  directus_files_id: string | DirectusFile<Schema> | null;
}

export interface Assignments {
  id: string;
  title: string;
  description: string;
  area: string | Grids;
  level: 1 | 2 | 3;
  due_on: string;
  evidence_required: boolean;
  state: 'draft' | 'issued' | 'withdrawn';
  issued_by: string | DirectusUser<Schema> | null;
  issued_on: string | null;
  withdrawn_reason: string | null;
  files: string[] | AssignmentsFiles[];
  grids: string[] | AssignmentGrids[];
  date_created: string | null;
  user_created: string | DirectusUser<Schema> | null;
  date_updated: string | null;
  user_updated: string | DirectusUser<Schema> | null;
}

export interface AssignmentsFiles {
  id: string;
  assignments_id: string | Assignments | null;
  directus_files_id: string | DirectusFile<Schema> | null;
}

export interface CalendarDays {
  id: string;
  version: string | CalendarVersions;
  date: string;
  kind: 'workday' | 'restday';
  name: string | null;
  source: string | null;
  origin: 'national' | 'local';
  date_created: string | null;
  user_created: string | DirectusUser<Schema> | null;
  date_updated: string | null;
  user_updated: string | DirectusUser<Schema> | null;
}

export interface CalendarVersions {
  id: string;
  version: string;
  published_on: string | null;
  published_at: string | null;
  covers_from: string;
  covers_to: string;
  note: string | null;
  date_created: string | null;
  user_created: string | DirectusUser<Schema> | null;
  date_updated: string | null;
  user_updated: string | DirectusUser<Schema> | null;
}

export interface CollectionPlans {
  id: string;
  name: string;
  dataset: string | LedgerDatasets | null;
  topic: string | null;
  grid: string | Grids;
  level: 1 | 2 | 3;
  every: 'week' | 'month' | 'quarter' | 'half_year' | 'year';
  due_working_days: number;
  starts_on: string;
  active: boolean;
  grid_path: string | null;
  date_created: string | null;
  user_created: string | DirectusUser<Schema> | null;
  date_updated: string | null;
  user_updated: string | DirectusUser<Schema> | null;
}

export interface CollectionTasks {
  id: string;
  plan: string | CollectionPlans;
  grid: string | Grids;
  dataset: string | LedgerDatasets | null;
  topic: string | null;
  starts_on: string;
  due_on: string;
  report: string | null;
  none_here: boolean;
  outcome: 'entered' | 'confirmed' | 'none_here' | null;
  done_at: string | null;
  done_by: string | DirectusUser<Schema> | null;
  late: boolean | null;
  grid_path: string | null;
}

export interface DeadlinePolicies {
  id: string;
  kind: 'resolve' | 'own' | 'escalate' | 'progress' | 'verify' | 'disclose' | 'external';
  scope: 'community' | 'subdistrict' | 'district' | null;
  category: string | IssueCategories | null;
  severity: 'normal' | 'urgent' | 'critical' | null;
  working_days: number | null;
  clock_hours: number | null;
  warn_working_hours: number;
  active: boolean;
  date_created: string | null;
  user_created: string | DirectusUser<Schema> | null;
  date_updated: string | null;
  user_updated: string | DirectusUser<Schema> | null;
}

export interface Departments {
  id: string;
  name: string;
  code: string;
  kind: 'community' | 'office' | 'station' | 'district';
  subdistrict: string | Subdistricts | null;
  head: string | DirectusUser<Schema> | null;
  phone: string | null;
  dispatches: boolean;
  supervises: boolean;
  active: boolean;
  duty_lines: string[] | DutyLines[];
  date_created: string | null;
  user_created: string | DirectusUser<Schema> | null;
  date_updated: string | null;
  user_updated: string | DirectusUser<Schema> | null;
}

export interface DisclosureFeedback {
  id: string;
  disclosure: string | Disclosures;
  rating: number | null;
  resolved: 'yes' | 'no' | null;
  comment: string | null;
  state: 'pending' | 'shown' | 'hidden';
  personal_data: string | null;
  voter: string | null;
  created_at: string | null;
}

export interface Disclosures {
  id: string;
  issue: string | Issues;
  mode: 'individual' | 'count_only';
  mode_reason: string | null;
  title: string | null;
  summary: string | null;
  result: string | null;
  photos: string[] | DisclosuresFiles[];
  photos_cleared: boolean;
  grid: string | Grids | null;
  category: string | IssueCategories | null;
  department: string | Departments | null;
  state: 'draft' | 'published' | 'withdrawn';
  published_at: string | null;
  published_by: string | DirectusUser<Schema> | null;
  shown_until: string | null;
  withdrawn_reason: string | null;
  feedback: string[] | DisclosureFeedback[];
  grid_path: string | null;
  date_created: string | null;
  user_created: string | DirectusUser<Schema> | null;
  date_updated: string | null;
  user_updated: string | DirectusUser<Schema> | null;
}

export interface DisclosuresFiles {
  id: string;
  disclosures_id: string | Disclosures | null;
  directus_files_id: string | DirectusFile<Schema> | null;
}

export interface DutyLines {
  id: string;
  department: string | Departments;
  category: string | IssueCategories;
  grid: string | Grids | null;
  person: string | DirectusUser<Schema>;
  stand_in: string | DirectusUser<Schema> | null;
  active: boolean;
  grid_path: string | null;
  date_created: string | null;
  user_created: string | DirectusUser<Schema> | null;
  date_updated: string | null;
  user_updated: string | DirectusUser<Schema> | null;
}

export interface DutyStandards {
  id: string;
  name: string;
  code: string;
  level: 1 | 2 | 3;
  kind: 'field_minutes' | 'visit' | 'meeting' | 'log_check' | 'ledger_review';
  log_kinds: unknown;
  amount: number;
  per: 'working_day' | 'week' | 'month' | 'quarter';
  active: boolean;
  date_created: string | null;
  user_created: string | DirectusUser<Schema> | null;
  date_updated: string | null;
  user_updated: string | DirectusUser<Schema> | null;
}

export interface FacilityChecks {
  id: string;
  work_log: string | WorkLogs;
  facility: string;
  facility_name: string | null;
  result: 'damaged' | 'missing' | 'hazard';
  note: string | null;
  photo: string | DirectusFile<Schema> | null;
  issue: string | Issues | null;
  grid: string | Grids | null;
  grid_path: string | null;
  date_created: string | null;
  user_created: string | DirectusUser<Schema> | null;
  date_updated: string | null;
  user_updated: string | DirectusUser<Schema> | null;
}

export interface GridChanges {
  id: string;
  kind: 'move' | 'split' | 'merge' | 'retire';
  grid: string | Grids;
  parent: string | Grids | null;
  successors: string[] | GridChangesGrids[];
  effective_on: string | null;
  note: string;
  outcome: unknown;
  changed_by: string | DirectusUser<Schema> | null;
  changed_at: string | null;
  grid_path: string | null;
}

export interface GridChangesGrids {
  id: string;
  grid_changes_id: string | GridChanges;
  grids_id: string | Grids;
}

export interface Grids {
  id: string;
  name: string;
  code: string;
  level: 1 | 2 | 3;
  parent: string | Grids | null;
  subdistrict: string | Subdistricts;
  kind: 'basic' | 'dedicated';
  department: string | Departments | null;
  status: 'active' | 'retired';
  leader: string | DirectusUser<Schema> | null;
  households: number | null;
  peer_group: string | null;
  population: number | null;
  posts: string[] | Posts[];
  boundary: unknown;
  path: string | null;
  date_created: string | null;
  user_created: string | DirectusUser<Schema> | null;
  date_updated: string | null;
  user_updated: string | DirectusUser<Schema> | null;
}

export interface Handovers {
  id: string;
  grid: string | Grids;
  role: 'leader' | 'deputy';
  from_person: string | DirectusUser<Schema> | null;
  to_person: string | DirectusUser<Schema> | null;
  handed_on: string;
  state: 'prepared' | 'given' | 'taken' | 'cancelled';
  remark_from: string | null;
  remark_to: string | null;
  items: unknown;
  given_by: string | DirectusUser<Schema> | null;
  given_at: string | null;
  taken_by: string | DirectusUser<Schema> | null;
  taken_at: string | null;
  prepared_by: string | DirectusUser<Schema> | null;
  grid_path: string | null;
  date_created: string | null;
  user_created: string | DirectusUser<Schema> | null;
  date_updated: string | null;
  user_updated: string | DirectusUser<Schema> | null;
}

export interface HeadingSynonyms {
  id: string;
  heading: string;
  means: string;
  date_created: string | null;
  user_created: string | DirectusUser<Schema> | null;
  date_updated: string | null;
  user_updated: string | DirectusUser<Schema> | null;
}

export interface HonourQuotas {
  id: string;
  subdistrict: string | Subdistricts;
  year: number;
  level: 'city' | 'district' | 'subdistrict';
  places: number;
  note: string | null;
  date_created: string | null;
  user_created: string | DirectusUser<Schema> | null;
  date_updated: string | null;
  user_updated: string | DirectusUser<Schema> | null;
}

export interface InspectionAnswers {
  id: string;
  visit: string | InspectionVisits;
  inspector: string | DirectusUser<Schema>;
  method: 'listen' | 'look' | 'discuss';
  sort: number | null;
  question: string;
  score: number | null;
  note: string | null;
  entered_at: string | null;
}

export interface InspectionDraws {
  id: string;
  subdistrict: string | Subdistricts;
  level: 3 | 2 | 1;
  count: number;
  planned_on: string;
  planned_until: string | null;
  inspector_1: string | DirectusUser<Schema>;
  inspector_2: string | DirectusUser<Schema>;
  seed: string | null;
  drawn: unknown;
  visits: string[] | InspectionVisits[];
  date_created: string | null;
  user_created: string | DirectusUser<Schema> | null;
}

export interface InspectionPhotos {
  id: string;
  visit: string | InspectionVisits;
  inspector: string | DirectusUser<Schema>;
  method: 'listen' | 'look' | 'discuss';
  photo: string | DirectusFile<Schema>;
  added_at: string;
}

export interface InspectionQuestions {
  id: string;
  method: 'listen' | 'look' | 'discuss';
  sort: number | null;
  active: boolean;
  text: string;
  date_created: string | null;
  user_created: string | DirectusUser<Schema> | null;
}

export interface InspectionSamples {
  id: string;
  visit: string | InspectionVisits;
  kind: 'entry' | 'log' | 'issue';
  label: string;
  dataset: string | LedgerDatasets | null;
  item: string | null;
  work_log: string | WorkLogs | null;
  issue: string | Issues | null;
  result: 'right' | 'finding' | null;
  finding: string | LedgerFindings | null;
  note: string | null;
  looked_by: string | DirectusUser<Schema> | null;
  looked_at: string | null;
  sort: number | null;
}

export interface InspectionVisits {
  id: string;
  grid: string | Grids;
  planned_on: string;
  inspector_1: string | DirectusUser<Schema>;
  inspector_2: string | DirectusUser<Schema>;
  reason: string | null;
  draw: string | InspectionDraws | null;
  occasion: 'drawn' | 'called';
  state: 'planned' | 'under_way' | 'held' | 'acknowledged' | 'cancelled';
  held_on: string | null;
  acknowledged_by: string | DirectusUser<Schema> | null;
  acknowledged_at: string | null;
  acknowledgement: string | null;
  cancelled_reason: string | null;
  planned_by: string | DirectusUser<Schema> | null;
  begun_at: string | null;
  completed_1_at: string | null;
  completed_2_at: string | null;
  answers: string[] | InspectionAnswers[];
  samples: string[] | InspectionSamples[];
  photos: string[] | InspectionPhotos[];
  grid_path: string | null;
  date_created: string | null;
  user_created: string | DirectusUser<Schema> | null;
}

export interface IssueCategories {
  id: string;
  name: string;
  code: string;
  parent: string | IssueCategories | null;
  active: boolean;
  photo_required: boolean;
  seen_on_patrol: boolean;
  disclosure_mode: 'individual' | 'count_only';
  close_standard: string | null;
  date_created: string | null;
  user_created: string | DirectusUser<Schema> | null;
  date_updated: string | null;
  user_updated: string | DirectusUser<Schema> | null;
}

export interface IssueContacts {
  id: string;
  issue: string | Issues;
  name: string | null;
  phone: string | null;
}

export interface IssueDeadlines {
  id: string;
  issue: string | Issues;
  kind: 'resolve' | 'own' | 'escalate' | 'progress' | 'verify' | 'disclose' | 'external';
  state: 'running' | 'paused' | 'met' | 'missed' | 'late' | 'cancelled';
  due_at: string;
  original_due_at: string;
  started_at: string;
  department: string | Departments | null;
  person: string | DirectusUser<Schema> | null;
  policy: string | DeadlinePolicies | null;
  provisional: boolean;
  held_until: string | null;
  warn_at: string | null;
  warned_at: string | null;
  met_at: string | null;
  missed_at: string | null;
  opened_by_seq: number;
  first_round: boolean | null;
  scope: 'community' | 'subdistrict' | 'district' | null;
  grid: string | null;
  department_at_due: string | null;
  person_at_due: string | null;
  handled_at: string | null;
  certificate: unknown;
}

export interface IssueEvents {
  id: string;
  issue: string | Issues;
  type: 'report' | 'accept' | 'progress' | 'handle' | 'feed_back' | 'verify' | 'route' | 'return' | 'explain' | 'escalate' | 'reopen' | 'close' | 'reject' | 'withdraw' | 'request_extension' | 'decide_extension' | 'suspend' | 'resume' | 'call_in' | 'answer_call' | 'rate_help' | 'merge' | 'urge' | 'supervise' | 'disclose' | 'withdraw_disclosure' | 'redact' | 'deadline_warning' | 'deadline_missed' | 'deadline_moved' | 'hand_over' | 'separate';
  to_department: string | Departments | null;
  to_person: string | DirectusUser<Schema> | null;
  to_scope: 'community' | 'subdistrict' | 'district' | null;
  to_category: string | IssueCategories | null;
  to_grid: string | Grids | null;
  to_issue: string | Issues | null;
  to_seq: number | null;
  request_kind: 'extension' | 'suspension' | 'escalation' | null;
  decision: 'yes' | 'no' | null;
  until: string | null;
  cause: 'wrong_routing' | 'not_in_duty' | 'insufficient' | 'external_approval' | 'materials' | 'weather' | 'parties_absent' | 'complex' | 'other' | null;
  result: string | null;
  channel: 'visit' | 'phone' | 'message' | 'notice' | null;
  solved: 'yes' | 'no' | null;
  satisfaction: number | null;
  note: string | null;
  attachments: string[] | IssueEventsFiles[];
  seq: number | null;
  at: string | null;
  actor: string | DirectusUser<Schema> | null;
  from_status: 'reported' | 'assigned' | 'handling' | 'suspended' | 'handled' | 'fed_back' | 'closed' | 'escalated' | 'returned' | 'rejected' | 'merged' | null;
  to_status: 'reported' | 'assigned' | 'handling' | 'suspended' | 'handled' | 'fed_back' | 'closed' | 'escalated' | 'returned' | 'rejected' | 'merged' | null;
  hash: string | null;
  data: unknown;
  prev_hash: string | null;
  salt: string | null;
  note_digest: string | null;
  result_digest: string | null;
  files_digest: string | null;
}

export interface IssueEventsFiles {
  id: string;
  issue_events_id: string | IssueEvents | null;
  directus_files_id: string | DirectusFile<Schema> | null;
}

export interface IssueHelpers {
  id: string;
  issue: string | Issues;
  department: string | Departments;
  called_seq: number;
  called_by: string | DirectusUser<Schema> | null;
  called_at: string | null;
  arrive_by: string | null;
  arrived_at: string | null;
  answer: string | null;
  result: string | null;
  answered_at: string | null;
  rating: number | null;
}

export interface Issues {
  id: string;
  description: string;
  photos: string[] | IssuesFiles[];
  category: string | IssueCategories | null;
  grid: string | Grids | null;
  severity: 'normal' | 'urgent' | 'critical';
  address: string | null;
  events: string[] | IssueEvents[];
  title: string | null;
  kind: 'problem' | 'hazard' | 'dispute' | 'opinion';
  source: 'patrol' | 'visit' | 'resident' | 'hotline' | 'notice_page' | 'superior' | 'transfer' | 'facility_check' | 'media';
  parties: 'residents' | 'resident_organisation' | 'organisations' | 'none';
  involves_departments: boolean | null;
  external_no: string | null;
  external_due_at: string | null;
  arrived_late: boolean | null;
  occurred_at: string | null;
  confidential: boolean | null;
  location: unknown;
  contact_name: string | null;
  contact_phone: string | null;
  contacts: string[] | IssueContacts[];
  number: string | null;
  status: 'reported' | 'assigned' | 'handling' | 'suspended' | 'handled' | 'fed_back' | 'closed' | 'escalated' | 'returned' | 'rejected' | 'merged' | null;
  due_at: string | null;
  overdue: boolean | null;
  scope: 'community' | 'subdistrict' | 'district' | null;
  lead: string | DirectusUser<Schema> | null;
  department: string | Departments | null;
  handler: string | DirectusUser<Schema> | null;
  follower: string | DirectusUser<Schema> | null;
  escalated_to: string | Departments | null;
  helper_1: string | Departments | null;
  helper_2: string | Departments | null;
  helper_3: string | Departments | null;
  reporter: string | DirectusUser<Schema> | null;
  work_log: string | WorkLogs | null;
  facility_checks: string[] | FacilityChecks[];
  reported_at: string | null;
  accepted_at: string | null;
  contacted_at: string | null;
  reason_recorded_at: string | null;
  handled_at: string | null;
  fed_back_at: string | null;
  verify_required: boolean | null;
  closes_at: string | null;
  verified_at: string | null;
  closed_at: string | null;
  withdrawn_at: string | null;
  disclosed_at: string | null;
  resumes_at: string | null;
  reply_awaited_at: string | null;
  request_pending_at: string | null;
  solved: 'yes' | 'no' | null;
  satisfaction: number | null;
  reopen_count: number | null;
  return_count: number | null;
  faulted_return_count: number | null;
  extension_count: number | null;
  due_provisional: boolean | null;
  routing_rule: string | RoutingRules | null;
  duplicate_of: string | Issues | null;
  repeat_of: string | Issues | null;
  same_event: 'yes' | 'no' | null;
  route_explanation: unknown;
  deadlines: string[] | IssueDeadlines[];
  helpers: string[] | IssueHelpers[];
  client_key: string | null;
  grid_path: string | null;
  event_seq: number | null;
  event_hash: string | null;
  event_recorded_at: string | null;
}

export interface IssuesFiles {
  id: string;
  issues_id: string | Issues | null;
  directus_files_id: string | DirectusFile<Schema> | null;
}

export interface JobRuns {
  id: string;
  job: string;
  slot: string;
  due_at: string | null;
  started_at: string;
  finished_at: string | null;
  outcome: 'ok' | 'failed' | 'skipped' | null;
  reason: 'newest' | 'too_late' | 'killed' | null;
  told_at: string | null;
  counts: unknown;
  error: string | null;
}

export interface LedgerAccessLog {
  id: string;
  action: 'reveal' | 'find' | 'export' | 'import' | 'print';
  dataset: string | LedgerDatasets | null;
  collection: string | null;
  item: string | null;
  grid: string | Grids | null;
  fields: unknown;
  rows: number | null;
  purpose: string | null;
  grid_path: string | null;
  date_created: string | null;
  user_created: string | DirectusUser<Schema> | null;
}

export interface LedgerCategories {
  id: string;
  code: string;
  name: string;
  name_en: string | null;
  parent: string | LedgerCategories | null;
  icon: string | null;
  sort: number | null;
  date_created: string | null;
  user_created: string | DirectusUser<Schema> | null;
  date_updated: string | null;
  user_updated: string | DirectusUser<Schema> | null;
}

export interface LedgerConfirmations {
  id: string;
  dataset: string | LedgerDatasets;
  item: string;
  grid: string | Grids | null;
  confirmed_by: string | DirectusUser<Schema> | null;
  confirmed_at: string | null;
  recorded_at: string | null;
  grid_path: string | null;
}

export interface LedgerDatasets {
  id: string;
  name: string;
  name_en: string | null;
  collection: string;
  category: string | LedgerCategories;
  icon: string | null;
  sensitivity: 'internal' | 'personal' | 'sensitive';
  review_days: number;
  required: boolean;
  expected_from: 'households' | 'facilities' | 'declared';
  active: boolean;
  key_fields: unknown;
  reference_field: string | null;
  export_allowed: boolean;
  print_fields: unknown;
  personal_fields: unknown;
  offices: string[] | LedgerDatasetsDepartments[];
  legal_basis: string | null;
  purpose: string | null;
  retention_months: number | null;
  impact_assessment: string | DirectusFile<Schema> | null;
  prepared_by: string | DirectusUser<Schema> | null;
  activated_by: string | DirectusUser<Schema> | null;
  activated_at: string | null;
  date_created: string | null;
  user_created: string | DirectusUser<Schema> | null;
  date_updated: string | null;
  user_updated: string | DirectusUser<Schema> | null;
}

export interface LedgerDatasetsDepartments {
  id: string;
  ledger_datasets_id: string | LedgerDatasets;
  departments_id: string | Departments;
}

export interface LedgerExpected {
  id: string;
  dataset: string | LedgerDatasets;
  grid: string | Grids;
  expected: number;
  as_of: string | null;
  basis: string | null;
  grid_path: string | null;
  date_created: string | null;
  user_created: string | DirectusUser<Schema> | null;
  date_updated: string | null;
  user_updated: string | DirectusUser<Schema> | null;
}

export interface LedgerFindings {
  id: string;
  dataset: string | LedgerDatasets | null;
  item: string | null;
  grid: string | Grids;
  kind: 'missing' | 'outdated' | 'inaccurate' | 'false' | 'unreported';
  state: 'open' | 'answered' | 'confirmed' | 'dismissed' | 'corrected';
  description: string;
  evidence: string | DirectusFile<Schema> | null;
  issue: string | Issues | null;
  work_log: string | WorkLogs | null;
  visit: string | InspectionVisits | null;
  found_by: string | DirectusUser<Schema> | null;
  found_on: string | null;
  answer: string | null;
  answered_by: string | DirectusUser<Schema> | null;
  answered_at: string | null;
  decision_note: string | null;
  decided_by: string | DirectusUser<Schema> | null;
  decided_at: string | null;
  corrected_at: string | null;
  grid_path: string | null;
  date_created: string | null;
  user_created: string | DirectusUser<Schema> | null;
  date_updated: string | null;
  user_updated: string | DirectusUser<Schema> | null;
}

export interface LedgerPrintJobs {
  id: string;
  grid: string | Grids;
  state: 'queued' | 'running' | 'done' | 'failed';
  done: number;
  total: number | null;
  error: string | null;
  attempts: number | null;
  next_at: string | null;
  requested_by: string | DirectusUser<Schema> | null;
  date_created: string | null;
  grid_path: string | null;
}

export interface LedgerPrints {
  id: string;
  grid: string | Grids;
  version: number;
  printed_by: string | DirectusUser<Schema> | null;
  printed_at: string;
  entries: unknown;
  file: string | DirectusFile<Schema> | null;
  job: string | LedgerPrintJobs | null;
  returned_on: string | null;
  returned_to: string | DirectusUser<Schema> | null;
  return_note: string | null;
  grid_path: string | null;
}

export interface LedgerSpotChecks {
  id: string;
  dataset: string | LedgerDatasets;
  item: string;
  grid: string | Grids | null;
  result: 'right' | 'finding';
  checked_on: string | null;
  checked_by: string | DirectusUser<Schema> | null;
  finding: string | LedgerFindings | null;
  note: string | null;
  grid_path: string | null;
  date_created: string | null;
  user_created: string | DirectusUser<Schema> | null;
}

export interface NoticeGroups {
  id: string;
  name: string;
  department: string | Departments | null;
  active: boolean;
  url: string;
  secret: string | null;
}

export interface Outbox {
  id: string;
  subject: string | null;
  body: string | null;
  link: string | null;
  recipient: string | DirectusUser<Schema> | null;
  channel: 'inapp' | 'email' | 'webhook';
  event: string;
  dedupe_key: string;
  state: 'queued' | 'sending' | 'sent' | 'failed';
  urgent: boolean;
  attempts: number;
  next_attempt_at: string | null;
  created_at: string;
  claimed_at: string | null;
  sent_at: string | null;
  notice_group: string | NoticeGroups | null;
  error: string | null;
  actor: string | null;
  copied_for: string | null;
}

export interface Posts {
  id: string;
  person: string | DirectusUser<Schema>;
  grid: string | Grids;
  role: 'leader' | 'deputy';
  starts_on: string;
  ends_on: string | null;
  grid_path: string | null;
  date_created: string | null;
  user_created: string | DirectusUser<Schema> | null;
  date_updated: string | null;
  user_updated: string | DirectusUser<Schema> | null;
}

export interface Rankings {
  id: string;
  period: string | AssessmentPeriods;
  version: number;
  state: 'computed' | 'preview' | 'published' | 'superseded';
  subject: 'grid' | 'department' | 'person';
  level: 1 | 2 | 3 | null;
  grid: string | Grids | null;
  department: string | Departments | null;
  person: string | DirectusUser<Schema> | null;
  total: string | null;
  grade: string | null;
  rank: number | null;
  of: number | null;
  previous_rank: number | null;
  sample: number | null;
  peer_group: string | null;
  vetoed: boolean;
  told: boolean;
  community_score: string | null;
  tier: 'front' | 'middle' | 'back' | 'not_rated' | null;
  low: number | null;
  high: number | null;
  draw_low: number | null;
  draw_high: number | null;
  back: number | null;
  front: number | null;
  too_little: unknown;
  weight_best: number | null;
  weight_worst: number | null;
  weight_by: string | null;
  year_quarters: number | null;
  year_total: string | null;
  year_rank: number | null;
  year_of: number | null;
  year_low: number | null;
  year_high: number | null;
  year_tier: 'front' | 'middle' | 'back' | 'not_rated' | null;
  note: string | null;
  grid_path: string | null;
}

export interface RecognitionEvidence {
  id: string;
  recognition: string | Recognitions;
  sort: number;
  fact_kind: 'clock' | 'warning' | 'report' | 'duty' | 'log' | 'collection' | 'ledger' | 'finding' | 'part' | 'inspection' | 'manual' | 'ranking' | 'recognition';
  fact: string;
  label: string;
  says: string;
  says_en: string;
  cells: unknown;
  on_day: string | null;
  of_grid: string | Grids | null;
  person: string | DirectusUser<Schema> | null;
  collection: string | null;
  item: string | null;
  rule: string | RecognitionRules | null;
  subject: string;
  once: string;
}

export interface RecognitionRules {
  id: string;
  name: string;
  cause: 'outstanding' | 'situation_unknown' | 'late_learning' | 'stale_ledger' | 'inaccurate_data' | 'false_data' | 'late_handling' | 'improper_handling';
  kind: 'commendation' | 'honour_nomination' | 'renewal_note' | 'criticism' | 'warning' | null;
  honour_level: 'city' | 'district' | 'subdistrict' | null;
  colour: 'none' | 'blue' | 'yellow' | 'red';
  basis: 'fact' | 'measure' | 'tier';
  subject: 'person' | 'grid' | 'department';
  fact_kind: 'clock' | 'warning' | 'report' | 'duty' | 'log' | 'collection' | 'ledger' | 'finding' | 'part' | 'inspection' | 'manual' | null;
  fact_column: 'on_time' | 'first_time' | 'reworked' | 'rework_confirmed' | 'returned' | 'solved' | 'satisfied' | 'repeated' | 'overdue_open' | 'own_on_time' | 'escalated_on_time' | 'verified_on_time' | 'disclosed_on_time' | 'external_on_time' | 'handled' | 'responded' | 'missed' | 'missed_grave' | 'hazard_solved' | 'resident_solved' | 'improper_grave' | 'accurate' | 'false_data' | 'complete' | 'truthful' | 'met' | 'urged' | null;
  flag: boolean;
  measure: 'on_time_rate' | 'handled_rate' | 'rework_rate' | 'return_rate' | 'response_rate' | 'solution_rate' | 'satisfaction_rate' | 'repeat_rate' | 'first_time_rate' | 'overdue_open_rate' | 'closing_rate' | 'extension_rate' | 'escalation_on_time_rate' | 'escalation_returned_rate' | 'own_on_time_rate' | 'verification_on_time_rate' | 'disclosure_on_time_rate' | 'external_on_time_rate' | 'urged_rate' | 'resident_solved_rate' | 'missed_report_rate' | 'confirmed_rework_rate' | 'ledger_complete_rate' | 'ledger_fresh_rate' | 'ledger_accurate_rate' | 'duty_met_rate' | 'log_complete_rate' | 'log_true_rate' | 'collection_on_time_rate' | 'assigned_on_time_rate' | 'inspection_mean' | 'manual_mean' | 'duty_field_rate' | 'duty_visit_rate' | 'duty_meeting_rate' | 'duty_log_check_rate' | 'duty_review_rate' | null;
  tier: 'front' | 'back' | null;
  operator: 'at_least' | 'at_most';
  threshold: string | null;
  min_sample: number;
  quarters_running: number;
  text: string | null;
  note: string | null;
  active: boolean;
  tried_at: string | null;
  tried_by: string | DirectusUser<Schema> | null;
  tried_wording: string | null;
  tried_result: unknown;
  sort: number | null;
  date_created: string | null;
  user_created: string | DirectusUser<Schema> | null;
  date_updated: string | null;
  user_updated: string | DirectusUser<Schema> | null;
}

export interface RecognitionSeats {
  id: string;
  recognition: string | Recognitions;
  person: string | DirectusUser<Schema>;
}

export interface RecognitionSteps {
  id: string;
  recognition: string | Recognitions;
  seq: number;
  step: 'proposed' | 'answered' | 'silent' | 'confirmed' | 'dismissed' | 'published' | 'acknowledged' | 'suspended' | 'restored' | 'revoked';
  actor: string | DirectusUser<Schema> | null;
  reason: string | null;
  at: string;
  until: string | null;
  fact_kind: string | null;
  fact: string | null;
}

export interface Recognitions {
  id: string;
  kind: 'commendation' | 'honour_nomination' | 'renewal_note' | 'criticism' | 'warning';
  state: 'proposed' | 'answered' | 'silent' | 'confirmed' | 'dismissed' | 'published' | 'acknowledged' | 'suspended' | 'revoked';
  person: string | DirectusUser<Schema> | null;
  grid: string | Grids | null;
  department: string | Departments | null;
  subdistrict: string | Subdistricts;
  cause: 'outstanding' | 'situation_unknown' | 'late_learning' | 'stale_ledger' | 'inaccurate_data' | 'false_data' | 'late_handling' | 'improper_handling';
  honour_level: 'city' | 'district' | 'subdistrict' | null;
  year: number;
  period: string | AssessmentPeriods | null;
  rule: string | RecognitionRules | null;
  text: string;
  number: string | null;
  proposed_by: string | DirectusUser<Schema> | null;
  answer_until: string | null;
  decided_by: string | DirectusUser<Schema> | null;
  decided_at: string | null;
  published_at: string | null;
  acknowledged_at: string | null;
  suspended_at: string | null;
  steps: string[] | RecognitionSteps[];
  evidence: string[] | RecognitionEvidence[];
  grid_path: string | null;
  seats: string[] | RecognitionSeats[];
  date_created: string | null;
  user_created: string | DirectusUser<Schema> | null;
}

export interface ResponsibilityStatements {
  id: string;
  number: string;
  state: 'draft' | 'issued' | 'signed' | 'superseded';
  person: string | DirectusUser<Schema>;
  grid: string | Grids;
  level: 1 | 2 | 3;
  role: 'leader' | 'deputy';
  subdistrict: string | Subdistricts | null;
  term_starts_on: string;
  term_ends_on: string | null;
  title: string | null;
  duties: string | null;
  issued_at: string | null;
  issued_by: string | DirectusUser<Schema> | null;
  signed_at: string | null;
  signed_by: string | DirectusUser<Schema> | null;
  signed_copy: string | DirectusFile<Schema> | null;
  grid_path: string | null;
  date_created: string | null;
  user_created: string | DirectusUser<Schema> | null;
  date_updated: string | null;
  user_updated: string | DirectusUser<Schema> | null;
}

export interface RoutingRules {
  id: string;
  name: string;
  priority: number;
  active: boolean;
  warning: string | null;
  category: string | IssueCategories | null;
  grid: string | Grids | null;
  kinds: unknown;
  parties: unknown;
  sources: unknown;
  severities: unknown;
  involves_departments: boolean | null;
  scope: 'community' | 'subdistrict' | 'district';
  lead: 'grid_leader' | 'department_head';
  lead_level: 1 | 2 | 3 | null;
  handler: 'community_cadre' | 'grid_leader' | 'department';
  department: string | Departments | null;
  date_created: string | null;
  user_created: string | DirectusUser<Schema> | null;
  date_updated: string | null;
  user_updated: string | DirectusUser<Schema> | null;
}

export interface SettingsWangge {
  id: string;
  time_zone: string;
  open_of_business: string;
  close_of_business: string;
  email_notices: boolean;
  digest_threshold: number;
  code_pattern_1: string;
  code_pattern_2: string;
  code_pattern_3: string;
  late_entry_working_days: number;
  statement_title: string;
  notice_title: string;
  notice_footer: string | null;
  notice_days: number;
  notice_reopen_votes: number;
  notice_reopen_days: number;
  recognition_answer_days: number;
  mask_rules: unknown;
  date_created: string | null;
  user_created: string | DirectusUser<Schema> | null;
  date_updated: string | null;
  user_updated: string | DirectusUser<Schema> | null;
}

export interface StatementTemplates {
  id: string;
  level: 1 | 2 | 3;
  title: string | null;
  body: string;
  date_created: string | null;
  user_created: string | DirectusUser<Schema> | null;
  date_updated: string | null;
  user_updated: string | DirectusUser<Schema> | null;
}

export interface Subdistricts {
  id: string;
  code: string;
  name: string;
  supervision_phone: string | null;
  close_of_business: string | null;
  date_created: string | null;
  user_created: string | DirectusUser<Schema> | null;
  date_updated: string | null;
  user_updated: string | DirectusUser<Schema> | null;
}

export interface WorkLogs {
  id: string;
  work_date: string | null;
  kind: 'patrol' | 'visit' | 'meeting' | 'publicity' | 'handling' | 'mobilise';
  started_at: string;
  ended_at: string;
  grid: string | Grids | null;
  minutes: number | null;
  summary: string | null;
  residents_heard: string | null;
  photos: string[] | WorkLogsFiles[];
  facility_checks: string[] | FacilityChecks[];
  issues: string[] | Issues[];
  route_confirmed: boolean | null;
  person: string | DirectusUser<Schema> | null;
  check_result: 'ok' | 'incomplete' | 'false' | null;
  check_note: string | null;
  checked_by: string | DirectusUser<Schema> | null;
  checked_at: string | null;
  sampled: boolean | null;
  entered_late: boolean | null;
  entered_by: string | DirectusUser<Schema> | null;
  grid_path: string | null;
  date_created: string | null;
  user_created: string | DirectusUser<Schema> | null;
  date_updated: string | null;
  user_updated: string | DirectusUser<Schema> | null;
}

export interface WorkLogsFiles {
  id: string;
  work_logs_id: string | WorkLogs | null;
  directus_files_id: string | DirectusFile<Schema> | null;
}

export interface YearSteps {
  id: string;
  year: number;
  subdistrict: string | Subdistricts;
  step: 'calendar' | 'statements' | 'plans' | 'scheme' | 'archive';
  outcome: 'done' | 'skipped';
  word: string;
  actor: string | DirectusUser<Schema> | null;
  at: string | null;
}

export interface FileFields {
  issue_photos: string[] | IssuesFiles[];
  event_attachments: string[] | IssueEventsFiles[];
  notice_photos: string[] | DisclosuresFiles[];
  finding_evidence: string[] | LedgerFindings[];
  log_photos: string[] | WorkLogsFiles[];
  check_photos: string[] | FacilityChecks[];
  visit_photos: string[] | InspectionPhotos[];
  year_score_evidence: string[] | AssessmentYearScores[];
  assignment_files: string[] | AssignmentsFiles[];
  assignment_evidence: string[] | AssignmentGridsFiles[];
  appeal_evidence: string[] | AppealsFiles[];
  statement_copies: string[] | ResponsibilityStatements[];
}

export interface UserFields {
  department: string | Departments | null;
  phone: string | null;
  scope_1: string;
  scope_2: string;
  scope_3: string;
  scope_4: string;
  scope_5: string;
  scope_6: string;
}

export interface Schema {
  absences: Absences[];
  appeal_reviews: AppealReviews[];
  appeal_seats: AppealSeats[];
  appeals: Appeals[];
  appeals_files: AppealsFiles[];
  assessment_exports: AssessmentExports[];
  assessment_indicators: AssessmentIndicators[];
  assessment_manual_scores: AssessmentManualScores[];
  assessment_periods: AssessmentPeriods[];
  assessment_schemes: AssessmentSchemes[];
  assessment_scores: AssessmentScores[];
  assessment_steps: AssessmentSteps[];
  assessment_year_scores: AssessmentYearScores[];
  assignment_grids: AssignmentGrids[];
  assignment_grids_files: AssignmentGridsFiles[];
  assignments: Assignments[];
  assignments_files: AssignmentsFiles[];
  calendar_days: CalendarDays[];
  calendar_versions: CalendarVersions[];
  collection_plans: CollectionPlans[];
  collection_tasks: CollectionTasks[];
  deadline_policies: DeadlinePolicies[];
  departments: Departments[];
  disclosure_feedback: DisclosureFeedback[];
  disclosures: Disclosures[];
  disclosures_files: DisclosuresFiles[];
  duty_lines: DutyLines[];
  duty_standards: DutyStandards[];
  facility_checks: FacilityChecks[];
  grid_changes: GridChanges[];
  grid_changes_grids: GridChangesGrids[];
  grids: Grids[];
  handovers: Handovers[];
  heading_synonyms: HeadingSynonyms[];
  honour_quotas: HonourQuotas[];
  inspection_answers: InspectionAnswers[];
  inspection_draws: InspectionDraws[];
  inspection_photos: InspectionPhotos[];
  inspection_questions: InspectionQuestions[];
  inspection_samples: InspectionSamples[];
  inspection_visits: InspectionVisits[];
  issue_categories: IssueCategories[];
  issue_contacts: IssueContacts[];
  issue_deadlines: IssueDeadlines[];
  issue_events: IssueEvents[];
  issue_events_files: IssueEventsFiles[];
  issue_helpers: IssueHelpers[];
  issues: Issues[];
  issues_files: IssuesFiles[];
  job_runs: JobRuns[];
  ledger_access_log: LedgerAccessLog[];
  ledger_categories: LedgerCategories[];
  ledger_confirmations: LedgerConfirmations[];
  ledger_datasets: LedgerDatasets[];
  ledger_datasets_departments: LedgerDatasetsDepartments[];
  ledger_expected: LedgerExpected[];
  ledger_findings: LedgerFindings[];
  ledger_print_jobs: LedgerPrintJobs[];
  ledger_prints: LedgerPrints[];
  ledger_spot_checks: LedgerSpotChecks[];
  notice_groups: NoticeGroups[];
  outbox: Outbox[];
  posts: Posts[];
  rankings: Rankings[];
  recognition_evidence: RecognitionEvidence[];
  recognition_rules: RecognitionRules[];
  recognition_seats: RecognitionSeats[];
  recognition_steps: RecognitionSteps[];
  recognitions: Recognitions[];
  responsibility_statements: ResponsibilityStatements[];
  routing_rules: RoutingRules[];
  settings_wangge: SettingsWangge;
  statement_templates: StatementTemplates[];
  subdistricts: Subdistricts[];
  work_logs: WorkLogs[];
  work_logs_files: WorkLogsFiles[];
  year_steps: YearSteps[];
  directus_files: FileFields;
  directus_users: UserFields;
}
