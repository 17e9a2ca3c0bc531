/** What the benches of facts do: gather them as the assessment does, in a transaction that leaves nothing behind. */
import type { Knex } from 'knex';
import type { FactsAsked } from '../../extensions/wangge/src/assessment/facts/facts-service.ts';
import process from 'node:process';
import { factBlocks } from '../../extensions/wangge/src/assessment/facts/fact-lines-store.ts';
import { gatherFacts } from '../../extensions/wangge/src/assessment/facts/facts-service.ts';
import { SUBJECT_KINDS } from '../../extensions/wangge/src/assessment/facts/model.ts';

const SALT = Buffer.alloc(32);

export interface Gathered { facts: number; bytes: number }

/** Counted for all kinds of subjects; with `lines` written, too. */
export async function gatheredFacts(db: Knex, subdistricts: readonly string[], asked: FactsAsked, lines: boolean): Promise<Gathered> {
  const trx = await db.transaction(undefined, { isolationLevel: 'repeatable read' });
  const found = { facts: 0, bytes: 0 };
  try {
    const { query, places } = await gatherFacts(trx, subdistricts, asked, SUBJECT_KINDS, lines ? SALT : null);
    for await (const block of lines ? factBlocks(trx, query, [...places].map(([subdistrict, { grids }]) => ({ subdistrict, grids })), SALT) : []) {
      found.facts += block.facts;
      found.bytes += block.lines.length;
    }
    return found;
  }
  finally {
    await trx.rollback();
  }
}

/** `1234567 lines, 198 MB; this process held 210 MB at most`. */
export function toldOf({ facts, bytes }: Gathered): string {
  return `  ${facts} lines, ${Math.round(bytes / 1e6)} MB; this process held ${Math.round(process.resourceUsage().maxRSS / 1024)} MB at most   goal ≤ 500 MB`;
}
