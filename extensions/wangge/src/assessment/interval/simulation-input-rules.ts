/** What is simulated for a scheme: its weights and points, the numbers of cases of a real quarter where there was one, else typical ones. */
import type { Measure } from '../facts/measure-rules.ts';
import type { Scored } from './drawn-rules.ts';
import type { SimulatedIndicator, Simulation } from './simulation-rules.ts';
import { MEASURES } from '../facts/measure-rules.ts';
import { drawnIndicator } from './drawn-rules.ts';
import { typicalSizes, usualOf } from './typical-rules.ts';

export interface NamedIndicator extends Scored { measure: string }
export interface CountedCell { grid: string; measure: string; numerator: number; denominator: number }

/** Grids of a made-up group. */
const TYPICAL_GROUP = 57;
/** How many cases a manual score is worth while nothing is known of the raters. */
const MANUAL_PHI = 12;
/** Fewer grids say too little of how many cases are usual. */
const LEAST_GRIDS = 3;

/** Indicators whose rule is no rate are the same in every draw: they part nobody by chance and are left out. Null: nothing is left to draw. */
export function simulationInput(scheme: readonly NamedIndicator[], counted: readonly CountedCell[]): Pick<Simulation, 'indicators' | 'sizes' | 'grids'> & { typical: boolean } | null {
  const drawn = scheme.flatMap((indicator) => {
    const one = drawnIndicator(indicator, better(indicator.measure));
    return one === null || one.weight === 0 ? [] : [{ ...one, measure: indicator.measure }];
  });
  if (drawn.length === 0)
    return null;
  const byGrid = Map.groupBy(counted, ({ grid }) => grid);
  const typical = byGrid.size < LEAST_GRIDS;
  const grids = typical ? TYPICAL_GROUP : byGrid.size;
  const known = new Set(typical ? [] : counted.filter(({ denominator }) => denominator > 0).map(({ measure }) => measure));
  const sizes = typicalSizes(drawn.map(({ measure }) => measure), grids);
  [...byGrid.values()].forEach((cells, row) => drawn.forEach(({ measure }, at) => {
    if (known.has(measure))
      sizes[row]![at] = casesIn(measure, cells.find(cell => cell.measure === measure)?.denominator ?? 0);
  }));
  return {
    typical,
    grids,
    sizes,
    indicators: drawn.map(({ measure, ...one }): SimulatedIndicator => ({ ...one, ...isScore(measure) ? { phi: MANUAL_PHI } : {}, usual: known.has(measure) ? usualIn(measure, counted) : usualOf(measure) })),
  };
}

function usualIn(measure: string, counted: readonly CountedCell[]): number {
  const cells = counted.filter(cell => cell.measure === measure);
  const [hits, all] = [cells.reduce((sum, { numerator }) => sum + numerator, 0), cells.reduce((sum, { denominator }) => sum + denominator, 0)];
  return Math.round(1000 * (better(measure) === 'higher' ? hits : all - hits) / all);
}

/** A score by hand counts 0 to 100. */
function casesIn(measure: string, denominator: number): number {
  return Math.round(isScore(measure) ? denominator / 100 : denominator);
}

function better(measure: string): 'higher' | 'lower' {
  return Object.hasOwn(MEASURES, measure) ? MEASURES[measure as Measure].better : 'higher';
}

function isScore(measure: string): boolean {
  return Object.hasOwn(MEASURES, measure) && ['inspection', 'manual'].includes(MEASURES[measure as Measure].fact);
}
