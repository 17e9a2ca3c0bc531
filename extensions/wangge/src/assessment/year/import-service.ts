/** What communities said, out of a workbook, as the scores of whoever brings it in: each through Directus' own service, so that every guard holds for it as for a form. All of them or none; brought in again, the same workbook changes nothing. */
import type { Buffer } from 'node:buffer';
import type { Refusal } from '../../kernel/refusal-rules.ts';
import type { Uuid } from '../../kernel/values.ts';
import type { CheckedRow, ImportRequest, ImportResult } from '../../workbook/import-service.ts';
import type { CommunityColumn } from './community-sheet-rules.ts';
import { refused } from '../../kernel/refusal-rules.ts';
import { importRows } from '../../workbook/import-service.ts';
import { messages } from '../messages.ts';
import { addDoubled, readCommunityRow, SHEET } from './community-sheet-rules.ts';
import { objectionToScore } from './score-rules.ts';
import { communityNow, foundScore, gridsCoded } from './score-store.ts';

interface Checked extends CheckedRow { grid: Uuid | null; score: number | null; source: string | null; note: string | null }

export async function importCommunity(request: ImportRequest, { period, source }: { period: Uuid; source: string | null }, file: Buffer): Promise<ImportResult | Refusal> {
  const person = request.caller.accountability!.user!;
  return importRows<CommunityColumn, Checked>(request, {
    ...SHEET,
    messages,
    place: `community scores ${period}`,
    writesOnTrial: false,
    begin: async (trx, headings) => ({
      check: async (rows) => {
        const read = rows.map(({ row, cells }) => readCommunityRow(headings, row, cells, source));
        addDoubled(read);
        const grids = await gridsCoded(trx, period, [...new Set(read.flatMap(({ grid }) => grid ?? []))]);
        const now = await communityNow(trx, period);
        const checked: Checked[] = [];
        for (const { row, grid: code, score, source: its, note, faults } of read) {
          const grid = code === null ? null : grids.get(code) ?? null;
          if (code !== null && grid === null)
            faults.push(refused('year_grid_unknown', 'grid', { grid: code }));
          if (grid !== null && faults.length === 0) {
            const objection = objectionToScore('grid', await foundScore(trx, { part: 'community', kind: 'grid', subject: grid, period }, person));
            if (objection !== null)
              faults.push(objection);
          }
          const before = grid === null ? undefined : now.get(grid);
          checked.push({ row, verdict: before === undefined ? 'new' : Number(before.score) === score && before.source === its ? 'same' : 'changed', item: null, faults, grid, score, source: its, note });
        }
        return checked;
      },
      write: async (rows, faultless) => {
        if (!faultless)
          return;
        const made = rows.filter(({ verdict }) => verdict !== 'same').map(({ grid, score, source: its, note }) => ({ period, part: 'community', grid, score, source: its, note }));
        if (made.length > 0)
          await new request.context.services.ItemsService('assessment_year_scores', { ...request.caller, knex: trx }).createMany(made);
      },
    }),
  }, file);
}
