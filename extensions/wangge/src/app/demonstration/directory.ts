/**
 * Who is who on a day, answered from rows in memory: the same answers as `handling/routing/routing-store.ts` and
 * `territory/standing-store.ts` give from the database (a system test compares them).
 */
import type { ReportContext } from '../../handling/index.ts';
import type { Day, Uuid } from '../../kernel/values.ts';
import type { Standing } from '../../territory/model.ts';
import type { AbsenceRow, DemoRows, DepartmentRow, DutyLineRow, GridRow, Person, PostRow } from './model.ts';
import type { CategoryRow, Reference } from './reference.ts';
import { holds } from '../../territory/scope-rules.ts';
import { pathOf } from './reference.ts';

export class Directory {
  readonly world: DemoRows;
  readonly reference: Reference;
  private readonly grids: Map<Uuid, GridRow>;
  private readonly people: Map<Uuid, Person>;
  private readonly departments: Map<Uuid, DepartmentRow>;
  private readonly posts: Map<Uuid, PostRow[]>;
  /** By category. */
  private readonly lines: Map<Uuid, DutyLineRow[]>;
  private readonly paths: Map<Uuid, CategoryRow[]>;

  constructor(world: DemoRows, reference: Reference) {
    this.world = world;
    this.reference = reference;
    this.grids = new Map(world.grids.map(grid => [grid.id, grid]));
    this.people = new Map(world.people.map(person => [person.id, person]));
    this.departments = new Map(world.departments.map(department => [department.id, department]));
    this.posts = Map.groupBy(world.posts, ({ grid }) => grid);
    this.lines = Map.groupBy(world.duty_lines, ({ category }) => category);
    this.paths = new Map(reference.categories.map(({ id }) => [id, pathOf(reference.categories, id)]));
  }

  grid(id: Uuid): GridRow {
    return this.grids.get(id)!;
  }

  department(id: Uuid): DepartmentRow {
    return this.departments.get(id)!;
  }

  person(id: Uuid): Person {
    return this.people.get(id)!;
  }

  category(id: Uuid): CategoryRow {
    return this.paths.get(id)![0]!;
  }

  /** The category and its ancestors, itself first. */
  categoryPath(id: Uuid): CategoryRow[] {
    return this.paths.get(id)!;
  }

  /** The grid and those above it, itself first. */
  chain(id: Uuid): GridRow[] {
    const grid = this.grid(id);
    return [grid, ...grid.parent === null ? [] : this.chain(grid.parent)];
  }

  leader(grid: Uuid, day: Day): Uuid | null {
    return this.holders(grid, day).find(({ role }) => role === 'leader')?.person ?? null;
  }

  deputies(grid: Uuid, day: Day): Uuid[] {
    return this.holders(grid, day).filter(({ role }) => role === 'deputy').sort(byId).map(({ person }) => person);
  }

  private holders(grid: Uuid, day: Day): PostRow[] {
    return (this.posts.get(grid) ?? []).filter(post => holds(post, day));
  }

  private absences(day: Day): AbsenceRow[] {
    return this.world.absences.filter(absence => holds(absence, day));
  }

  away(person: Uuid, day: Day): boolean {
    return this.absences(day).some(absence => absence.person === person);
  }

  context(grid: Uuid, category: Uuid, day: Day): ReportContext {
    const { world, reference } = this;
    const chain = this.chain(grid);
    const path = this.categoryPath(category);
    const [{ id, code, name, level, path: grid_path, status }] = chain as [GridRow];
    return {
      subdistrict: world.subdistrict,
      grid: { id, code, name, level, path: grid_path, status },
      category: path[0]!,
      category_path: path.map(({ id }) => id),
      rules: reference.rules,
      policies: reference.policies,
      pins: { close_of_business: reference.close_of_business },
      chain: chain.map(({ id, level, department }) => ({ id, level, department, leader: this.leader(id, day), deputies: this.deputies(id, day) })),
      departments: world.departments,
      duty_lines: this.linesFor(chain, path),
      absences: this.absences(day),
    };
  }

  private linesFor(chain: readonly GridRow[], path: readonly CategoryRow[]): DutyLineRow[] {
    return path
      .flatMap(({ id }) => this.lines.get(id) ?? [])
      .filter(({ grid }) => grid === null || chain.some(({ id }) => id === grid));
  }

  /** Who leads or deputises at a level over the grid and is there, and who stands in for those who are not. */
  private actingAt(level: GridRow['level'], grid: Uuid, day: Day): Uuid[] {
    const holders = this.chain(grid).filter(above => above.level === level).flatMap(({ id }) => this.holders(id, day)).map(({ person }) => person);
    const away = this.absences(day);
    const isThere = (person: Uuid | null): person is Uuid => person !== null && !away.some(absence => absence.person === person);
    return [...new Set([...holders, ...away.filter(({ person }) => holders.includes(person)).map(({ stand_in }) => stand_in)])].filter(isThere).sort();
  }

  /** How a person stands to an issue in that grid; null is the system. */
  standing(person: Uuid, grid: Uuid, day: Day): Standing {
    const acting = [person, ...this.absences(day).filter(({ stand_in }) => stand_in === person).map(absence => absence.person)];
    const { department, role } = this.person(person);
    const dispatcher = department !== null && this.department(department).dispatches;
    return {
      person,
      department,
      acts_for: acting.filter(other => other !== person).sort(),
      heads: this.world.departments.filter(({ head }) => head !== null && acting.includes(head)).map(({ id }) => id),
      levels: this.chain(grid)
        .filter(({ id }) => this.holders(id, day).some(post => acting.includes(post.person)))
        .map(({ level }) => level)
        .sort(),
      dispatcher,
      inspector: department !== null && this.department(department).supervises,
      // The post is never vacant; its leader may be away.
      level_1: dispatcher ? this.actingAt(1, grid, day) : [],
      reads_contacts: role === 'level_1' || role === 'dispatcher',
    };
  }
}

function byId(a: { id: Uuid }, b: { id: Uuid }): number {
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}
