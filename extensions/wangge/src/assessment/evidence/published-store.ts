/** The SQL of what routes of evidence ask: which file a version has, and whose grid this is. */
import type { Db } from '../../kernel/context.ts';
import type { Uuid } from '../../kernel/values.ts';
import type { Result } from './result-rules.ts';
import { keyOf } from '../../kernel/relation-key-rules.ts';
import { personPseudonyms } from '../facts/fact-lines-store.ts';
import { resultOf } from './recompute-rules.ts';

export async function evidenceOf(db: Db, period: Uuid, version: number): Promise<Uuid | null> {
  const row: { evidence: Uuid } | undefined = await db('assessment_versions').where({ period, version }).first('evidence');
  return row?.evidence ?? null;
}

/** By its key or its code. */
export async function gridNamed(db: Db, name: string): Promise<{ id: Uuid; code: string } | null> {
  const key = keyOf(name);
  return await db('grids').where(key === null ? { code: name } : { id: key }).first('id', 'code') ?? null;
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

/** What a version stored, in the words of evidence: persons by their pseudonyms. Needs a transaction. */
export async function* publishedResults(trx: Db, period: Uuid, version: number, pseudonyms: ReadonlyMap<Uuid, string>): AsyncGenerator<Result> {
  const whose = `r.subject as kind, case r.subject when 'grid' then g.code when 'department' then d.code else r.person::text end as subject`;
  const joins = 'left join grids g on g.id = r.grid left join departments d on d.id = r.department where r.period = :period and r.version = :version';
  const kinds = {
    score: `select ${whose}, i.code as indicator, r.numerator::float as numerator, r.denominator::float as denominator, r.value, r.points, r.no_data
      from assessment_scores r join assessment_indicators i on i.id = r.indicator ${joins}`,
    ranking: `select ${whose}, r.level, r.total, r.grade, r.rank, r.of, r.previous_rank, r.sample, r.note,
      r.low, r.high, r.draw_low, r.draw_high, r.back, r.front, r.tier, r.too_little, r.weight_best, r.weight_worst, r.weight_by from rankings r ${joins}`,
  };
  for (const of of ['score', 'ranking'] as const) {
    await trx.raw(`declare wangge_results no scroll cursor for ${kinds[of]}`, { period, version });
    try {
      for (let more = true; more;) {
        const { rows } = await trx.raw<{ rows: Stored[] }>(`fetch ${TOGETHER} from wangge_results`);
        for (const row of rows) {
          const told = row.kind === 'person' ? { ...row, subject: pseudonyms.get(row.subject) ?? row.subject } : row;
          yield resultOf(of, told);
          if (of === 'ranking' && row.tier !== null)
            yield resultOf('interval', told);
        }
        more = rows.length === TOGETHER;
      }
    }
    finally {
      await trx.raw('close wangge_results').catch(() => {
        // The transaction has failed already, and took the cursor with it.
      });
    }
  }
}

interface Stored { kind: string; subject: string; [column: string]: unknown }

/** Everybody of whom a version says something, by the pseudonym that evidence has for them. */
export async function pseudonymsOf(db: Db, period: Uuid, version: number, salt: Buffer): Promise<Map<Uuid, string>> {
  const people: Uuid[] = await db('rankings').where({ period, version, subject: 'person' }).distinct().pluck('person');
  return personPseudonyms(db, people, salt);
}
