/**
 * The floors of `extensions/wangge/src`, from the ground up: a room imports only from floors below its own, never from its
 * neighbours. What walls there are follows from this list (`walls.ts`), and so does the picture in `docs/architecture.md`.
 */
export const SOURCE = 'extensions/wangge/src';

export const FLOORS: readonly (readonly string[])[] = [
  ['kernel'],
  ['calendar'],
  ['access', 'files', 'outbox', 'setup', 'workbook', 'print', 'ui'],
  // It has a screen, and nobody but the demonstration asks it anything.
  ['accounts'],
  ['territory'],
  ['handling'],
  ['ledgers'],
  ['disclosure', 'reporting'],
  ['assessment'],
  ['recognition'],
  ['reorganisation', 'overview'],
  ['workplace'],
  ['app'],
];

/** What each room is for, as the picture says it. */
export const ROOMS: Readonly<Record<string, string>> = {
  kernel: 'values, refusals, routes and filters, rights, jobs, threads for long tasks, personal data',
  calendar: 'working days, periods, certificates',
  access: 'what a query may step into, for whom',
  accounts: 'sign-in, passwords, the second factor',
  files: 'what may be uploaded, photographs',
  outbox: 'what people are told, in the app and outside',
  setup: 'schema, SQL and seeds, merged into what an administrator made of them',
  workbook: 'XLSX and CSV in and out, one importer',
  print: 'PDF, set in a thread of the pool',
  ui: 'what several screens share',
  territory: 'grids, posts, absences, scope, responsibility statements',
  handling: 'issues: lifecycle, routing, clocks, intake, notifications, chain',
  ledgers: 'data sets and their entries, upkeep, workbooks, the paper ledger',
  disclosure: 'notices and the public page',
  reporting: 'work logs, facility checks, assigned tasks, compliance',
  assessment: 'evidence, scores, ranks',
  recognition: 'commendation and criticism, with answers and appeals',
  reorganisation: 'grids moved, split, merged; posts handed over',
  overview: 'the map of grids, grid boards',
  workplace: 'what each person owes today',
  app: 'composition root: hook, endpoint, schedule, set-up, commands; demonstration',
};

export function floorOf(room: string): number {
  return FLOORS.findIndex(floor => floor.includes(room));
}
