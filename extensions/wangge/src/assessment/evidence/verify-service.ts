/**
 * Does a published ranking follow from its evidence? Recomputed from the file alone, then compared with what is stored. And
 * does its evidence follow from what was recorded before the cut? Read off the database again, it has the same digest.
 */
import type { Db } from '../../kernel/context.ts';
import type { StoredPeriod, StoredVersion } from '../periods/ranking-store.ts';
import type { Ranking, Score } from '../schemes/scoring-rules.ts';
import type { EvidenceFiles } from './evidence-service.ts';
import { periodsNamed, storedRankings, storedScores, versionsOf } from '../periods/ranking-store.ts';
import { digestAgain } from './evidence-service.ts';
import { recompute } from './old-evidence.ts';

export interface VerifiedVersion {
  subdistrict: string;
  version: number;
  cases: number;
  digest: string;
  /** What does not agree; empty when all is well. */
  faults: string[];
}

/** Every version of every sub-district's period of this code. */
export async function verifyRanking(db: Db, files: EvidenceFiles, code: string): Promise<VerifiedVersion[]> {
  const found: VerifiedVersion[] = [];
  for (const period of await periodsNamed(db, code)) {
    for (const version of await versionsOf(db, period.id)) {
      const named = { subdistrict: period.subdistrict_code, version: version.version };
      try {
        const { cases, digest, faults } = await verified(db, files, period, version);
        found.push({ ...named, cases, digest, faults });
      }
      catch (error) {
        found.push({ ...named, cases: 0, digest: '', faults: [error instanceof Error ? error.message : String(error)] });
      }
    }
  }
  return found;
}

async function verified(db: Db, files: EvidenceFiles, { id, ...period }: StoredPeriod, { version, evidence, evidence_digest, salt }: StoredVersion): Promise<Pick<VerifiedVersion, 'cases' | 'digest' | 'faults'>> {
  const { header, digest, cases, scores, rankings } = await recompute(() => files.open(evidence));
  const again = header.format === 'wangge-evidence-1' ? null : await rolledBack(db, trx => digestAgain(trx, header, period, salt));
  const faults = [
    ...digest === evidence_digest ? [] : [`digest ${digest}, published with ${evidence_digest}`],
    ...again === null || again === evidence_digest ? [] : [`the database gives digest ${again} as of the cut, published with ${evidence_digest}`],
    ...differences('score', scores, (await storedScores(db, id, version)), row => `${row.grid} ${row.indicator}`),
    ...differences('rank', rankings, (await storedRankings(db, id, version)), row => row.grid),
  ];
  return { cases, digest, faults };
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

const SHOWN = 5;

function differences<T extends Score | Ranking>(what: string, computed: readonly T[], stored: readonly T[], nameOf: (row: T) => string): string[] {
  const texts = new Map(stored.map(row => [nameOf(row), plain(row)]));
  const wrong = computed.filter(row => texts.get(nameOf(row)) !== plain(row));
  const unknown = stored.length - (computed.length - computed.filter(row => !texts.has(nameOf(row))).length);
  return [
    ...wrong.slice(0, SHOWN).map(row => `${what} of ${nameOf(row)}: ${plain(row)} from the evidence, ${texts.get(nameOf(row)) ?? 'nothing'} stored`),
    ...wrong.length > SHOWN ? [`${wrong.length - SHOWN} more`] : [],
    ...unknown > 0 ? [`${unknown} stored that the evidence does not give`] : [],
  ];
}

const DECIMALS = ['value', 'points', 'total'];

/** Independent of key order, and of how many zeros the database adds to a decimal. */
function plain(row: Score | Ranking): string {
  const fields = Object.entries(row).sort(([a], [b]) => a < b ? -1 : 1);
  return JSON.stringify(fields.map(([name, value]) => [name, value !== null && DECIMALS.includes(name) ? Number(value).toFixed(2) : value]));
}
