/** The SQL of a year's archive: what was asked for, what is made, and where it lies. */
import type { Db } from '../../kernel/context.ts';
import type { Moment, Uuid } from '../../kernel/values.ts';
import type { ArchivedVersion } from './archive-rules.ts';

/** What of the year and its quarters is published now. */
export async function publishedOfYear(db: Db, subdistrict: Uuid, year: number): Promise<ArchivedVersion[]> {
  const { rows } = await db.raw<{ rows: ArchivedVersion[] }>(`
    select p.code, v.version from assessment_periods p join assessment_versions v on v.period = p.id and v.state = 'published'
    where p.subdistrict = :subdistrict and p.kind in ('quarter', 'year') and left(p.code, 4) = cast(:year as text) order by p.starts_on, p.kind`, { subdistrict, year: String(year) });
  return rows;
}

/** Each once; what failed is tried again; where anything is made, the index is made anew, once whoever is at it is through. Answers how many are new. */
export async function askForFiles(trx: Db, { subdistrict, year }: { subdistrict: Uuid; year: number }, files: readonly { name: string; kind: string }[], person: Uuid, now: Moment): Promise<number> {
  const rows = () => trx('year_archives').where({ subdistrict, year });
  const index = await rows().where({ kind: 'index' }).first('id') as { id: Uuid } | undefined;
  if (index !== undefined)
    await trx.raw('select pg_advisory_xact_lock(hashtextextended(?, 0))', [lockOf(index.id)]);
  const added: unknown[] = await trx('year_archives').insert(files.map(({ name, kind }) => ({ year, subdistrict, name, kind, asked_by: person, asked_at: now }))).onConflict(['subdistrict', 'year', 'name']).ignore().returning('name');
  const tried = await rows().whereNull('made_at').whereNotNull('error').update({ error: null, asked_by: person });
  // Its file is replaced when it is made; until then nothing points to it.
  if (added.length + tried > 0)
    await rows().where({ kind: 'index' }).update({ file: null, made_at: null, digest: null, bytes: null, error: null, asked_by: person });
  return added.length;
}

const lockOf = (id: Uuid): string => `year_archives ${id}`;

export interface OpenFile { id: Uuid; year: number; subdistrict: Uuid; subdistrict_code: string; name: string; asked_by: Uuid }

/** The index last. */
export async function openFiles(db: Db): Promise<Uuid[]> {
  return db('year_archives').whereNull('made_at').whereNull('error').orderByRaw('subdistrict, year, kind = \'index\', asked_at, name').pluck('id');
}

/** Takes one for the length of the transaction; null: somebody is at it, or it is through. A killed process holds nothing. */
export async function takeFile(lock: Db, id: Uuid): Promise<OpenFile | null> {
  const { rows: [held] } = await lock.raw<{ rows: { locked: boolean }[] }>('select pg_try_advisory_xact_lock(hashtextextended(?, 0)) as locked', [lockOf(id)]);
  if (!held!.locked)
    return null;
  const file = await lock('year_archives as a').join('subdistricts as s', 's.id', 'a.subdistrict').where('a.id', id).whereNull('a.made_at').whereNull('a.error').first('a.id', 'a.year', 'a.subdistrict', 's.code as subdistrict_code', 'a.name', 'a.asked_by') as OpenFile | undefined;
  return file ?? null;
}

export async function madeFile(db: Db, id: Uuid, { file, digest, bytes }: { file: Uuid; digest: string; bytes: number }, now: Moment): Promise<void> {
  await db('year_archives').where({ id }).update({ file, digest, bytes, made_at: now, error: null });
}

export async function failedFile(db: Db, id: Uuid, error: string): Promise<void> {
  await db('year_archives').where({ id }).update({ error });
}

export interface ArchivedFile { name: string; kind: string; digest: string | null; bytes: number | null; file: Uuid | null; made_at: Date | null; error: string | null }

export async function filesOf(db: Db, subdistrict: Uuid, year: number): Promise<ArchivedFile[]> {
  const rows: (Omit<ArchivedFile, 'bytes'> & { bytes: string | null })[] = await db('year_archives').where({ subdistrict, year }).orderBy('name').select('name', 'kind', 'digest', 'bytes', 'file', 'made_at', 'error');
  return rows.map(({ bytes, ...row }) => ({ ...row, bytes: bytes === null ? null : Number(bytes) }));
}

export interface VersionFiles { evidence: Uuid; checkpoint: string | null }

export async function versionFiles(db: Db, subdistrict: Uuid, code: string, version: number): Promise<VersionFiles | null> {
  const { rows } = await db.raw<{ rows: VersionFiles[] }>(`
    select v.evidence, c.checkpoint from assessment_periods p join assessment_versions v on v.period = p.id and v.version = :version
    left join assessment_checkpoints c on c.period = v.period and c.version = v.version where p.subdistrict = :subdistrict and p.code = :code`, { subdistrict, code, version });
  return rows[0] ?? null;
}
