/** Reports with a clock of the test's own, by the same rules and triggers as any other. */
import type { Knex } from 'knex';
import { command } from '../../extensions/wangge/src/handling/command.ts';
import { SAID_NOTHING } from '../../extensions/wangge/src/handling/facts.ts';
import { report } from '../../extensions/wangge/src/handling/report.ts';
import { insertEvents } from '../../extensions/wangge/src/handling/store.ts';

export interface PastReport { grid: string; category: string; reporter: string; at: string }

/** Files one issue as if it were `at`; gives its id. */
export async function reportAt(db: Knex, { grid, category, reporter, at }: PastReport): Promise<string> {
  return db.transaction(async (trx) => {
    const outcome = await report(trx, {
      grid,
      category,
      kind: 'dispute',
      parties: 'residents',
      involves_departments: false,
      source: 'patrol',
      severity: 'normal',
      confidential: false,
      title: null,
      description: '楼道堆放杂物',
      address: null,
      external_no: null,
      client_key: null,
      location: null,
      occurred_at: null,
      external_due_at: null,
      repeat_of: null,
    }, reporter, at);
    if (outcome.kind === 'refused')
      throw new Error(outcome.code);
    const { id, title } = outcome;
    await trx('issues').insert({ id, title, grid, category, description: '楼道堆放杂物', kind: 'dispute', parties: 'residents', involves_departments: false, source: 'patrol', severity: 'normal', confidential: false });
    return id;
  });
}

/** Handles and feeds back in one step, as if it were `at`. */
export async function handleAt(db: Knex, issue: string, handler: string, at: string): Promise<void> {
  await db.transaction(async (trx) => {
    const outcome = await command(
      trx,
      { ...SAID_NOTHING, issue, type: 'handle', result: '已办结', channel: 'visit', attachments: 0 },
      async () => ({ person: handler, department: null, heads: [], levels: [], dispatcher: false, inspector: false }),
      at,
    );
    if (outcome.kind === 'refused')
      throw new Error(outcome.code);
    await insertEvents(trx, [outcome.event]);
  });
}
