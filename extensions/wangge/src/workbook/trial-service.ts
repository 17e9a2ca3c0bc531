/** Writing to see what is refused: in a transaction, or a savepoint inside of one, that is taken back. */
import type { Db } from '../kernel/context.ts';

class TakenBack extends Error {}

/** What was written is kept if the result says so. */
export async function keptIf<Result>(db: Db, work: (trx: Db) => Promise<Result>, keep: (result: Result) => boolean): Promise<Result> {
  let result: { of: Result } | undefined;
  await db.transaction(async (transaction) => {
    result = { of: await work(transaction) };
    if (!keep(result.of))
      throw new TakenBack();
  }).catch((error: unknown) => {
    if (!(error instanceof TakenBack))
      throw error;
  });
  return result!.of;
}

/** A no of Directus, a hook or an administrator's rule. */
export interface WriteRefusal { status: number; code: string | null; field: string | null; text: string }

interface Thrown extends Error { status?: number; code?: string; extensions?: { field?: string; validation_message?: string } }

/** What has to be looked into is thrown. */
export function refusalsIn(error: unknown): WriteRefusal[] {
  return ([error].flat() as Thrown[]).map(({ status, code, message, extensions }) => {
    if (status === undefined || status >= 500)
      throw error;
    return { status, code: code ?? null, field: extensions?.field ?? null, text: extensions?.validation_message ?? message };
  });
}

/** None: it is written. */
export async function refusalsOf(write: () => Promise<unknown>): Promise<WriteRefusal[]> {
  try {
    await write();
    return [];
  }
  catch (error) {
    return refusalsIn(error);
  }
}
