/** The rows of the demonstration sub-district. */
import type { DepartmentKind, Level } from '../../handling/routing/model.ts';
import type { Day, Moment, Uuid } from '../../kernel/values.ts';
import type { Boundary } from '../../territory/boundary-rules.ts';

export interface SubdistrictRow { id: Uuid; code: string; name: string; supervision_phone: string }

export interface GridRow {
  id: Uuid;
  code: string;
  name: string;
  subdistrict: Uuid;
  level: Level;
  parent: Uuid | null;
  /** As the database computes it. */
  path: string;
  kind: 'basic';
  status: 'active';
  /** The community's, on level 2. */
  department: Uuid | null;
  households: number;
  population: number;
  boundary: Boundary | null;
}

export interface DepartmentRow {
  id: Uuid;
  code: string;
  name: string;
  subdistrict: Uuid | null;
  kind: DepartmentKind;
  head: Uuid | null;
  phone: string;
  dispatches: boolean;
  supervises: boolean;
  active: boolean;
}

export interface Person {
  id: Uuid;
  email: string;
  first_name: string;
  title: string;
  phone: string;
  /** Name of the role in `seeds/access`. */
  role: string;
  department: Uuid | null;
  /** Has a password: one of the accounts that are handed out. */
  account: boolean;
}

export interface PostRow { id: Uuid; person: Uuid; grid: Uuid; role: 'leader' | 'deputy'; starts_on: Day; ends_on: Day | null }

export interface AbsenceRow { id: Uuid; person: Uuid; kind: 'leave' | 'training'; starts_on: Day; ends_on: Day; stand_in: Uuid | null; decision: 'yes'; approved_by: Uuid; decided_at: Moment }

export interface DutyLineRow { id: Uuid; department: Uuid; category: Uuid; grid: Uuid | null; person: Uuid; stand_in: Uuid | null; active: boolean }

export interface DemoRows {
  subdistrict: SubdistrictRow;
  grids: GridRow[];
  departments: DepartmentRow[];
  people: Person[];
  posts: PostRow[];
  absences: AbsenceRow[];
  duty_lines: DutyLineRow[];
}
