/** The composition root: every room's filters, the command line, and the jobs of a running server. */
import type { Command } from 'commander';
import type { Application } from 'express';
import { defineHook } from '@directus/extensions-sdk';
import access from '../access/hook.ts';
import { register as accountCommands } from '../accounts/commands.ts';
import accounts from '../accounts/hook.ts';
import { register as assessmentCommands } from '../assessment/commands.ts';
import assessment from '../assessment/hook.ts';
import { register as reportCommands } from '../assessment/reports/commands.ts';
import exports from '../assessment/reports/hook.ts';
import calendar from '../calendar/hook.ts';
import { register as disclosureCommands } from '../disclosure/commands.ts';
import disclosure from '../disclosure/hook.ts';
import { disclosureFacts } from '../disclosure/index.ts';
import files from '../files/hook.ts';
import { register as calendarCommands } from '../handling/calendar-change/commands.ts';
import { register as handlingCommands } from '../handling/commands.ts';
import handling from '../handling/hook.ts';
import { cleanWrites } from '../kernel/clean-writes.ts';
import { answerWhatIsSaved, guardClientKeys } from '../kernel/client-key.ts';
import { wordDatabaseErrors } from '../kernel/database-errors.ts';
import { watchedGate } from '../kernel/overload-gate.ts';
import { BUSY_AFTER } from '../kernel/overload-rules.ts';
import { refuseUnreadableAddresses } from '../kernel/readable-address.ts';
import { keepNamesApart } from '../kernel/same-names.ts';
import { shutdownOf } from '../kernel/shutdown.ts';
import { register as bookCommands } from '../ledgers/book/commands.ts';
import ledgerBook from '../ledgers/book/hook.ts';
import ledgers from '../ledgers/hook.ts';
import ledgerBulk from '../ledgers/ledger-confirm/hook.ts';
import upkeep from '../ledgers/upkeep/hook.ts';
import outbox from '../outbox/hook.ts';
import appeals from '../recognition/appeals/hook.ts';
import recognition from '../recognition/hook.ts';
import gridChanges from '../reorganisation/grid-changes/hook.ts';
import handovers from '../reorganisation/handovers/hook.ts';
import assignments from '../reporting/assignments/hook.ts';
import facilities from '../reporting/facilities/hook.ts';
import reporting from '../reporting/hook.ts';
import absences from '../territory/absences/hook.ts';
import territory from '../territory/hook.ts';
import statements from '../territory/statements/hook.ts';
import { plainFiles } from '../workbook/directus-files.ts';
import { register as demonstrationCommands } from './demonstration/commands.ts';
import { register as doublesCommands } from './doubles/commands.ts';
import { startJobs } from './schedule.ts';
import { register as setupCommands } from './setup-commands.ts';

const ROOMS = [
  // First of all: its headers stand on every answer, and it asks before everybody else.
  accounts,
  access,
  files,
  outbox,
  calendar,
  territory,
  gridChanges,
  absences,
  handovers,
  statements,
  handling({ noticeOf: disclosureFacts }),
  disclosure,
  ledgers,
  ledgerBook,
  upkeep,
  reporting,
  assignments,
  facilities,
  assessment,
  recognition,
  exports,
  appeals,
  ledgerBulk,
];

export default defineHook((register, context) => {
  const { init, filter } = register;
  plainFiles(context.services, filter);
  // Before all rooms, and in this order: the digest of a save is of its content, not of what rooms add to it.
  cleanWrites(filter);
  guardClientKeys(filter);
  for (const hook of ROOMS)
    hook(register, context);
  refuseUnreadableAddresses(init);
  keepNamesApart(filter, context);
  wordDatabaseErrors(filter);
  init('cli.after', ({ program }) => {
    const wangge = (program as Command).command('wangge').description('Grid governance: set-up, jobs and checks');
    for (const register of [setupCommands, accountCommands, calendarCommands, demonstrationCommands, handlingCommands, disclosureCommands, assessmentCommands, reportCommands, bookCommands, doublesCommands])
      register(wangge, context);
  });
  init('routes.custom.after', ({ app }) => (app as Application).use(answerWhatIsSaved(context)));
  init('app.before', ({ app }) => {
    const shutdown = shutdownOf(context);
    (app as Application).use(shutdown.gate);
    init('app.after', async () => startJobs(context, shutdown));
    const gate = watchedGate(Number(context.env.WANGGE_BUSY_AFTER ?? BUSY_AFTER));
    if (gate !== null)
      (app as Application).use(gate);
  });
});
