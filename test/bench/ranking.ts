/**
 * Ranking a city's quarter: 10,000 patches, 1,000,000 issues, 100 sub-districts, against the bare aggregate query.
 *
 * The baseline joins clocks and issues, groups by grid and counts, with nothing tuned: what anybody would write. Ours
 * counts what the registry of measures asks, sums up, scores, ranks and writes (compute), and freezes a line per
 * case with its digest (evidence).
 */
import type { Knex } from 'knex';
import type { EvidenceFiles } from '../../extensions/wangge/src/assessment/evidence/kept-file.ts';
import type { FactsAsked } from '../../extensions/wangge/src/assessment/facts/facts-service.ts';
import type { FrozenField } from '../../extensions/wangge/src/assessment/interval/field-rules.ts';
import type { Bench } from './bench.ts';
import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { columnsFor, freeze } from '../../extensions/wangge/src/assessment/evidence/evidence-service.ts';
import { cutOf } from '../../extensions/wangge/src/assessment/facts/cut-rules.ts';
import { computeAndWrite } from '../../extensions/wangge/src/assessment/periods/compute-service.ts';
import { gatherBasis } from '../../extensions/wangge/src/assessment/periods/facts-basis-service.ts';
import { periodBounds } from '../../extensions/wangge/src/assessment/periods/period-store.ts';
import { activeScheme, openPeriods } from '../../extensions/wangge/src/assessment/periods/ranking-store.ts';
import { loadCalendar } from '../../extensions/wangge/src/calendar/index.ts';
import { periodOf } from '../../extensions/wangge/src/calendar/period-rules.ts';
import { fillQuarter, QUARTER } from '../system/quarter.ts';
import { line, measure } from './measure.ts';
import { sized } from './scale.ts';

const SIZE = { subdistricts: sized(100), patches: sized(10_000), issues: sized(1_000_000) };
const GOAL = 2;
const NOW = '2025-10-20T00:00:00.000Z';

const BARE = `
  select i.grid, i.scope, count(*), count(*) filter (where d.met_at <= d.due_at), count(*) filter (where i.handled_at < :until),
    count(*) filter (where i.reopen_count > 0), count(*) filter (where i.faulted_return_count > 0)
  from issue_deadlines d join issues i on i.id = d.issue
  where d.kind = 'resolve' and d.due_at >= :from and d.due_at < :until
  group by i.grid, i.scope`;

export default {
  name: 'Ranking 10,000 patches with 1,000,000 issues',
  run: async ({ server, say }) => {
    const { db } = await server();
    await fillQuarter(db, SIZE);
    await db.raw('vacuum analyze');

    const bare = {
      name: 'the bare aggregate query',
      run: async () => {
        const { from, until } = await periodBounds(db, '2025-07-01', '2025-09-30');
        await db.raw(BARE, { from, until });
      },
    };
    const rank = (name: string, parts: { compute: boolean; freeze: boolean }) => ({ name, run: () => rolledBack(db, trx => rankIn(trx, parts)) });
    const [baseline, ...ours] = await measure([
      bare,
      rank('compute (count, sum up, score, rank, write)', { compute: true, freeze: false }),
      rank('evidence (freeze a line per case)', { compute: false, freeze: true }),
      rank('both together', { compute: true, freeze: true }),
    ], { rounds: 3 });
    for (const result of ours)
      say(line(result, baseline!, 'ms', GOAL));
  },
} satisfies Bench;

async function rankIn(trx: Knex, parts: { compute: boolean; freeze: boolean }): Promise<void> {
  const span = periodOf(QUARTER);
  if (span.kind === 'refused')
    throw new Error(span.code);
  const periods = await openPeriods(trx, span, null);
  const scheme = (await activeScheme(trx, span.ends_on))!;
  const [bounds, calendar] = [await periodBounds(trx, span.starts_on, span.ends_on), await loadCalendar(trx)];
  const asked: FactsAsked = { span, bounds, calendar, cut: cutOf(scheme, span.ends_on, bounds, calendar), columns: columnsFor(scheme) };
  const salt = Buffer.alloc(32);
  const basis = await gatherBasis(trx, periods.map(({ subdistrict }) => subdistrict), asked, scheme, salt);
  const fields = new Map<string, FrozenField[]>();
  for (const period of parts.compute ? periods : [])
    fields.set(period.id, (await computeAndWrite(trx, { place: basis.places.get(period.subdistrict)!, span, scheme, leaders: new Map(), salt }, period)).fields);
  if (parts.freeze)
    await freeze(trx, discarding, { asked, basis, scheme, salt, fields }, periods, { reason: null, now: NOW });
}

/** Packs as the real one does, and keeps the row only. */
export const discarding: EvidenceFiles = {
  save: async (trx, name, content) => {
    const id = randomUUID();
    await trx('directus_files').insert({ id, storage: 'local', filename_download: name, type: 'application/gzip' });
    await pipeline(content, createWriteStream('/dev/null'));
    return id;
  },
  open: () => Promise.reject(new Error('Nothing was kept')),
};

/** So that every round begins alike. */
async function rolledBack(db: Knex, work: (trx: Knex) => Promise<void>): Promise<void> {
  const trx = await db.transaction(undefined, { isolationLevel: 'repeatable read' });
  try {
    await work(trx);
  }
  finally {
    await trx.rollback();
  }
}
