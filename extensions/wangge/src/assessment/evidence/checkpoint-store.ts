/** The SQL of checkpoints: each once, never changed. */
import type { Db } from '../../kernel/context.ts';
import type { Moment, Uuid } from '../../kernel/values.ts';
import type { Digest } from './merkle-rules.ts';
import type { Head } from './tree-rules.ts';
import type { Sealed } from './tree-writer-rules.ts';
import { Buffer } from 'node:buffer';
import { leafHash, rootOf } from './merkle-rules.ts';

export interface StoredCheckpoint {
  version: number;
  origin: string;
  checkpoint: string;
  /** Base64. */
  public_key: string;
  signed_at: Date;
}

/** With what a single leaf is found and proved. */
export interface StoredTree extends StoredCheckpoint { leaves: Digest[]; ends: number[] }

const HASH = 32;

interface Signing extends Pick<Sealed, 'checkpoint' | 'leaves' | 'ends'> { period: Uuid; version: number; origin: string; public_key: string; at: Moment }

export async function keepCheckpoint(db: Db, { period, version, origin, checkpoint, public_key, leaves, ends, at }: Signing): Promise<void> {
  await db('assessment_checkpoints').insert({ period, version, origin, checkpoint, public_key, leaves: Buffer.concat(leaves), ends, signed_at: at });
}

/** The checkpoint of one version; null: it was computed by an earlier release. */
export async function checkpointOf(db: Db, period: Uuid, version: number): Promise<StoredTree | null> {
  const row = await db('assessment_checkpoints').where({ period, version })
    .first('version', 'origin', 'checkpoint', 'public_key', 'signed_at', 'leaves', 'ends') as Omit<StoredTree, 'leaves' | 'ends'> & { leaves: Buffer; ends: string[] } | undefined;
  if (row === undefined)
    return null;
  const leaves = Array.from({ length: row.leaves.length / HASH }, (_, at) => row.leaves.subarray(at * HASH, (at + 1) * HASH));
  return { ...row, leaves, ends: row.ends.map(Number) };
}

/**
 * How many checkpoints were signed, and the root over their texts in their order; only the first `size`, if that is said. Signed
 * one after the other: whoever ranks holds a lock on periods.
 */
export async function checkpointsHead(db: Db, size: number | null = null): Promise<Head> {
  const rows: { checkpoint: string }[] = await db('assessment_checkpoints').orderBy('id').select('checkpoint').modify(query => void (size === null || query.limit(size)));
  return { size: rows.length, root: rootOf(rows.map(({ checkpoint }) => leafHash(checkpoint))).toString('base64') };
}

export interface UsedKey { public_key: string; first_signed_at: Date; last_signed_at: Date; checkpoints: number }

/** Every key that ever signed, the latest first. */
export async function usedKeys(db: Db): Promise<UsedKey[]> {
  return db('assessment_checkpoints').groupBy('public_key').orderBy('last_signed_at', 'desc')
    .select('public_key').min('signed_at as first_signed_at').max('signed_at as last_signed_at').select(db.raw('count(*)::int as checkpoints'));
}
