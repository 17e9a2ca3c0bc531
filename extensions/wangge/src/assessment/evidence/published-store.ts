/** The SQL of what routes of evidence ask: which file a version has, and whose grid this is. */
import type { Db } from '../../kernel/context.ts';
import type { Day, Moment, Uuid } from '../../kernel/values.ts';
import type { Result } from './result-rules.ts';
import { keyOf } from '../../kernel/relation-key-rules.ts';
import { personPseudonyms } from '../facts/fact-lines-store.ts';
import { resultOf } from './recompute-rules.ts';

export async function evidenceOf(db: Db, period: Uuid, version: number): Promise<Uuid | null> {
  const row: { evidence: Uuid } | undefined = await db('assessment_versions').where({ period, version }).first('evidence');
  return row?.evidence ?? null;
}

/** By its key, or by its code: as it was called when the period ended, or is now. `code`: as the evidence of the period calls it. */
export async function gridNamed(db: Db, name: string, { ends_on }: { ends_on: Day }): Promise<{ id: Uuid; code: string } | null> {
  const { rows } = await db.raw<{ rows: { id: Uuid; code: string }[] }>(`
    with known as materialized (select id, code from wangge_grids_known(cast(:ends_on as date)))
    select g.id, coalesce(k.code, g.code) as code from grids g left join known k on k.id = g.id
    where case when cast(:key as uuid) is null then :name in (k.code, g.code) else g.id = cast(:key as uuid) end
    order by k.code = :name desc nulls last limit 1`, { ends_on, name, key: keyOf(name) } as Record<string, string>);
  return rows[0] ?? null;
}

/** Does the person lead this grid, or one above it, today? Or did they in the period, when it lay where it lay then? */
export async function leads(db: Db, person: Uuid, grid: Uuid, { period, version }: { period: Uuid; version: number }): Promise<boolean> {
  const { rows } = await db.raw<{ rows: { inside: boolean }[] }>(`
    select coalesce(starts_with(g.path, u.scope_1) or starts_with(g.path, u.scope_2) or starts_with(g.path, u.scope_3)
      or starts_with(g.path, u.scope_4) or starts_with(g.path, u.scope_5) or starts_with(g.path, u.scope_6), false) or exists (
        select from assessment_periods a join assessment_versions v on v.period = a.id and v.version = :version
        cross join lateral wangge_posts_then(coalesce(v.cut, 'infinity')) t
        join lateral wangge_grids_known(a.ends_on) own on own.id = t.grid join lateral wangge_grids_known(a.ends_on) lay on lay.id = g.id
        where a.id = :period and t.person = u.id and t.role = 'leader' and t.starts_on <= a.ends_on and (t.ends_on is null or t.ends_on >= a.starts_on) and starts_with(lay.path, own.path)
      ) as inside
    from grids g join directus_users u on u.id = :person where g.id = :grid`, { person, grid, period, version });
  return rows[0]?.inside === true;
}

/** How many results a version has. */
export async function resultsOf(db: Db, period: Uuid, version: number): Promise<number> {
  const [row] = await db('rankings').where({ period, version }).count('* as count');
  return Number(row?.count ?? 0);
}

const TOGETHER = 2000;

/** What a version stored, in the words of evidence: persons by their pseudonyms, grids and departments as they were called when it was computed (`cut`; null: an earlier release, which did not say). Needs a transaction. */
export async function* publishedResults(trx: Db, period: Uuid, version: number, cut: Moment | null, pseudonyms: ReadonlyMap<Uuid, string>): AsyncGenerator<Result> {
  const whose = `r.subject as kind, case r.subject when 'grid' then coalesce(k.code, g.code) when 'department' then coalesce(e.code, d.code) else r.person::text end as subject`;
  const joins = `left join grids g on g.id = r.grid left join departments d on d.id = r.department
    left join wangge_grids_known((select ends_on from assessment_periods where id = :period)) k on k.id = r.grid and :cut::timestamptz is not null
    left join wangge_departments_then(:cut::timestamptz) e on e.id = r.department
    where r.period = :period and r.version = :version`;
  const kinds = {
    score: `select ${whose}, i.code as indicator, r.numerator::float as numerator, r.denominator::float as denominator, r.value, r.points, r.no_data, r.flagged_numerator::float as flagged_numerator, r.flagged_denominator::float as flagged_denominator
      from assessment_scores r join assessment_indicators i on i.id = r.indicator ${joins}`,
    ranking: `select ${whose}, r.level, r.total, r.grade, r.rank, r.of, r.previous_rank, r.sample, r.note,
      r.low, r.high, r.draw_low, r.draw_high, r.back, r.front, r.tier, r.too_little, r.weight_best, r.weight_worst, r.weight_by, r.year_quarters, r.year_total, r.year_rank, r.year_of, r.year_low, r.year_high, r.year_tier from rankings r ${joins}`,
    made: `select ${whose}, r.level, r.days, r.days_of, r.quarters, r.parts from assessment_year_results r ${joins}`,
  };
  for (const what of ['score', 'ranking', 'made'] as const) {
    await trx.raw(`declare wangge_results no scroll cursor for ${kinds[what]}`, { period, version, cut } as unknown as Record<string, string>);
    try {
      for (let more = true; more;) {
        const { rows } = await trx.raw<{ rows: Stored[] }>(`fetch ${TOGETHER} from wangge_results`);
        for (const row of rows) {
          const told = row.kind === 'person' ? { ...row, subject: pseudonyms.get(row.subject) ?? row.subject } : row;
          yield resultOf(what, told);
          if (what === 'ranking' && row.tier !== null)
            yield resultOf('interval', told);
          if (what === 'ranking' && row.year_quarters !== null)
            yield resultOf('year', yearOf(told));
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

function yearOf({ kind, subject, level, ...row }: Stored): object {
  return { kind, subject, level, ...Object.fromEntries(['quarters', 'total', 'rank', 'of', 'low', 'high', 'tier'].map(name => [name, row[`year_${name}`]])) };
}

interface Stored { kind: string; subject: string; [column: string]: unknown }

/** Everybody of whom a version says something, by the pseudonym that evidence has for them. */
export async function pseudonymsOf(db: Db, period: Uuid, version: number, salt: Buffer): Promise<Map<Uuid, string>> {
  const people: Uuid[] = await db('rankings').where({ period, version, subject: 'person' }).distinct().pluck('person');
  return personPseudonyms(db, people, salt);
}
