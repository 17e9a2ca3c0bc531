/** The SQL over all kinds of facts: their counts, one set-based query for each kind, whatever its SELECT is. */
import type { Scope } from '../../handling/model.ts';
import type { Db } from '../../kernel/context.ts';
import type { Uuid } from '../../kernel/values.ts';
import type { FactColumns } from './fact-lookup-rules.ts';
import type { Measure } from './measure-rules.ts';
import type { Binding, Count, FactKind, FactQuery, Selection, SubjectKind, Tally } from './model.ts';
import type { StretchTable } from './stretch-rules.ts';
import { setImmediate as others } from 'node:timers/promises';
import { countKey, INDICATOR_COLUMN } from './count-key-rules.ts';
import { FACT_KINDS } from './fact-kinds.ts';
import { measuresOf } from './fact-lookup-rules.ts';
import { tellsOf } from './measure-lookup-rules.ts';
import { MEASURES } from './measure-rules.ts';
import { FACT_KIND_NAMES } from './model.ts';
import { STRETCH } from './stretch-rules.ts';

/** What is asked of the facts of a period. */
export interface FactsQuery {
  period: Omit<FactQuery, 'columns'>;
  columns: FactColumns;
  /** Of grids whose leaders changed: which stretch is when; null or absent where nobody asks. */
  stretches?: StretchTable | null;
}

/** Counts as they are stored: codes are ids yet. */
export interface StoredTally extends Tally {
  /** Of a grid or a department: its own; of a person: that of the facts, or null where they lie in none. */
  subdistrict: Uuid | null;
  /** Of a grid: in which of its stretches; null where nobody asked, or it has but one. */
  stretch: number | null;
}

/** A kind's SELECT, with the bindings that every kind is given; null: it has no facts. */
export function selectionOf({ period, columns, stretches = null }: FactsQuery, kind: FactKind): { parts: readonly string[]; bindings: Record<string, Binding> } | null {
  const asked = columns[kind];
  const { select } = FACT_KINDS[kind];
  if (asked === undefined || select === null)
    return null;
  const { from, until, starts_on, ends_on, cut, time_zone, subdistricts } = period;
  const { sql, told, bindings }: Selection = select({ ...period, columns: asked.filter(column => column !== STRETCH) });
  const parts = [sql, ...told === undefined ? [] : [told]];
  return { parts: asked.includes(STRETCH) ? parts.map(part => withStretch(part, stretches)) : parts, bindings: { ...stretchBindings(stretches), from, until, starts_on, ends_on, cut, time_zone, subdistricts, ...bindings } };
}

/** What falls due on a day outside the period counts for whoever answered on the nearest day inside. */
function withStretch(facts: string, stretches: StretchTable | null): string {
  return stretches === null || stretches.grid.length === 0
    ? `select f.*, cast(null as integer) as ${STRETCH} from (${facts}) f`
    : `select f.*, s.${STRETCH} from (${facts}) f left join unnest(cast(:stretch_grid as uuid[]), cast(:stretch_from as date[]), cast(:stretch_until as date[]), cast(:stretch_no as integer[])) s (grid, begins, ends, ${STRETCH})
        on s.grid = f.grid and greatest(cast(:starts_on as date), least(cast(:ends_on as date), f.day)) between s.begins and s.ends`;
}

function stretchBindings(stretches: StretchTable | null): Record<string, Binding> {
  return stretches === null ? {} : { stretch_grid: stretches.grid, stretch_from: stretches.from, stretch_until: stretches.until, stretch_no: stretches.stretch };
}

/** Counts of each grid alone, each department and each person, as far as they are asked; equal to `countFacts` over the same facts. */
export async function countFactsOf(trx: Db, query: FactsQuery, subjects: readonly SubjectKind[]): Promise<StoredTally[]> {
  const tallies: StoredTally[] = [];
  for (const kind of FACT_KIND_NAMES) {
    const selection = selectionOf(query, kind);
    const measures = measuresOf(query.columns).filter(measure => MEASURES[measure].fact === kind);
    if (selection === null || measures.length === 0)
      continue;
    const told = { scope: query.columns[kind]!.includes('scope'), indicator: query.columns[kind]!.includes(INDICATOR_COLUMN), stretch: query.columns[kind]!.includes(STRETCH) };
    for (const part of selection.parts) {
      const { rows } = await trx.raw<{ rows: CountRow[] }>(countsOf(part, measures, told, subjects), selection.bindings as Record<string, string>);
      for (const [at, row] of rows.entries()) {
        tallies.push(tallyOf(row, measures));
        // Of a city there are tens of thousands.
        if (at % 2000 === 1999)
          await others();
      }
    }
  }
  return tallies;
}

type CountRow = { kind: SubjectKind; code: string; subdistrict: Uuid | null; scope: Scope | null; indicator: string | null; stretch: number | null } & Record<string, string | number | null>;

function tallyOf({ kind, code, subdistrict, scope, indicator, stretch, ...counts }: CountRow, measures: readonly Measure[]): StoredTally {
  const found = measures.map((measure): [string, Count] => [countKey(measure, indicator), { numerator: Number(counts[measure] ?? 0), denominator: Number(counts[`${measure}_of`] ?? 0) }]);
  return { subject: { kind, code }, subdistrict, scope, stretch, measures: Object.fromEntries(found.filter(([, { denominator }]) => denominator > 0)) };
}

/**
 * First by everybody that a fact stands for, which runs in parallel and leaves few rows; then by each kind of subject.
 */
function countsOf(facts: string, measures: readonly Measure[], told: { scope: boolean; indicator: boolean; stretch: boolean }, subjects: readonly SubjectKind[]): string {
  const sums = (kind: SubjectKind): string => measures.flatMap(measure => [measure, `${measure}_of`].map(name => `${tellsOf(measure, kind) ? `sum(n.${name})` : '0'} as ${name}`)).join(', ');
  const by: Record<SubjectKind, string> = {
    grid: `select 'grid' as kind, n.grid::text as code, g.subdistrict, n.scope, n.indicator, n.stretch, ${sums('grid')} from fine n join grids g on g.id = n.grid group by n.grid, g.subdistrict, n.scope, n.indicator, n.stretch`,
    department: `select 'department' as kind, n.department::text as code, d.subdistrict, n.scope, n.indicator, cast(null as integer) as stretch, ${sums('department')} from fine n join wangge_departments_then(:cut) d on d.id = n.department group by n.department, d.subdistrict, n.scope, n.indicator`,
    person: `select 'person' as kind, n.person::text as code, coalesce(g.subdistrict, d.subdistrict) as subdistrict, n.scope, n.indicator, cast(null as integer) as stretch, ${sums('person')}
      from fine n left join grids g on g.id = n.grid left join wangge_departments_then(:cut) d on d.id = n.department
      where n.person is not null group by n.person, coalesce(g.subdistrict, d.subdistrict), n.scope, n.indicator`,
  };
  const whose = ['grid', 'department', 'person'].map(one => subjects.includes(one as SubjectKind) || (one === 'grid' && subjects.includes('person')) ? `f.${one}` : `cast(null as uuid) as ${one}`);
  return `
    with fine as materialized (
      select ${whose.join(', ')}, ${told.scope ? 'f.scope' : 'cast(null as text) as scope'}, ${told.indicator ? 'f.indicator' : 'cast(null as text) as indicator'}, ${told.stretch ? `f.${STRETCH}` : `cast(null as integer) as ${STRETCH}`}, ${measures.map(measureInSql).join(', ')}
      from (${facts}) f group by 1, 2, 3, 4, 5, 6
    )
    ${subjects.map(kind => by[kind]).join(' union all ')}`;
}

/** Above and below the line, as two aggregates; Postgres computes alike ones once. */
function measureInSql(measure: Measure): string {
  const { fact, among, hits, of } = MEASURES[measure];
  const { type } = FACT_KINDS[fact].columns[hits]!;
  const base = [...among === undefined ? [] : [`f.${among}`], ...of === undefined ? [] : [`f.${hits} is not null and f.${of} is not null`]];
  const filtered = (...more: string[]): string => [...base, ...more].length === 0 ? '' : ` filter (where ${[...base, ...more].join(' and ')})`;
  const above = type === 'flag' ? `count(*)${filtered(`f.${hits}`)}` : `coalesce(sum(f.${hits})${filtered()}, 0)`;
  const below = of === undefined ? `count(f.${hits})${filtered()}` : `coalesce(sum(f.${of})${filtered()}, 0)`;
  return `${above} as ${measure}, ${below} as ${measure}_of`;
}
