/**
 * `npm run walk`: asks a server of its own every relation × role × kind of path, then 10,000 questions at random, and what the
 * Studio asks; each answer against the mirror of what that person may see (`test/walk/world.ts`). Prints what it tried and
 * every difference as a request; ends with 1 if there is one.
 *
 * `npm run walk -- --role 三级网格责任人 --relations 100 --chance 500 --seed 7` walks a part.
 */
import process from 'node:process';
import { parseArgs } from 'node:util';
import { raiseStage } from '../test/system/stage.ts';
import { pasted } from '../test/walk/judge.ts';
import { differences, prepareGround, walkAs } from '../test/walk/walk.ts';
import { say } from './start/steps.ts';

const { values } = parseArgs({ options: { seed: { type: 'string', default: '1' }, role: { type: 'string', multiple: true }, relations: { type: 'string' }, chance: { type: 'string', default: '10000' } } });

const { stage, close } = await raiseStage();
process.once('SIGINT', () => void close().then(() => process.exit(130)));
try {
  const ground = await prepareGround(stage, values.seed);
  const walkers = ground.walkers.filter(({ role, email }) => values.role === undefined || values.role.some(wanted => role === wanted || email.startsWith(wanted)));
  const sum = { relations: 0, probes: 0, hiding: 0, byChance: 0, writes: 0, studio: 0, differences: 0 };
  const blind = new Map<string, string[]>();
  for (const walker of walkers) {
    const walked = await walkAs(ground, walker, { seed: values.seed, chance: Math.ceil(Number(values.chance) / walkers.length), ...values.relations === undefined ? {} : { relations: Number(values.relations) } });
    const { relations, findings, written, studio } = walked;
    const wrong = differences(walked);
    const byChance = findings.filter(({ probe }) => probe.kind.startsWith('by chance'));
    sum.relations = Math.max(sum.relations, relations.all);
    sum.probes += findings.length;
    sum.hiding += findings.filter(({ probe }) => probe.hides).length;
    sum.byChance += byChance.length;
    sum.writes += written.asked;
    sum.studio += studio.length;
    sum.differences += wrong.length;
    for (const relation of relations.blind)
      blind.set(relation, [...blind.get(relation) ?? [], walker.role]);
    const count = (verdict: string): number => findings.filter(finding => finding.verdict === verdict).length;
    say(`${walker.role} (${walker.email}): ${relations.all} relations, ${relations.hiding} with something hidden behind, ${relations.open} open, ${relations.barred} without a row at one end, ${relations.blind.length} not tried`);
    say(`  ${findings.length} probes, ${byChance.length} of them at random: ${count('same')} answered as the mirror does, ${count('refused')} refused; ${written.asked} writes by query; ${studio.length} requests of the Studio; ${wrong.length} differences`);
    for (const { verdict, what, ask, expected, got } of wrong)
      say(`\n  ${verdict} | ${walker.role} | ${what}\n  ${pasted(ask)}\n    expected ${short(expected)}\n    got      ${short(got)}`);
  }
  say(`\n${sum.relations} relations × ${walkers.length} roles: ${sum.probes} probes (${sum.hiding} of what is partly hidden, ${sum.byChance} at random), ${sum.writes} writes by query, ${sum.studio} requests of the Studio: ${sum.differences} differences.`);
  for (const [relation, roles] of blind)
    say(`  not tried, since nothing hidden stands behind what they see: ${relation} (${roles.join('、')})`);
  process.exitCode = sum.differences > 0 ? 1 : 0;
}
finally {
  await close();
}

function short(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 300 ? `${text.slice(0, 300)}…` : text;
}
