/** Reports and steps with a clock of the test's own, by the same rules and triggers as any other. */
import type { Knex } from 'knex';
import type { ReportInput } from '../../extensions/wangge/src/handling/intake/input-rules.ts';
import type { Command } from '../../extensions/wangge/src/handling/lifecycle/decision-facts-rules.ts';
import type { Standing } from '../../extensions/wangge/src/territory/model.ts';
import { parseReport } from '../../extensions/wangge/src/handling/intake/input-rules.ts';
import { report } from '../../extensions/wangge/src/handling/intake/report-service.ts';
import { insertEvents } from '../../extensions/wangge/src/handling/issue-store.ts';
import { command } from '../../extensions/wangge/src/handling/lifecycle/command-service.ts';
import { NO_INPUT } from '../../extensions/wangge/src/handling/lifecycle/decision-facts-rules.ts';
import { SYSTEM } from '../../extensions/wangge/src/territory/model.ts';

export interface PastReport {
  grid: string;
  category: string;
  reporter: string;
  at: string;
  said?: Partial<Pick<ReportInput, 'kind' | 'source' | 'external_due_at'>>;
}

/** Files one issue as if it were `at`; gives its id. */
export async function reportAt(db: Knex, { grid, category, reporter, at, said = {} }: PastReport): Promise<string> {
  return db.transaction(async (trx) => {
    const described = { description: '楼道堆放杂物', kind: 'dispute', parties: 'residents', involves_departments: false, source: 'patrol', severity: 'normal', confidential: false, external_due_at: null, ...said } as const;
    const input = parseReport({ ...described, grid, category });
    if (input.kind === 'refusals')
      throw new Error(JSON.stringify(input.refusals));
    const outcome = await report(trx, { ...input.value, grid }, reporter, at);
    if (outcome.kind === 'refused')
      throw new Error(outcome.code);
    const { id, title } = outcome;
    await trx('issues').insert({ id, title, grid, category, ...described });
    return id;
  });
}

/** One step, as if it were `at`, by somebody who stands to the issue as is said. */
export async function stepAt(db: Knex, issue: string, by: Partial<Standing>, said: Partial<Command> & Pick<Command, 'type'>, at: string): Promise<void> {
  await db.transaction(async (trx) => {
    const outcome = await command(trx, { ...NO_INPUT, attachments: 0, issue, ...said }, { standingAt: async () => ({ ...SYSTEM, ...by }), noticeOf: async () => null }, at);
    if (outcome.kind === 'refused')
      throw new Error(`${said.type}: ${outcome.code}`);
    await insertEvents(trx, [outcome.event]);
  });
}

/** Handles and feeds back in one step, as if it were `at`. */
export async function handleAt(db: Knex, issue: string, handler: string, at: string): Promise<void> {
  await stepAt(db, issue, { person: handler }, { type: 'handle', result: '已办结', channel: 'visit' }, at);
}
