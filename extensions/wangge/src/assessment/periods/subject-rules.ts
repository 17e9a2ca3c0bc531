/** Who is scored: grids in use (and retired ones whose facts count for those above), departments with facts, persons in their posts. */
import type { Uuid } from '../../kernel/values.ts';
import type { SubjectKind, Tally } from '../facts/model.ts';
import type { PersonInPost } from '../facts/term-rules.ts';
import type { Scheme, Subject } from '../schemes/model.ts';
import { fieldsOf } from '../schemes/model.ts';
import { peerGroupOf } from '../schemes/peer-group-rules.ts';

export interface Scored {
  grids: readonly { id: Uuid; code: string; level: 1 | 2 | 3; path: string; status: string; peer_group?: string | null; households?: number | null }[];
  departments: readonly { id: Uuid; code: string }[];
  persons: readonly PersonInPost[];
  /** Grids and departments by code, each alone. */
  tallies: readonly Tally[];
}

export interface KnownOfSubjects {
  /** Days in use of each grid. */
  days: ReadonlyMap<Uuid, number | null>;
  /** Of the period before, by kind and id. */
  before: ReadonlyMap<string, { rank: number | null; sample: number }>;
}

/** By kind and code; persons by their ids. */
export function subjectsIn({ grids, departments, persons, tallies }: Scored, { days, before }: KnownOfSubjects, scheme: Scheme): Subject[] {
  const withFacts = (kind: SubjectKind): Set<string> => new Set(tallies.flatMap(({ subject }) => subject.kind === kind ? [subject.code] : []));
  const [gridsWith, departmentsWith] = [withFacts('grid'), withFacts('department')];
  const scored = new Set(fieldsOf(scheme).map(({ kind }) => kind));
  const rankBefore = (kind: string, id: Uuid): number | null => before.get(`${kind} ${id}`)?.rank ?? null;
  return [
    ...grids.filter(({ status, code }) => status !== 'retired' || gridsWith.has(code)).map(({ id, code, level, path, status, peer_group = null, households = null }): Subject => ({
      kind: 'grid',
      code,
      level,
      path,
      group: peerGroupOf({ declared: peer_group, households, matters: before.get(`grid ${id}`)?.sample ?? null }, scheme),
      retired: status === 'retired',
      days: days.get(id) ?? null,
      previous_rank: rankBefore('grid', id),
    })),
    ...scored.has('department') ? departments.filter(({ code }) => departmentsWith.has(code)).map(({ id, code }): Subject => ({ kind: 'department', code, level: null, path: null, group: null, retired: false, days: null, previous_rank: rankBefore('department', id) })) : [],
    ...scored.has('person') ? persons.map(({ person, level, days }): Subject => ({ kind: 'person', code: person, level, path: null, group: null, retired: false, days, previous_rank: rankBefore('person', person) })) : [],
  ];
}
