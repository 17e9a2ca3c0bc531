/**
 * What the public page reads: published notices while they are shown, and of each only the columns
 * named here. Nothing else of an issue reaches a stranger.
 */
import type { Db } from '../kernel/context.ts';
import type { Moment, Uuid } from '../kernel/values.ts';
import type { Counted, Frame, Listed, Shown } from './model.ts';
import type { Search } from './search-rules.ts';
import { wordsOf } from './search-rules.ts';

export const PAGE_SIZE = 20;

/** The rows of the index `disclosures_shown`, less those whose time is over. */
const SHOWN = `d.state = 'published' and d.mode = 'individual' and d.shown_until >= wangge_today()`;

export interface ListPage { notices: Listed[]; newer: boolean; older: boolean }

/** The communities whose notices are asked for; null: all. */
export type Communities = readonly Uuid[] | null;

/** A page in the order of publication, the newest first. */
export async function listNotices(db: Db, search: Search, communities: Communities, categories: readonly Uuid[] | null, span: readonly [Moment, Moment] | null, size = PAGE_SIZE): Promise<ListPage> {
  let rows: Listed[] = [];
  for (const { sql, bindings } of listQueries(search, communities, categories, span, size)) {
    ({ rows } = await db.raw<{ rows: Listed[] }>(sql, bindings));
    if (rows.length > size)
      break;
  }
  const more = rows.length > size;
  const notices = rows.slice(0, size);
  if (search.cursor?.direction === 'after')
    return { notices: notices.reverse(), newer: more, older: true };
  return { notices, newer: search.cursor !== null, older: more };
}

/** The text of the index `disclosures_shown_words`. */
const TEXT = 'wangge_search_text(wangge_notice_text(d.title, d.summary, d.result))';

/** How many of the next notices a search looks through before it asks the index of words. */
const LOOKED_THROUGH = 1_000;

type Binding = string | number | readonly string[];
interface Query { sql: string; bindings: Binding[] }

/**
 * The queries to try in turn until one fills the page; every word stands in the notice, anywhere. What is in many notices is
 * among the next thousand often enough; what is in few is found by the index of its pairs of characters. Either way the work
 * is bounded: the index alone would fetch and sort every notice that has a common word, walking alone would read all for a
 * rare one.
 * (A single character has no pair: it is walked for to the end.)
 */
export function listQueries({ q, cursor }: Search, communities: Communities, categories: readonly Uuid[] | null, span: readonly [Moment, Moment] | null, size = PAGE_SIZE): Query[] {
  const conditions = [SHOWN];
  const bindings: Binding[] = [];
  const where = (condition: string, ...values: Binding[]): void => {
    conditions.push(condition);
    bindings.push(...values);
  };
  if (communities !== null)
    where('d.grid = any(?::uuid[])', communities);
  if (categories !== null)
    where('d.category = any(?::uuid[])', categories);
  if (span !== null)
    where('d.published_at >= ? and d.published_at < ?', ...span);
  const back = cursor?.direction === 'after';
  if (cursor !== null)
    where(`(d.published_at, d.id) ${back ? '>' : '<'} (to_timestamp(?::double precision / 1000), ?::uuid)`, cursor.published_at, cursor.id);
  const order = back ? 'asc' : 'desc';
  const found = (source: string, ...values: Binding[]): Query => ({
    sql: `
      select page.id, page.title, left(page.summary, 200) as summary, page.published_at, g.name as community, c.name as category, o.name as department
      from (${source} order by d.published_at ${order}, d.id ${order} limit ?) page
      join grids g on g.id = page.grid
      left join issue_categories c on c.id = page.category
      left join departments o on o.id = page.department
      order by page.published_at ${order}, page.id ${order}
    `,
    bindings: [...values, size + 1],
  });
  const all = `select d.* from disclosures d where ${conditions.join(' and ')}`;
  if (q === null)
    return [found(all, ...bindings)];
  const words = wordsOf(q);
  const patterns = words.map(word => `%${word.replaceAll(/[\\%_]/g, sign => `\\${sign}`)}%`);
  const matches = `${TEXT} like all(?::text[])`;
  const pairs = words.filter(word => [...word].length > 1);
  if (pairs.length === 0)
    return [found(`${all} and ${matches}`, ...bindings, patterns)];
  return [
    found(`select d.* from (${all} order by d.published_at ${order}, d.id ${order} limit ${LOOKED_THROUGH}) d where ${matches}`, ...bindings, patterns),
    found(`${all} and wangge_bigrams(${TEXT}) @> (${pairs.map(() => 'wangge_bigrams(?)').join(' || ')}) and ${matches}`, ...bindings, ...pairs, patterns),
  ];
}

const PUBLIC_COLUMNS = `
  d.id, d.issue, d.title, d.summary, d.result, d.published_at, d.shown_until::text, d.grid, g.name as community, s.name as subdistrict, s.supervision_phone,
  c.name as category, o.name as department, i.number, i.reported_at, i.scope = 'district' as by_district, clock.certificate, wangge_moment(clock.met_at) as met_at`;
const PUBLIC_TABLES = `
  disclosures d
  join issues i on i.id = d.issue
  join grids g on g.id = d.grid
  join subdistricts s on s.id = g.subdistrict
  left join issue_categories c on c.id = d.category
  left join departments o on o.id = d.department
  left join lateral (
    select l.certificate, l.met_at from issue_deadlines l
    where l.issue = d.issue and l.kind = 'resolve' and l.met_at is not null order by l.opened_by_seq desc limit 1
  ) clock on true`;

/** `withdrawn` and `over` (its time has passed) were public once; everything else is unknown to a stranger. */
export async function findShown(db: Db, id: Uuid): Promise<Shown | 'withdrawn' | 'over' | null> {
  const { rows } = await db.raw<{ rows: (Shown & { state: string; over: boolean })[] }>(`
    select d.state, d.shown_until < wangge_today() as over, ${PUBLIC_COLUMNS},
      (select count(*)::integer from disclosures_files f where f.disclosures_id = d.id and d.photos_cleared) as photos
    from ${PUBLIC_TABLES}
    where d.id = ? and d.mode = 'individual' and d.state in ('published', 'withdrawn') and d.published_at is not null
  `, [id]);
  const found = rows[0];
  if (found === undefined)
    return null;
  const { state, over, ...shown } = found;
  return state === 'withdrawn' ? 'withdrawn' : over ? 'over' : shown;
}

/** The same row of a draft, as it would be shown; for those who may read the draft. */
export async function findDraft(db: Db, id: Uuid): Promise<Shown | null> {
  const { rows } = await db.raw<{ rows: Shown[] }>(`
    select ${PUBLIC_COLUMNS}, (select count(*)::integer from disclosures_files f where f.disclosures_id = d.id) as photos
    from ${PUBLIC_TABLES} where d.id = ?
  `, [id]);
  return rows[0] ?? null;
}

/** The n-th photograph of a notice (from 1); of one that is not shown only for its editors. */
export async function findPhoto(db: Db, id: Uuid, n: number, audience: 'public' | 'editor'): Promise<Uuid | null> {
  const { rows } = await db.raw<{ rows: { file: Uuid }[] }>(`
    select f.directus_files_id as file
    from disclosures d join disclosures_files f on f.disclosures_id = d.id
    where d.id = ? and (? or (${SHOWN} and d.photos_cleared))
    order by f.directus_files_id offset ? limit 1
  `, [id, audience === 'editor', n - 1]);
  return rows[0]?.file ?? null;
}

/** What stands around a list: the settings and what can be chosen. One round trip. */
export async function loadFrame(db: Db, { subdistrict, grid }: Pick<Search, 'subdistrict' | 'grid'>): Promise<Frame> {
  const { rows } = await db.raw<{ rows: Frame[] }>(`
    with places as materialized (
      select id, name, code, supervision_phone as phone from subdistricts s where exists (select from grids g where g.subdistrict = s.id and g.level = 2)
    ),
    chosen as (
      select coalesce((select subdistrict from grids where id = ?::uuid), ?::uuid, (select min(id::text)::uuid from places having count(*) = 1)) as id
    )
    select coalesce(w.notice_title, '') as title, w.notice_footer as footer, coalesce(nullif(w.time_zone, ''), 'Asia/Shanghai') as time_zone,
      wangge_today()::text as today, chosen.id as subdistrict,
      (select coalesce(json_agg(json_build_object('id', id, 'name', name, 'phone', phone) order by code), '[]') from places) as subdistricts,
      (select coalesce(json_agg(json_build_object('id', g.id, 'name', g.name) order by g.code), '[]')
        from grids g where g.subdistrict = chosen.id and g.level = 2) as communities,
      (select coalesce(json_agg(json_build_object('id', id, 'name', name, 'parent', parent) order by code), '[]') from issue_categories where disclosure_mode = 'individual') as categories
    from chosen left join (select * from settings_wangge limit 1) w on true
  `, [grid, subdistrict]);
  return rows[0]!;
}

/** How many results were published in a span: per community of a sub-district, or per sub-district where none is chosen. */
export async function countNotices(db: Db, subdistrict: Uuid | null, [from, until]: readonly [Moment, Moment]): Promise<Counted[]> {
  const { rows } = await db.raw<{ rows: Counted[] }>(`
    with counted as (
      select grid, count(*) filter (where mode = 'individual') as individual, count(*) filter (where mode = 'count_only') as count_only
      from disclosures where state = 'published' and published_at >= ? and published_at < ? group by grid
    )
    select p.id, p.name, coalesce(sum(n.individual), 0)::integer as individual, coalesce(sum(n.count_only), 0)::integer as count_only
    from grids g
    left join counted n on n.grid = g.id
    join subdistricts s on s.id = g.subdistrict
    cross join lateral (select case when ?::uuid is null then s.id else g.id end as id, case when ?::uuid is null then s.name else g.name end as name,
      case when ?::uuid is null then s.code else g.code end as code) p
    where g.level = 2 and (?::uuid is null or g.subdistrict = ?::uuid)
    group by p.id, p.name, p.code order by p.code
  `, [from, until, subdistrict, subdistrict, subdistrict, subdistrict, subdistrict]);
  return rows;
}

/** Every notice that is shown now, for the static copy; in batches by id. */
export async function shownAfter(db: Db, after: Uuid | null, limit: number): Promise<Uuid[]> {
  return db('disclosures as d').whereRaw(SHOWN).modify(query => void (after === null ? query : query.where('d.id', '>', after))).orderBy('d.id').limit(limit).pluck('d.id');
}
