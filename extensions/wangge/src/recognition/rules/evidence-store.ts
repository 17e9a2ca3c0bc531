/** The SQL of evidence that is looked at again. */
import type { Db } from '../../kernel/context.ts';
import type { Day, Uuid } from '../../kernel/values.ts';
import type { CitedCells } from './evidence-rules.ts';

export interface CitedEvidence { fact_kind: string; fact: string; subdistrict: Uuid; on_day: Day; cells: CitedCells }

/** What stands of what is not dismissed or revoked; `changed`: of which something was recorded in the last quarter of an hour. */
export async function citedEvidence(db: Db, which: 'changed' | 'all'): Promise<CitedEvidence[]> {
  const { rows } = await db.raw<{ rows: CitedEvidence[] }>(`
    select e.fact_kind, e.fact, r.subdistrict, e.on_day::text, e.cells
    from recognitions r join recognition_evidence e on e.recognition = r.id
    where r.state not in ('dismissed', 'revoked') and e.on_day is not null and e.cells::jsonb ->> 'verdict' is not null
      and ${which === 'all'
        ? 'e.on_day > wangge_today() - 731'
        : `case e.collection
          when 'issues' then exists (select from issues i where cast(i.id as text) = e.item and i.event_recorded_at > now() - interval '15 minutes')
          when 'work_logs' then exists (select from work_logs l where cast(l.id as text) = e.item and l.date_updated > now() - interval '15 minutes')
          when 'assignment_grids' then exists (select from assignment_grids p where cast(p.id as text) = e.item and p.date_updated > now() - interval '15 minutes')
          else false end`}
      and wangge_evidence_stands(e)
    order by r.id, e.sort`);
  return rows;
}

/** Each once, whoever cites it. */
export async function letFall(db: Db, facts: readonly CitedEvidence[]): Promise<number> {
  const { rows } = await db.raw<{ rows: unknown[] }>(`
    select wangge_fact_falls(n.kind, n.fact, n.place, 'corrected')
    from (select distinct kind, fact, place from unnest(cast(:kinds as text[]), cast(:facts as text[]), cast(:places as uuid[])) n (kind, fact, place) order by kind, fact) n`, { kinds: facts.map(({ fact_kind }) => fact_kind), facts: facts.map(({ fact }) => fact), places: facts.map(({ subdistrict }) => subdistrict) } as unknown as Record<string, string>);
  return rows.length;
}
