/** How well each place and department works: what makes one grid rank above another. */
import type { Uuid } from '../../kernel/values.ts';
import type { DemoRows } from './model.ts';
import { random } from './random.ts';

export interface Quality {
  /** How often a department keeps the limit in this patch and quarter. */
  punctuality: (department: Uuid, patch: Uuid, quarter: number) => number;
  /** How often what was handled there is not solved. */
  rework: (department: Uuid) => number;
  /** How often a report from the patch lacks what is needed to handle it. */
  carelessness: (patch: Uuid) => number;
  /** How much is reported from the patch, against the others. */
  activity: (patch: Uuid) => number;
}

/** Patches where next to nothing is reported: too few cases to be ranked. By number, the first is 0. */
const QUIET = [29, 41, 58];

export function makeQuality(world: DemoRows, seed: string): Quality {
  const draw = (name: string, from: number, to: number): number => random(`${seed}/quality/${name}`).between(from, to);
  const patches = world.grids.filter(({ level }) => level === 3).map(({ id }) => id);
  return {
    punctuality: (department, patch, quarter) => Math.min(0.99, draw(`punctuality/${department}`, 0.84, 0.97)
    + draw(`punctuality/${patch}`, -0.1, 0.05)
    + draw(`punctuality/${patch}/${quarter}`, -0.05, 0.05)),
    rework: department => draw(`rework/${department}`, 0.02, 0.1),
    carelessness: patch => draw(`carelessness/${patch}`, 0, 0.09),
    activity: patch => QUIET.includes(patches.indexOf(patch)) ? 0.12 : draw(`activity/${patch}`, 0.7, 1.4),
  };
}
