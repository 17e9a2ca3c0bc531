/** Who takes the steps of a period, and a period that they walked through to published. */
import type { Knex } from 'knex';
import type { EvidenceFiles } from '../../extensions/wangge/src/assessment/evidence/kept-file.ts';
import type { Account, Place, Server } from './harness.ts';
import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { takeStep } from '../../extensions/wangge/src/assessment/periods/step-service.ts';

/** A file store of the test's own, with its rows in `directus_files`. */
export function memory(): EvidenceFiles & { contents: Map<string, Buffer> } {
  const contents = new Map<string, Buffer>();
  return {
    contents,
    save: async (trx, name, content) => {
      const [{ id }] = await trx('directus_files').insert({ id: trx.raw('gen_random_uuid()'), storage: 'local', filename_download: name, type: 'application/gzip' }).returning('id');
      contents.set(id, await buffer(content));
      return id;
    },
    open: async id => Readable.from(contents.get(id)!),
  };
}

export interface Team { opens: Account; publishes: Account }

/** Two of the sub-district's inspection team. */
export async function inspection(wangge: Server, place: Pick<Place, 'id' | 'code'>): Promise<Team> {
  const department = randomUUID();
  await wangge.db('departments').insert({ id: department, code: `${place.code}J09`, name: '督查考核办公室', subdistrict: place.id, kind: 'office', active: true, supervises: true });
  const [opens, publishes] = await Promise.all([1, 2].map(() => wangge.createUser({ role: 'inspector', department })));
  return { opens: opens!, publishes: publishes! };
}

/** Rows of the test's own, in any state, past what triggers say of them; paths included. */
export async function made(db: Knex, table: 'assessment_periods' | 'rankings' | 'assessment_scores', rows: object | readonly object[]): Promise<void> {
  await db.transaction(async (trx) => {
    await trx.raw('set local session_replication_role = replica');
    await trx(table).insert(rows);
  });
}

/** What was computed of this code is opened at that moment, and published when its preview is over. */
export async function published({ db }: Pick<Server, 'db'>, { opens, publishes }: Team, code: string, at: string): Promise<void> {
  for (const { id: period } of await db('assessment_periods').where({ code }).whereNotNull('draft_version').select('id')) {
    const opened = await takeStep(db, { period, step: 'preview', actor: opens.id, version: null, reason: null }, at);
    if ('kind' in opened)
      throw new Error(`The preview of ${code} was refused: ${opened.code}`);
    const done = await takeStep(db, { period, step: 'publish', actor: publishes.id, version: null, reason: null }, opened.until!);
    if ('kind' in done)
      throw new Error(`The publication of ${code} was refused: ${done.code}`);
  }
}
