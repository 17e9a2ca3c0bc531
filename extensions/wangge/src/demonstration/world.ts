/**
 * The demonstration sub-district as rows: its grids and departments, the people and what each is
 * responsible for. The division is real, the people are invented.
 */
import type { Day, Uuid } from '../handling/model.ts';
import type { DepartmentKind, Level } from '../handling/routing/routing.ts';
import type { Boundary } from '../territory/boundary.ts';
import type { Material } from './material.ts';
import type { Random } from './random.ts';
import { departmentsOf } from './departments.ts';
import { gridsOf } from './grids.ts';
import { postsOf } from './posts.ts';
import { idOf, random } from './random.ts';

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
export interface AbsenceRow { id: Uuid; person: Uuid; kind: 'leave' | 'training'; starts_on: Day; ends_on: Day; stand_in: Uuid | null; decision: 'yes'; approved_by: Uuid }
export interface DutyLineRow { id: Uuid; department: Uuid; category: Uuid; grid: Uuid | null; person: Uuid; stand_in: Uuid | null; active: boolean }

export interface World {
  subdistrict: SubdistrictRow;
  grids: GridRow[];
  departments: DepartmentRow[];
  people: Person[];
  posts: PostRow[];
  absences: AbsenceRow[];
  duty_lines: DutyLineRow[];
}

/** `today` dates what changes over time: terms, absences, the vacancy. */
export function makeWorld(material: Material, categories: readonly { id: Uuid; code: string }[], today: Day, seed: string): World {
  const { divisions, organisation } = material;
  const place = divisions.find(({ level }) => level === 'subdistrict')!;
  const subdistrict: SubdistrictRow = { id: idOf('subdistrict'), code: place.code, name: place.name, supervision_phone: '010-0000 0110' };
  const register = new Register(material, random(`${seed}/people`));
  const categoryOf = (code: string): Uuid => categories.find(category => category.code === code)!.id;
  const { departments, communities, duty_lines } = departmentsOf(organisation, divisions, subdistrict, register, categoryOf);
  const grids = gridsOf(organisation, divisions, subdistrict, communities, random(`${seed}/grids`), random(`${seed}/streets`));
  const { posts, absences } = postsOf(grids, communities, register, today);
  for (const [email, { role }] of Object.entries(organisation.accounts)) {
    if (!register.people.some(person => person.email === email))
      register.add({ role, title: '统计分析员', email });
  }
  return { subdistrict, grids, departments, people: register.people, posts, absences, duty_lines };
}

/** Everybody, in the order in which they were named. */
export class Register {
  readonly people: Person[] = [];
  private readonly names: Set<string> = new Set();
  private readonly material: Material;
  private readonly chance: Random;

  constructor(material: Material, chance: Random) {
    this.material = material;
    this.chance = chance;
  }

  add({ role, title, department = null, email }: { role: string; title: string; department?: Uuid | null; email?: string | undefined }): Person {
    const number = String(this.people.length + 1).padStart(3, '0');
    const person: Person = {
      id: idOf(`person/${number}`),
      email: email ?? `p${number}@example.com`,
      first_name: this.name(),
      title,
      // An exchange that does not exist.
      phone: `010-0000 1${number}`,
      role,
      department,
      account: email !== undefined,
    };
    this.people.push(person);
    return person;
  }

  /** Of the account that the organisation hands out for this place, if there is one. */
  accountFor(matches: (plan: Material['organisation']['accounts'][string]) => boolean): string | undefined {
    return Object.entries(this.material.organisation.accounts).find(([, plan]) => matches(plan))?.[0];
  }

  private name(): string {
    const { family, given } = this.material.names;
    for (;;) {
      const name = this.chance.pick(family) + this.chance.pick(given);
      if (!this.names.has(name)) {
        this.names.add(name);
        return name;
      }
    }
  }
}
