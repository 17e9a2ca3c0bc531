/** The walk: every relation × role × kind of path, and a walk at random. */
import type { OwnServer } from '../system/harness.ts';
import type { Stage } from '../system/stage.ts';
import type { Written } from './by-query.ts';
import type { Finding } from './judge.ts';
import type { Probe } from './probes.ts';
import type { Ask, Question } from './questions.ts';
import type { Shape } from './shape.ts';
import type { Asked } from './studio.ts';
import type { Walker } from './walkers.ts';
import type { Tables } from './world.ts';
import { random } from '../../extensions/wangge/src/app/demonstration/random.ts';
import { openDatabase } from '../system/database.ts';
import { ownServer, prepareDemonstration } from '../system/harness.ts';
import { cloneDatabase, dropDatabase } from '../system/stage.ts';
import { writesByQuery } from './by-query.ts';
import { Chance } from './chance.ts';
import { Judge } from './judge.ts';
import { ownProbes, Paths, relationOf } from './probes.ts';
import { salt } from './salt.ts';
import { Scenes, shuffled } from './scenes.ts';
import { shapeOf } from './shape.ts';
import { studioAs } from './studio.ts';
import { walkersOf } from './walkers.ts';
import { everything, mirrorOf, worldOf } from './world.ts';

const TOGETHER = 300;
const SALTED = 'wangge_walk';
const ENVIRONMENT = { QUERY_LIMIT_MAX: '-1' };

/** The real server, with everything behind every relation. */
export interface Ground { stage: Stage; real: OwnServer; shape: Shape; walkers: Walker[]; tables: Tables }

export async function prepareGround(stage: Stage, seed: string): Promise<Ground> {
  await dropDatabase(stage, SALTED);
  await cloneDatabase(stage, SALTED, await prepareDemonstration(stage));
  // The shape is the server's to tell; what is told does not change with the salt.
  const first = await ownServer(stage, SALTED, { environment: ENVIRONMENT });
  const shape = await shapeOf(first);
  await first.close();
  const db = openDatabase({ ...stage.postgres, name: SALTED }, 1);
  try {
    const walkers = await walkersOf(db);
    await salt(db, shape, walkers, random(`${seed}/salt`));
    await db.destroy();
    const real = await ownServer(stage, SALTED, { environment: ENVIRONMENT });
    // The harness brings an administrator with every server; the mirrors have none.
    await real.db('directus_users').where({ id: real.admin.id }).delete();
    return { stage, real, shape, walkers, tables: await everything(real.db, shape) };
  }
  finally {
    await db.destroy();
  }
}

export interface Extent {
  seed: string;
  /** How many of the relations, drawn; all unless said. */
  relations?: number;
  /** How many questions at random. */
  chance: number;
}

export interface Walked {
  walker: Walker;
  findings: Finding[];
  written: Written;
  studio: Asked[];
  relations: {
    all: number;
    /** Something hidden stands behind a row that the person sees. */
    hiding: number;
    /** Nothing is hidden at the other end. */
    open: number;
    /** Something is, but no row that the person sees leads there: nothing was tried. */
    blind: string[];
    /** The person reads nothing at this end, or nothing is at the other. */
    barred: number;
  };
}

export async function walkAs(ground: Ground, walker: Walker, { seed, relations: some, chance }: Extent): Promise<Walked> {
  const { stage, real, shape, tables } = ground;
  const draw = random(`${seed}/${walker.role}`);
  const world = await worldOf(real, shape, tables, walker);
  const mirror = await mirrorOf(stage, SALTED, shape, world, walker, ENVIRONMENT);
  try {
    const scenes = new Scenes(shape, tables, world, draw);
    const judge = new Judge(real, mirror, scenes, walker);
    const paths = new Paths();
    const relations: Walked['relations'] = { all: 0, hiding: 0, open: 0, blind: [], barred: 0 };
    const probes: Probe[] = [];
    const steps = [...shape.values()].flatMap(root => root.steps.map(step => ({ root, step })));
    for (const { root, step } of some === undefined ? steps : shuffled(steps, draw).slice(0, some)) {
      relations.all++;
      const scene = world.get(root.name)!.refused ? null : scenes.scene(root, step);
      if (scene === null)
        relations.barred++;
      else if (scene.hides)
        relations.hiding++;
      else if (scenes.isOpen(step.to, null))
        relations.open++;
      else
        relations.blind.push(relationOf(step));
      if (scene !== null)
        probes.push(...paths.probes(scenes, scene));
    }
    probes.push(...[...shape.values()].flatMap(root => ownProbes(scenes, root)).filter(() => some === undefined || draw.chance(some / steps.length)));
    const dice = new Chance(scenes, draw);
    probes.push(...Array.from({ length: chance }, () => dice.probe()));
    const findings: Finding[] = [];
    for (let n = 0; n < probes.length; n += TOGETHER)
      findings.push(...await judge.judge(probes.slice(n, n + TOGETHER)));
    return { walker, findings, written: await writesByQuery(ground, walker), studio: await studioAs(judge, draw, some), relations };
  }
  finally {
    await mirror.close();
  }
}

export interface Difference { verdict: string; what: string; ask: Ask; expected: unknown; got: unknown }

/** What must not be: the answer depends on something hidden, is an error of the server, or was refused although nothing is hidden. */
export function differences({ findings, written, studio }: Walked): Difference[] {
  return [
    ...findings.filter(({ verdict, probe }) => verdict !== 'same' && verdict !== 'refused' && !isNamed(probe.question))
      .map(({ verdict, probe, ask, expected, got }) => ({ verdict, what: `${probe.relation} | ${probe.kind} | ${probe.door}`, ask, expected, got })),
    ...written.differences.map(difference => ({ verdict: 'leak', what: 'write by query', ...difference })),
    ...studio.filter(({ same }) => !same).map(({ ask, expected, got }) => ({ verdict: 'missing', what: 'asked by the Studio', ask, expected, got })),
  ];
}

/** What is open on purpose: the bookmark of rankings has the newest period first, and of a period not published its first day may be known. */
function isNamed({ collection, sort = [] }: Question): boolean {
  return collection === 'rankings' && sort.some(one => one.replace(/^-/, '') === 'period.starts_on');
}
