/** `directus wangge assessment simulate-errors`. */
import type { Command } from 'commander';
import type { CommandContext } from '../../kernel/context.ts';
import { finish } from '../../kernel/command-line.ts';
import { languageOf } from '../../kernel/refusal-rules.ts';
import { workers } from '../../kernel/worker-pool.ts';
import { SIMULATE } from './interval-task.ts';
import { DRAWS } from './model.ts';
import { simulationInput } from './simulation-input-rules.ts';
import { WORLDS } from './simulation-rules.ts';
import { keepErrorRates, lastQuarter, schemeFor } from './simulation-store.ts';
import { errorLines } from './simulation-words.ts';

interface SimulateOptions { scheme?: string; runs: string; level: string; language: string }

export function register(wangge: Command, context: CommandContext): void {
  const assessment = wangge.commands.find(command => command.name() === 'assessment') ?? wangge.command('assessment').description('Assessment: what stands behind a ranking');
  assessment.command('simulate-errors')
    .description('How often intervals and tiers are wrong, with a scheme\'s weights and the numbers of cases of the last quarter; kept with the scheme and printed with its rankings')
    .option('--scheme <code>', 'a scheme\'s code; without it the active one')
    .option('--runs <n>', 'quarters to simulate in each world', '200')
    .option('--level <n>', 'of grids', '3')
    .option('--language <tag>', 'zh-CN or en-US', 'zh-CN')
    .action((options: SimulateOptions) => finish(() => simulate(context, options)));
}

async function simulate({ database }: CommandContext, { scheme: code, language: tag, ...options }: SimulateOptions): Promise<number> {
  const [runs, level, language] = [wholeNumber('--runs', options.runs, 1, 100_000), wholeNumber('--level', options.level, 1, 3), languageOf(tag)];
  const scheme = await schemeFor(database, code ?? null, level);
  if (scheme === null)
    throw new Error(code === undefined ? 'No scheme is active: name one with --scheme' : `There is no scheme "${code}"`);
  const last = await lastQuarter(database, level);
  const simulated = simulationInput(scheme.indicators, last?.cells ?? []);
  if (simulated === null)
    throw new Error(`The scheme "${scheme.code}" draws nothing at level ${level}: it has no indicator there whose rule is a rate`);
  const { typical, ...input } = simulated;
  let told = 0;
  const errors = await workers.run(SIMULATE, { ...input, worlds: WORLDS, runs, draws: DRAWS, seed: scheme.code }, {
    onPiece: ({ share }) => {
      if (share < told + 0.1)
        return;
      told = share;
      console.error(`… ${Math.round(100 * share)} %`);
    },
  });
  await keepErrorRates(database, scheme.id, { level, source: typical || last === null ? null : { period: last.period, subdistrict: last.subdistrict }, grids: input.grids, runs, draws: DRAWS, errors });
  for (const line of errorLines({ scheme, level, source: typical ? null : last, grids: input.grids, runs, draws: DRAWS }, errors, language))
    console.log(line);
  return 0;
}

function wholeNumber(option: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (!(Number.isInteger(value) && value >= least && value <= most))
    throw new Error(`${option} is a whole number from ${least} to ${most}: ${text}`);
  return value;
}
