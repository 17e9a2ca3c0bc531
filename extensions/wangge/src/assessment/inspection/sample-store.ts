/** The SQL of what is looked at with a visit: entries of the ledger, logs, closed issues, drawn when the visit begins. */
import type { Db } from '../../kernel/context.ts';
import type { Day, Moment, Uuid } from '../../kernel/values.ts';
import type { SampleKind } from './model.ts';
import { loadDatasets } from '../../ledgers/index.ts';
import { DRAWN_BELOW } from '../../ledgers/model.ts';

/** How many of each kind. */
const OF_EACH: Readonly<Record<SampleKind, number>> = { entry: 5, log: 3, issue: 3 };
/** What lies farther back is not asked about. */
const LOOK_BACK_DAYS = 92;

/** Entries of a set; `named`: the column that tells them apart, where it tells of nobody. */
export interface SampledSet { id: Uuid; collection: string; name: string; named: string | null }

/** Those that the inspection team may read at all: of these it reads the entries that are drawn (`access/matrix.yaml`: `drawn`). */
export async function sampledSets(db: Db): Promise<SampledSet[]> {
  return (await loadDatasets(db)).filter(({ sensitivity }) => sensitivity !== 'sensitive').map(({ id, collection, name, reference_field, fields }) => {
    const field = fields.find(one => one.field === reference_field);
    return { id, collection, name: name['zh-CN'], named: field !== undefined && field.personal === null && field.sealed === null && field.type === 'string' ? field.field : null };
  });
}

/** The same visit draws the same rows: their order follows from its id and theirs. */
export async function insertSamples(trx: Db, visit: Uuid, sets: readonly SampledSet[], day: Day): Promise<void> {
  const entries = sets.map(({ collection, named }) => `select e.id, cast(? as uuid) as dataset, left(concat_ws('：', cast(? as text)${named === null ? '' : `, e."${named}"`}), 200) as label from ${collection} e join place on starts_with(e.grid_path, place.path) where e.draw < ${DRAWN_BELOW} and e.state = 'current'`);
  await trx.raw(`
    with place as (
      select g.path from inspection_visits v join grids g on g.id = v.grid where v.id = ?
    ), candidates as (
      ${entries.map(sql => `select 'entry' as kind, dataset, id, label from (${sql}) entry`).concat([
        'select \'log\' as kind, cast(null as uuid) as dataset, l.id, concat(l.work_date::text, \' \', u.last_name, u.first_name) as label from work_logs l join place on starts_with(l.grid_path, place.path) join directus_users u on u.id = l.person where l.work_date between cast(? as date) - cast(? as integer) and cast(? as date)',
        'select \'issue\', cast(null as uuid), i.id, i.number from issues i join place on starts_with(i.grid_path, place.path) where i.status = \'closed\' and not i.confidential and wangge_day(i.closed_at) between cast(? as date) - cast(? as integer) and cast(? as date)',
      ]).join('\n      union all ')}
    ), ordered as (
      select *, row_number() over (partition by kind order by md5(cast(? as text) || id::text)) as place from candidates
    )
    insert into inspection_samples (id, visit, kind, dataset, item, work_log, issue, label, sort)
    select gen_random_uuid(), ?, kind, dataset, case when kind = 'entry' then id end, case when kind = 'log' then id end, case when kind = 'issue' then id end, label,
      row_number() over (order by array_position(array['entry', 'log', 'issue'], kind), place)
    from ordered where place <= case kind when 'entry' then ${OF_EACH.entry} when 'log' then ${OF_EACH.log} else ${OF_EACH.issue} end`, [visit, ...sets.flatMap(({ id, name }) => [id, name]), day, LOOK_BACK_DAYS, day, day, LOOK_BACK_DAYS, day, visit, visit]);
}

export interface StoredSample {
  id: Uuid;
  kind: SampleKind;
  dataset: Uuid | null;
  collection: string | null;
  item: Uuid | null;
  work_log: Uuid | null;
  issue: Uuid | null;
  label: string;
  result: 'right' | 'finding' | null;
  finding: Uuid | null;
  note: string | null;
  looked_by: Uuid | null;
}

export async function samplesOf(db: Db, visit: Uuid): Promise<StoredSample[]> {
  return db('inspection_samples as s').leftJoin('ledger_datasets as d', 'd.id', 's.dataset').where('s.visit', visit).orderBy('s.sort')
    .select<StoredSample[]>('s.id', 's.kind', 's.dataset', 'd.collection', 's.item', 's.work_log', 's.issue', 's.label', 's.result', 's.finding', 's.note', 's.looked_by');
}

export async function settleSample(trx: Db, id: Uuid, settled: { result: 'right' | 'finding'; finding: Uuid | null; note: string | null; looked_by: Uuid; looked_at: Moment }): Promise<void> {
  await trx('inspection_samples').where({ id }).update(settled);
}

/** Where a log or an issue lies. */
export async function gridOfSample(trx: Db, { work_log, issue }: Pick<StoredSample, 'work_log' | 'issue'>): Promise<Uuid> {
  const row = work_log === null ? await trx('issues').where('id', issue!).first('grid') : await trx('work_logs').where('id', work_log).first('grid');
  return row!.grid;
}
