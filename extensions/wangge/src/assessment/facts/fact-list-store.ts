/** The SQL of the list behind a number: the facts above or below the line of a measure, as many as were counted. */
import type { Scope } from '../../handling/model.ts';
import type { Db } from '../../kernel/context.ts';
import type { Uuid } from '../../kernel/values.ts';
import type { FactsQuery } from './fact-store.ts';
import type { Measure } from './measure-rules.ts';
import type { FactDate, SubjectKind } from './model.ts';
import { FLAGGED_COLUMN, INDICATOR_COLUMN } from './count-key-rules.ts';
import { FACT_KINDS } from './fact-kinds.ts';
import { selectionOf } from './fact-store.ts';
import { factColumnsOfMeasure, tellsOf } from './measure-lookup-rules.ts';
import { MEASURES } from './measure-rules.ts';
import { STRETCH } from './stretch-rules.ts';

export interface BehindRequest {
  measure: Measure;
  subject: {
    kind: SubjectKind;
    /** Of a grid with all those whose facts count for it (`gridsFor`), of a department, of a person. */
    ids: readonly Uuid[];
    /** Of a person by the posts that they held: in which stretches of which grids they answered. */
    stretches?: readonly { grid: Uuid; stretch: number }[];
  };
  /** `hit`: above the line; `miss`: below it and not above; `exempt`: on neither side, since an appeal was upheld. */
  part: FactBehind['verdict'];
  /** The code of the indicator, where facts say for which they were made. */
  indicator?: string;
  /** Null: whatever the scope. */
  scopes: readonly Scope[] | null;
  /** Of which sources it is told that a fact came from one. */
  flags?: readonly string[];
  /** Only so many, from there. */
  page?: { limit: number; offset: number };
}

export interface FactBehind {
  id: string;
  /** The number of the issue, or the name of the thing. */
  title: string | null;
  /** Whose it is, of the subject's kind. */
  owner: Uuid;
  /** Its item in the Studio. */
  item: { collection: string; id: string } | null;
  scope: Scope | null;
  /** Moments, and days of things that have no moment. */
  dates: Partial<Record<FactDate, string | null>>;
  verdict: 'hit' | 'miss' | 'exempt';
  /** How much it adds to the number: 1 of what is counted, the number itself of what is summed up. */
  amount: number;
  /** It came from one of the asked sources. */
  flagged?: boolean;
}

/** In the order of their titles. Needs what `gatherFacts` told, in the same transaction. */
export async function factsBehind(trx: Db, query: FactsQuery, { measure, indicator, subject, part, scopes, flags = [], page }: BehindRequest): Promise<FactBehind[]> {
  const { fact, among, hits, of } = MEASURES[measure];
  const { columns, listing } = FACT_KINDS[fact];
  const has = Object.hasOwn(columns, 'scope');
  const { stretches } = subject;
  const byIndicator = indicator !== undefined && Object.hasOwn(columns, INDICATOR_COLUMN);
  const flagging = flags.length > 0 && Object.hasOwn(columns, FLAGGED_COLUMN);
  const asked = [...new Set([...has ? ['scope'] : [], ...flagging ? [FLAGGED_COLUMN] : [], ...byIndicator ? [INDICATOR_COLUMN] : [], ...factColumnsOfMeasure(MEASURES[measure]), ...stretches === undefined ? [] : [STRETCH]])];
  const selection = selectionOf({ ...query, columns: { [fact]: asked } }, fact);
  if (selection === null || listing === null || !tellsOf(measure, subject.kind))
    return [];
  const flag = columns[hits]!.type === 'flag';
  const exempt = query.period.exempt?.[fact] ?? [];
  if (part === 'exempt' && exempt.length === 0)
    return [];
  const amount = part === 'exempt' ? '1' : of === undefined ? (flag ? `1` : `f.${hits}`) : part === 'hit' ? `f.${hits}` : `f.${of} - f.${hits}`;
  const conditions = [
    stretches === undefined ? `f.${subject.kind} = any (cast(:ids as uuid[]))` : `(f.grid, coalesce(f.${STRETCH}, 0)) in (select * from unnest(cast(:in_grid as uuid[]), cast(:in_stretch as integer[])))`,
    ...among === undefined ? [] : [`f.${among}`],
    ...exempt.length === 0 ? [] : [`${part === 'exempt' ? '' : 'not '}f.id = any (cast(:exempt as text[]))`],
    ...part === 'exempt' ? [`f.${hits} is not null`] : of !== undefined ? [`${amount} > 0`] : flag ? [part === 'hit' ? `f.${hits}` : `not f.${hits}`] : [part === 'hit' ? `f.${hits} is not null` : 'false'],
    ...byIndicator ? ['f.indicator = :indicator'] : [],
    ...scopes === null || !has ? [] : ['f.scope = any (:scopes)'],
  ];
  const dates = Object.entries(listing.dates).map(([name, sql]) => `'${name}', ${sql}`).join(', ');
  const { rows } = await trx.raw<{ rows: (Omit<FactBehind, 'item' | 'verdict'> & { key: string | null })[] }>(`
    select f.id, ${stretches === undefined ? `f.${subject.kind}` : '(cast(:ids as uuid[]))[1]'} as owner, ${listing.title} as title, ${listing.item === null ? 'null' : `cast(${listing.item.key} as text)`} as key,
      ${has ? 'f.scope' : 'cast(null as text)'} as scope, json_build_object(${dates}) as dates, cast(${amount} as integer) as amount${flagging ? `, coalesce(f.${FLAGGED_COLUMN} = any (:flags), false) as flagged` : ''}
    from (${selection.parts.map(sql => `select cast(p.id as text) as id, p.grid, p.department, p.person${asked.map(name => `, p.${name}`).join('')} from (${sql}) p`).join(' union all ')}) f
    ${listing.joins}
    where ${conditions.join(' and ')}
    order by title, f.id ${page === undefined ? '' : 'limit :limit offset :offset'}`, { ...selection.bindings, ids: [...subject.ids], in_grid: stretches?.map(({ grid }) => grid) ?? [], in_stretch: stretches?.map(({ stretch }) => String(stretch)) ?? [], indicator: indicator ?? null, flags: [...flags], ...exempt.length === 0 ? {} : { exempt: [...exempt] }, scopes: scopes === null ? [] : [...scopes], ...page } as unknown as Record<string, string>);
  return rows.map(({ key, ...row }) => ({ ...row, item: listing.item === null || key === null ? null : { collection: listing.item.collection, id: key }, verdict: part }));
}
