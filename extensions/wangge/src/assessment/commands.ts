/** `directus wangge rank PERIOD`, `directus wangge verify ranking PERIOD`, `directus wangge assessment …`. */
import type { Command } from 'commander';
import type { CommandContext } from '../kernel/context.ts';
import type { RankedPeriod } from './periods/ranking-model.ts';
import { readFileSync } from 'node:fs';
import { finish } from '../kernel/command-line.ts';
import { sentence } from '../kernel/refusal-rules.ts';
import { evidenceFiles } from './evidence/evidence-files.ts';
import { verifyRanking } from './evidence/verify-service.ts';
import { register as intervalCommands } from './interval/commands.ts';
import { messages } from './messages.ts';
import { rankPeriod } from './periods/ranking-service.ts';

interface RankOptions { subdistrict?: string; again?: true; reason?: string }

export function register(wangge: Command, context: CommandContext): void {
  intervalCommands(wangge, context);
  wangge.command('rank')
    .description('Score and rank a quarter or a year that is over (or score a month), for every sub-district; people open its preview and publish it')
    .argument('<period>', 'the quarter, month or year, such as 2026-Q3, 2026-09 or 2026')
    .option('--subdistrict <code>', 'one sub-district only')
    .option('--again', 'compute it once more, as a new version (needs --reason)')
    .option('--reason <text>', 'why it is computed again')
    .action((period: string, { subdistrict = undefined, again, reason }: RankOptions) => finish(async () => {
      if (again && !reason?.trim())
        throw new Error('--again needs --reason "why it is computed again"');
      const request = { period, subdistrict: subdistrict ?? null, reason: again ? reason!.trim() : null };
      const ranked = await rankPeriod(context.database, evidenceFiles(context), request, new Date().toISOString());
      if (ranked.kind === 'refused')
        throw new Error(sentence(messages, ranked, 'en-US'));
      if (ranked.periods.length === 0)
        console.log('There is no sub-district with grids yet: nothing to rank');
      for (const outcome of ranked.periods)
        console.log(`${period}, sub-district ${outcome.subdistrict}: ${OUTCOMES[outcome.outcome](outcome)}`);
      return 0;
    }));

  const verify = wangge.commands.find(command => command.name() === 'verify') ?? wangge.command('verify').description('Re-derive what is stored and compare');
  verify.command('ranking')
    .description('Recompute a ranking from its evidence file alone, and read the evidence off the database again: results, signature, history of issues, checkpoints signed before')
    .argument('<period>', 'the quarter or year, such as 2026-Q3 or 2026')
    .option('--checkpoint <file>', 'a checkpoint that was printed or kept: the ranking is held against it, too')
    .action((period: string, { checkpoint }: { checkpoint?: string }) => finish(async () => {
      const versions = await verifyRanking(context.database, evidenceFiles(context), period, checkpoint === undefined ? null : readFileSync(checkpoint, 'utf8'));
      if (versions.length === 0)
        throw new Error(`There is no ranking of ${period}`);
      for (const { subdistrict, version, cases, digest, faults } of versions) {
        console.log(`${period}, sub-district ${subdistrict}, version ${version}: ${faults.length === 0 ? `${cases} cases give the same scores and ranks, digest ${digest}` : 'does not agree'}`);
        for (const fault of faults)
          console.error(`  ${fault}`);
      }
      return versions.every(({ faults }) => faults.length === 0) ? 0 : 1;
    }));
}

const OUTCOMES: Record<RankedPeriod['outcome'], (period: RankedPeriod) => string> = {
  computed: ({ version, grids, ranked, digest }) => `computed as version ${version}, ${ranked} of ${grids} grids ranked, evidence digest ${digest}; it waits for its preview`,
  already: ({ version, state, digest }) => `computed before as version ${version} (${state}), nothing changed, evidence digest ${digest}`,
  waits: () => 'a quarter of the year waits to be published (or say --again --reason)',
  no_cases: () => 'nothing fell due in this period, nothing to rank',
};
