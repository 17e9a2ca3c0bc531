/** The SQL of what routes of evidence ask: which file a version has, and whose grid this is. */
import type { Db } from '../../kernel/context.ts';
import type { Uuid } from '../../kernel/values.ts';
import type { Result } from './result-rules.ts';
import { personPseudonyms } from '../facts/fact-lines-store.ts';
import { resultOf } from './recompute-rules.ts';

export async function evidenceOf(db: Db, period: Uuid, version: number): Promise<Uuid | null> {
  const row: { evidence: Uuid } | undefined = await db('assessment_versions').where({ period, version }).first('evidence');
  return row?.evidence ?? null;
}

/** Does the person lead this grid, or one above it, today? */
export async function leads(db: Db, person: Uuid, grid: Uuid): Promise<boolean> {
  const { rows } = await db.raw<{ rows: { inside: boolean }[] }>(`
    select starts_with(g.path, u.scope_1) or starts_with(g.path, u.scope_2) or starts_with(g.path, u.scope_3)
      or starts_with(g.path, u.scope_4) or starts_with(g.path, u.scope_5) or starts_with(g.path, u.scope_6) as inside
    from grids g join directus_users u on u.id = :person where g.id = :grid`, { person, grid });
  return rows[0]?.inside === true;
}

/** How many results a version has. */
export async function resultsOf(db: Db, period: Uuid, version: number): Promise<number> {
  const [row] = await db('rankings').where({ period, version }).count('* as count');
  return Number(row?.count ?? 0);
}

const TOGETHER = 2000;

/** What a version stored, in the words of evidence: persons by their pseudonyms. */
export async function* publishedResults(db: Db, period: Uuid, version: number, pseudonyms: ReadonlyMap<Uuid, string>): AsyncGenerator<Result> {
  const whose = `case r.subject when 'grid' then g.code when 'department' then d.code else r.person::text end as code`;
  const joins = 'left join grids g on g.id = r.grid left join departments d on d.id = r.department';
  const told = (row: Stored): Stored => row.kind === 'person' ? { ...row, subject: pseudonyms.get(row.subject) ?? row.subject } : row;
  for (let from = 0; ; from += TOGETHER) {
    const { rows } = await db.raw<{ rows: Stored[] }>(`
      select r.subject as kind, ${whose.replace('as code', 'as subject')}, i.code as indicator, r.numerator::float as numerator, r.denominator::float as denominator, r.value, r.points, r.no_data
      from assessment_scores r join assessment_indicators i on i.id = r.indicator ${joins}
      where r.period = :period and r.version = :version order by r.id limit ${TOGETHER} offset ${from}`, { period, version });
    for (const row of rows)
      yield resultOf('score', told(row));
    if (rows.length < TOGETHER)
      break;
  }
  for (let from = 0; ; from += TOGETHER) {
    const { rows } = await db.raw<{ rows: Stored[] }>(`
      select r.subject as kind, ${whose.replace('as code', 'as subject')}, r.level, r.total, r.grade, r.rank, r.of, r.previous_rank, r.sample, r.note
      from rankings r ${joins}
      where r.period = :period and r.version = :version order by r.id limit ${TOGETHER} offset ${from}`, { period, version });
    for (const row of rows)
      yield resultOf('ranking', told(row));
    if (rows.length < TOGETHER)
      break;
  }
}

interface Stored { kind: string; subject: string; [column: string]: unknown }

/** Everybody of whom a version says something, by the pseudonym that evidence has for them. */
export async function pseudonymsOf(db: Db, period: Uuid, version: number, salt: Buffer): Promise<Map<Uuid, string>> {
  const people: Uuid[] = await db('rankings').where({ period, version, subject: 'person' }).distinct().pluck('person');
  return personPseudonyms(db, people, salt);
}
