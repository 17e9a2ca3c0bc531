/**
 * What the rows and boundaries of an import would do to the grids of a sub-district, and what is wrong in which cell. Pure.
 *
 * An empty cell leaves what stands; a grid that the file does not name stays as it is.
 */
import type { Refusal } from '../../kernel/refusal-rules.ts';
import type { Day, Uuid } from '../../kernel/values.ts';
import type { StoredPost } from '../post-rules.ts';
import type { DrawnText } from './boundary-file-task.ts';
import type { WrittenGrid } from './column-rules.ts';
import type { Around, Standing } from './tree-rules.ts';
import { refused } from '../../kernel/refusal-rules.ts';
import { objectionToPosts } from '../post-rules.ts';
import { holds } from '../scope-rules.ts';
import { objectionsToTree, parentOf } from './tree-rules.ts';

export interface Person { id: Uuid; name: string; active: boolean }

export interface Known extends Around {
  departments: ReadonlyMap<string, { id: Uuid; active: boolean }>;
  /** By e-mail or external identifier, as it is written. */
  people: ReadonlyMap<string, readonly Person[]>;
  /** All posts of these people and on these grids. */
  posts: readonly StoredPost[];
  today: Day;
  /** The day on which new leaders begin. */
  from: Day;
}

/** A boundary of the file; as the text that is stored. */
export interface Feature { nth: number; code: string | null; boundary: string | null; faults: Refusal[] }

/** One grid: a row of the workbook, a feature of the file of boundaries, or both. */
export interface PlannedGrid {
  id: Uuid;
  code: string;
  level: number;
  parent: string | null;
  written: WrittenGrid | null;
  feature: Feature | null;
  standing: Standing | null;
  /** What is written: all of a new grid, of another what is different. Parents by their id. */
  values: Record<string, unknown>;
  post: { person: Uuid; starts_on: Day } | null;
}

export interface GridPlan {
  /** In the order in which they may be written: from above. */
  grids: PlannedGrid[];
  rowFaults: ReadonlyMap<number, Refusal[]>;
  featureFaults: ReadonlyMap<number, Refusal[]>;
  /** Active grids that a workbook does not name. */
  missing: { code: string; name: string }[];
}

export function planGrids(rows: readonly WrittenGrid[] | null, features: readonly Feature[], known: Known, newId: () => Uuid): GridPlan {
  const rowFaults = new Map((rows ?? []).map(({ row, faults }) => [row, [...faults]]));
  const fault = (row: number, refusal: Refusal): void => {
    // One sentence for a cell.
    if (!rowFaults.get(row)!.some(({ field }) => field === refusal.field))
      rowFaults.get(row)!.push(refusal);
  };
  objectionsToTree(rows ?? [], known).forEach((objection, row) => fault(row, objection));
  const named = new Set((rows ?? []).map(({ code }) => code));
  const featureFaults = faultsOfFeatures(features, named, known);
  const drawn = new Map(features.filter(({ nth }) => featureFaults.get(nth)!.length === 0).map(feature => [feature.code!, feature]));
  const grids = gridsOf((rows ?? []).filter(({ row }) => rowFaults.get(row)!.length === 0), drawn, known, newId);
  const byCode = new Map(grids.map(grid => [grid.code, grid]));
  for (const grid of grids) {
    for (const objection of fill(grid, byCode, known))
      fault(grid.written!.row, objection);
  }
  leaders(grids, byCode, known, fault);
  return {
    grids: grids.toSorted((a, b) => a.level - b.level),
    rowFaults,
    featureFaults,
    missing: rows === null ? [] : [...known.standing.values()].filter(({ code, status }) => status === 'active' && !named.has(code)).map(({ code, name }) => ({ code, name })),
  };
}

function faultsOfFeatures(features: readonly Feature[], named: ReadonlySet<string | null>, { standing, elsewhere }: Known): Map<number, Refusal[]> {
  const first = new Map<string, number>();
  return new Map(features.map(({ nth, code, faults }) => {
    const found = [...faults];
    const earlier = first.get(code ?? '');
    if (code !== null && earlier === undefined)
      first.set(code, nth);
    if (code !== null && earlier !== undefined)
      found.push(refused('feature_twice', 'code', { code, nth: earlier }));
    else if (code !== null && standing.get(code)?.status === 'retired')
      found.push(refused('code_retired', 'code', { code }));
    else if (code !== null && !named.has(code) && !standing.has(code))
      found.push(elsewhere.has(code) ? refused('code_elsewhere', 'code', { code }) : refused('feature_unknown', 'code', { code }));
    return [nth, found];
  }));
}

function gridsOf(rows: readonly WrittenGrid[], drawn: ReadonlyMap<string, Feature>, known: Known, newId: () => Uuid): PlannedGrid[] {
  const codes = new Set(rows.map(({ code }) => code!));
  const alone = [...drawn.values()].filter(({ code }) => !codes.has(code!) && known.standing.has(code!));
  const grid = (code: string, written: WrittenGrid | null): PlannedGrid => {
    const standing = known.standing.get(code) ?? null;
    return {
      id: standing?.id ?? newId(),
      code,
      level: written?.level ?? standing!.level,
      parent: written === null ? standing!.parent : parentOf(written, known),
      written,
      feature: drawn.get(code) ?? null,
      standing,
      values: {},
      post: null,
    };
  };
  return [...rows.map(written => grid(written.code!, written)), ...alone.map(({ code }) => grid(code!, null))];
}

function fill(grid: PlannedGrid, byCode: ReadonlyMap<string, PlannedGrid>, { subdistrict, standing, departments }: Known): Refusal[] {
  const { written, feature } = grid;
  const before = grid.standing;
  const idOf = (code: string | null): Uuid | null => code === null ? null : byCode.get(code)?.id ?? standing.get(code)?.id ?? null;
  const faults: Refusal[] = [];
  const department = written?.department == null ? null : departments.get(written.department) ?? null;
  if (written?.department != null && department?.active !== true)
    faults.push(refused('department_unknown', 'department', { code: written.department }));
  const boundary = feature === null || before?.boundary === feature.boundary ? {} : { boundary: feature.boundary };
  if (before === null) {
    grid.values = {
      id: grid.id,
      code: grid.code,
      name: written!.name,
      level: grid.level,
      parent: idOf(grid.parent),
      subdistrict,
      kind: written!.kind ?? 'basic',
      households: written!.households,
      population: written!.population,
      department: department?.id ?? null,
      status: 'active',
      ...boundary,
    };
    return faults;
  }
  const changed = <Value>(name: string, value: Value | null | undefined, stood: Value | null, written: unknown = value): Record<string, unknown> => value == null || value === stood ? {} : { [name]: written };
  grid.values = {
    ...changed('name', written?.name, before.name),
    ...grid.level === before.level ? {} : { level: grid.level },
    ...grid.parent === before.parent ? {} : { parent: idOf(grid.parent) },
    ...changed('kind', written?.kind, before.kind),
    ...changed('households', written?.households, before.households),
    ...changed('population', written?.population, before.population),
    ...changed('department', written?.department, before.department, department?.id),
    ...boundary,
  };
  return faults;
}

/** Whoever leads already stays; each new post is held against those that stand and those that came before it in the file. */
function leaders(grids: readonly PlannedGrid[], byCode: ReadonlyMap<string, PlannedGrid>, known: Known, fault: (row: number, refusal: Refusal) => void): void {
  const { people, posts, today, from } = known;
  const made: StoredPost[] = [];
  const beside = Map.groupBy(posts, ({ grid }) => grid);
  const held = Map.groupBy(posts, ({ person }) => person);
  for (const grid of grids) {
    const { written, id } = grid;
    if (written?.leader == null)
      continue;
    const found = people.get(written.leader.toLowerCase()) ?? [];
    const [person] = found;
    if (person === undefined || found.length > 1 || !person.active) {
      fault(written.row, refused(found.length > 1 ? 'leader_ambiguous' : person === undefined ? 'leader_unknown' : 'leader_inactive', 'leader', { value: written.leader }));
      continue;
    }
    const here = beside.get(id) ?? [];
    if (here.some(post => post.role === 'leader' && post.person === person.id && holds(post, from)))
      continue;
    const post: StoredPost = { id: null, person: person.id, grid: id, role: 'leader', starts_on: from, ends_on: null, path: pathOf(grid, byCode, known), person_name: person.name };
    const others = new Set([...here, ...held.get(person.id) ?? [], ...made.filter(one => one.person === person.id)]);
    const objection = objectionToPosts([post], [...others], today);
    if (objection !== null) {
      fault(written.row, { ...objection, field: 'leader' });
      continue;
    }
    made.push(post);
    grid.post = { person: person.id, starts_on: from };
  }
}

function pathOf(grid: PlannedGrid, byCode: ReadonlyMap<string, PlannedGrid>, { standing }: Known): string {
  const codes = [grid.code];
  // Three levels: no circle leads further.
  for (let above = grid.parent; above !== null && codes.length <= 3;) {
    codes.unshift(above);
    above = byCode.get(above)?.parent ?? standing.get(above)?.parent ?? null;
  }
  return `/${codes.join('/')}/`;
}

/** The sub-district's active grids as they would be. */
export function drawnAfter({ grids }: Pick<GridPlan, 'grids'>, { standing }: Pick<Known, 'standing'>): DrawnText[] {
  const byCode = new Map(grids.map(grid => [grid.code, grid]));
  return [
    ...[...standing.values()].filter(({ code, status }) => status === 'active' && !byCode.has(code)).map(({ code, parent, boundary }) => ({ code, parent, boundary })),
    ...grids.map(({ code, parent, feature, standing: before }) => ({ code, parent, boundary: feature?.boundary ?? before?.boundary ?? null })),
  ];
}
