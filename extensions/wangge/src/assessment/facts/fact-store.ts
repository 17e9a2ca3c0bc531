/** The SQL over all kinds of facts: read once, in one set-based query for each kind, whatever its SELECT is, and counted. */
import type { Scope } from '../../handling/model.ts';
import type { Db } from '../../kernel/context.ts';
import type { Moment, Uuid } from '../../kernel/values.ts';
import type { FactColumns } from './fact-lookup-rules.ts';
import type { Measure } from './measure-rules.ts';
import type { Binding, Count, FactKind, FactQuery, Selection, SubjectKind, Tally } from './model.ts';
import type { StretchTable } from './stretch-rules.ts';
import { setImmediate as others } from 'node:timers/promises';
import { FLAGGED_COLUMN, INDICATOR_COLUMN, keysFor } from './count-key-rules.ts';
import { FACT_KINDS } from './fact-kinds.ts';
import { measuresOf } from './fact-lookup-rules.ts';
import { tellsOf } from './measure-lookup-rules.ts';
import { MEASURES } from './measure-rules.ts';
import { FACT_KIND_NAMES, SUBJECT_KINDS } from './model.ts';
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

/** Where the facts of a kind are kept until the end of the transaction: added up by everybody that one stands for. */
export const keptFacts = (kind: FactKind): string => `wangge_${kind}_facts`;

/**
 * Counts of each grid alone, each department and each person, as far as they are asked; equal to `countFacts` over the same facts.
 * With a salt the lines of evidence are kept besides (`fact-lines-store.ts`): each kind is read once for both.
 */
export async function countFactsOf(trx: Db, query: FactsQuery, subjects: readonly SubjectKind[], salt: Buffer | null): Promise<StoredTally[]> {
  const tallies: StoredTally[] = [];
  for (const kind of FACT_KIND_NAMES) {
    await trx.raw(`drop table if exists ${keptFacts(kind)}`);
    const selection = selectionOf(query, kind);
    const measures = measuresOf(query.columns).filter(measure => MEASURES[measure].fact === kind);
    if (selection === null || (measures.length === 0 && salt === null))
      continue;
    const { parts: [first, ...more], bindings } = selection;
    const columns = query.columns[kind]!;
    const exempt = query.period.exempt?.[kind] ?? [];
    const added = (facts: string): string => addedUp(kind, facts, columns, measures, salt === null ? subjects : SUBJECT_KINDS, { lines: salt !== null, exempt: exempt.length > 0 });
    const given = { ...bindings, ...exempt.length > 0 && { exempt }, ...salt !== null && { salt } } as Record<string, string>;
    // As a table made of its query, which runs in parallel: what is inserted does not.
    await trx.raw(`create temp table ${keptFacts(kind)} on commit drop as ${added(first!)}`, given);
    for (const part of more)
      await trx.raw(`insert into ${keptFacts(kind)} ${added(part)}`, given);
    if (measures.length > 0)
      await tell(tallies, await countsOf(trx, kind, measures, subjects, query.period.cut), measures);
    if (salt === null)
      await trx.raw(`drop table ${keptFacts(kind)}`);
  }
  return tallies;
}

async function tell(tallies: StoredTally[], rows: readonly CountRow[], measures: readonly Measure[]): Promise<void> {
  for (const [at, row] of rows.entries()) {
    tallies.push(tallyOf(row, measures));
    // Of a city there are tens of thousands.
    if (at % 2000 === 1999)
      await others();
  }
}

type CountRow = { kind: SubjectKind; code: string; subdistrict: Uuid | null; scope: Scope | null; indicator: string | null; flag: string | null; stretch: number | null } & Record<string, string | number | null>;

function tallyOf({ kind, code, subdistrict, scope, indicator, flag, stretch, ...counts }: CountRow, measures: readonly Measure[]): StoredTally {
  const found = measures.flatMap(measure => keysFor(measure, indicator, flag).map((key): [string, Count] => [key, { numerator: Number(counts[measure] ?? 0), denominator: Number(counts[`${measure}_of`] ?? 0) }]));
  return { subject: { kind, code }, subdistrict, scope, stretch, measures: Object.fromEntries(found.filter(([, { denominator }]) => denominator > 0)) };
}

const pseudonymBytes = (of: string): string => `substr(sha256(cast(:salt as bytea) || convert_to(${of}, 'UTF8')), 1, 12)`;

/** A fact's or a person's pseudonym in evidence, with the salt. */
export const pseudonym = (of: string): string => `encode(${pseudonymBytes(of)}, 'hex')`;

/**
 * (Exempt facts are counted for nobody, and stay in evidence.)
 *
 * By everybody that a fact stands for, which runs in parallel and leaves few rows; and of each its pseudonym and its cells, as a
 * row's text (`Cells`), one after the other in the same order. Apart: nothing tries long to compress pseudonyms.
 */
function addedUp(kind: FactKind, facts: string, columns: readonly string[], measures: readonly Measure[], subjects: readonly SubjectKind[], { lines, exempt }: { lines: boolean; exempt: boolean }): string {
  const whose = SUBJECT_KINDS.map(one => subjects.includes(one) || (one === 'grid' && subjects.includes('person')) ? `f.${one}` : `cast(null as uuid) as ${one}`);
  const said = lines ? [`string_agg(${pseudonymBytes(`'${kind} ' || f.id`)}, ''::bytea) as ids`, `string_agg(cast(row(${columns.map(column => `f.${column}`).join(', ')}) as text), E'\\n') as cells`, exempt ? `string_agg(${pseudonymBytes(`'${kind} ' || f.id`)}, ''::bytea) filter (where f.exempt) as exempt_ids` : 'cast(null as bytea) as exempt_ids'] : [];
  return `
    select ${[...whose, columns.includes('scope') ? 'f.scope' : 'cast(null as text) as scope', columns.includes(INDICATOR_COLUMN) ? 'f.indicator' : 'cast(null as text) as indicator', columns.includes(FLAGGED_COLUMN) ? `f.${FLAGGED_COLUMN} as flag` : 'cast(null as text) as flag', columns.includes(STRETCH) ? `f.${STRETCH}` : `cast(null as integer) as ${STRETCH}`, FACT_KINDS[kind].placed ? 'f.place' : 'cast(null as uuid) as place', ...measures.map(measure => measureInSql(measure, exempt)), ...said].join(', ')}
    from (${exempt ? `select e.*, cast(e.id as text) = any (cast(:exempt as text[])) as exempt from (${facts}) e` : facts}) f group by 1, 2, 3, 4, 5, 6, 7, 8`;
}

/** By each kind of subject. */
async function countsOf(trx: Db, kind: FactKind, measures: readonly Measure[], subjects: readonly SubjectKind[], cut: Moment): Promise<CountRow[]> {
  const sums = (subject: SubjectKind): string => measures.flatMap(measure => [measure, `${measure}_of`].map(name => `${tellsOf(measure, subject) ? `sum(n.${name})` : '0'} as ${name}`)).join(', ');
  const by: Record<SubjectKind, string> = {
    grid: `select 'grid' as kind, n.grid::text as code, g.subdistrict, n.scope, n.indicator, n.flag, n.stretch, ${sums('grid')} from ${keptFacts(kind)} n join grids g on g.id = n.grid group by n.grid, g.subdistrict, n.scope, n.indicator, n.flag, n.stretch`,
    department: `select 'department' as kind, n.department::text as code, d.subdistrict, n.scope, n.indicator, n.flag, cast(null as integer) as stretch, ${sums('department')} from ${keptFacts(kind)} n join wangge_departments_then(:cut) d on d.id = n.department group by n.department, d.subdistrict, n.scope, n.indicator, n.flag`,
    person: `select 'person' as kind, n.person::text as code, coalesce(g.subdistrict, d.subdistrict, n.place) as subdistrict, n.scope, n.indicator, n.flag, cast(null as integer) as stretch, ${sums('person')}
      from ${keptFacts(kind)} n left join grids g on g.id = n.grid left join wangge_departments_then(:cut) d on d.id = n.department
      where n.person is not null group by n.person, coalesce(g.subdistrict, d.subdistrict, n.place), n.scope, n.indicator, n.flag`,
  };
  const { rows } = await trx.raw<{ rows: CountRow[] }>(subjects.map(subject => by[subject]).join(' union all '), { cut });
  return rows;
}

/** Above and below the line, as two aggregates; Postgres computes alike ones once. */
function measureInSql(measure: Measure, exempt: boolean): string {
  const { fact, among, hits, of } = MEASURES[measure];
  const { type } = FACT_KINDS[fact].columns[hits]!;
  const base = [...exempt ? ['not f.exempt'] : [], ...among === undefined ? [] : [`f.${among}`], ...of === undefined ? [] : [`f.${hits} is not null and f.${of} is not null`]];
  const filtered = (...more: string[]): string => [...base, ...more].length === 0 ? '' : ` filter (where ${[...base, ...more].join(' and ')})`;
  const above = type === 'flag' ? `cast(count(*)${filtered(`f.${hits}`)} as integer)` : `coalesce(sum(f.${hits})${filtered()}, 0)`;
  const below = of === undefined ? `cast(count(f.${hits})${filtered()} as integer)` : `coalesce(sum(f.${of})${filtered()}, 0)`;
  return `${above} as ${measure}, ${below} as ${measure}_of`;
}
