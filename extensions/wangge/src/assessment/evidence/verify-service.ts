/**
 * Does a ranking follow from its evidence? Recomputed from the file alone, then compared with what is stored. Does its evidence
 * follow from what was recorded before the cut? Read off the database again, it is the same tree: facts, header, the head of all
 * timelines, the checkpoints signed before. And is it the checkpoint that somebody has on paper?
 */
import type { Db } from '../../kernel/context.ts';
import type { StoredPeriod, StoredVersion } from '../periods/ranking-store.ts';
import type { EvidenceFiles } from './kept-file.ts';
import type { Result } from './result-rules.ts';
import type { Fault } from './verify-words.ts';
import { periodsNamed, versionsOf } from '../periods/ranking-store.ts';
import { parseCheckpoint } from './checkpoint-rules.ts';
import { checkpointOf } from './checkpoint-store.ts';
import { treeAgain } from './evidence-service.ts';
import { digestAgain } from './old-evidence-service.ts';
import { pseudonymsOf, publishedResults } from './published-store.ts';
import { resultFaults } from './result-rules.ts';
import { verifyFile } from './verify-file.ts';
import { fault, told } from './verify-words.ts';

export interface VerifiedVersion {
  subdistrict: string;
  version: number;
  cases: number;
  digest: string;
  /** What does not agree; empty when all is well. */
  faults: string[];
}

/** Every version of every sub-district's period of this code. `printed`: a checkpoint that somebody kept; it has to be one of these. */
export async function verifyRanking(db: Db, files: EvidenceFiles, code: string, printed: string | null = null): Promise<VerifiedVersion[]> {
  const found: VerifiedVersion[] = [];
  const origin = printed === null ? null : parseCheckpoint(printed)?.origin ?? '?';
  let met = false;
  for (const period of await periodsNamed(db, code)) {
    for (const version of await versionsOf(db, period.id)) {
      const named = { subdistrict: period.subdistrict_code, version: version.version };
      const kept = await checkpointOf(db, period.id, version.version);
      const isPrinted = origin !== null && (kept?.origin === origin || (kept === null && origin.endsWith(`/${period.subdistrict_code}/${code}/v${version.version}`)));
      met ||= isPrinted;
      try {
        const { cases, digest, faults } = await verified(db, files, period, version, { kept: kept?.checkpoint ?? null, printed: isPrinted ? printed : null });
        found.push({ ...named, cases, digest, faults: faults.map(one => told(one, 'en-US')) });
      }
      catch (error) {
        found.push({ ...named, cases: 0, digest: '', faults: [error instanceof Error ? error.message : String(error)] });
      }
    }
  }
  if (origin !== null && !met)
    found.push({ subdistrict: '-', version: 0, cases: 0, digest: '', faults: [told(fault('checkpoint_unknown', { origin }), 'en-US')] });
  return found;
}

/** `kept`: the checkpoint that the database has of this version. */
interface Checkpoints { kept: string | null; printed: string | null }

async function verified(db: Db, files: EvidenceFiles, period: StoredPeriod, { version, evidence, evidence_digest, salt, computed_at, exemptions }: StoredVersion, { kept, printed }: Checkpoints): Promise<{ cases: number; digest: string; faults: Fault[] }> {
  const { digest, facts, results, faults, tree, old } = await verifyFile(() => files.open(evidence), { checkpoint: printed, key: null });
  const readAgain = async (trx: Db): Promise<Fault[]> => {
    if (tree !== null)
      return treeAgain(trx, tree.header, period, { salt, root: evidence_digest, computed_at, exemptions });
    // Nothing says as of when files of the first format were.
    if (old === null || old.format === 'wangge-evidence-1')
      return [];
    const found = await digestAgain(trx, old, period, salt);
    return found === evidence_digest ? [] : [fault('database_differs', { found, expected: evidence_digest })];
  };
  const { again, stored } = await rolledBack(db, async (trx) => {
    const stored: Result[] = [];
    for await (const result of publishedResults(trx, period.id, version, tree?.header.cut ?? null, await pseudonymsOf(trx, period.id, version, salt))) {
      // Files of earlier releases say nothing of the rolling year.
      if (result.of !== 'year' || tree?.header.year !== undefined)
        stored.push(result);
    }
    return { stored, again: await readAgain(trx) };
  });
  return {
    cases: facts,
    digest,
    faults: [
      ...digest === evidence_digest ? [] : [fault('digest_differs', { found: digest, expected: evidence_digest })],
      ...faults,
      ...tree?.seal == null || kept === tree.seal.checkpoint ? [] : [fault(kept === null ? 'checkpoint_lost' : 'checkpoint_replaced')],
      ...again,
      ...resultFaults(results, stored),
    ],
  };
}

/** One state of the database, and nothing left behind. */
async function rolledBack<Answer>(db: Db, read: (trx: Db) => Promise<Answer>): Promise<Answer> {
  const trx = await db.transaction(undefined, { isolationLevel: 'repeatable read' });
  try {
    return await read(trx);
  }
  finally {
    await trx.rollback();
  }
}
