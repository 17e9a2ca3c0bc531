/** What a trial of grids and boundaries found, to be read and drawn: without a component or a request. */
import type { ImportAnswer, Trial } from '../../../ui/trial-view.ts';
import type { Speak } from './words.ts';
import { trialOf } from '../../../ui/trial-view.ts';

type Ring = readonly (readonly [number, number])[];
export interface Sketch { outlines: Ring[]; pieces: Ring[] }
export interface Warning { kind: 'overlap' | 'gap' | 'outside' | 'far' | 'unchecked'; codes: string[]; area: number; position: [number, number] | null; text: string; sketch: Sketch | null }
type Part = Pick<ImportAnswer, 'counts' | 'rows' | 'unknown_columns'>;

export interface Answer {
  dry_run: boolean;
  stored: boolean;
  notes?: string[];
  grids: Part | null;
  boundaries: Part | null;
  missing: { count: number; grids: { code: string; name: string }[] };
  warnings: { count: number; told: Warning[] };
}

export interface View {
  grids: Trial | null;
  boundaries: Trial | null;
  outcome: Trial['outcome'];
}

const COLUMNS = ['code', 'name', 'level', 'parent', 'kind', 'households', 'population', 'department', 'leader', 'boundary'] as const;

export function viewOf(answer: Answer, speak: Speak): View {
  const labels = new Map<string, string>(COLUMNS.map(name => [name, speak(`column_${name}`)]));
  const part = (name: 'grids' | 'boundaries'): Trial | null => {
    const found = answer[name];
    if (found === null)
      return null;
    const speakOfPart: Speak = (word, params) => speak(word === 'ready' || word === 'nothing' ? `${name}_${word}` : word === 'row' && name === 'boundaries' ? 'feature' : word, params);
    return trialOf({ ...found, dry_run: answer.dry_run, stored: 0, notes: name === 'grids' ? answer.notes ?? [] : [] }, labels, speakOfPart);
  };
  const [grids, boundaries] = [part('grids'), part('boundaries')];
  const outcomes = [grids?.outcome, boundaries?.outcome];
  return { grids, boundaries, outcome: outcomes.includes('errors') ? 'errors' : outcomes.includes('ready') ? 'ready' : 'nothing' };
}

export interface Drawing { viewBox: string; outlines: string[]; pieces: string[] }

/** How much of the surroundings is shown, in sizes of the pieces on each side. */
const AROUND = 3;
const [WIDTH, HEIGHT] = [160, 110];

/** North is up, east and west are shortened as they are at that latitude. */
export function drawingOf({ outlines, pieces }: Sketch): Drawing {
  const boxOf = (rings: readonly Ring[]): [number, number, number, number] => {
    const points = rings.flat();
    const [x, y] = [points.map(([lng]) => lng), points.map(([, lat]) => lat)];
    return [Math.min(...x), Math.min(...y), Math.max(...x), Math.max(...y)];
  };
  const [west, south, east, north] = boxOf(pieces);
  const all = boxOf([...outlines, ...pieces]);
  const reach = Math.max(east - west, north - south) * AROUND;
  const view = [Math.max(all[0], west - reach), Math.max(all[1], south - reach), Math.min(all[2], east + reach), Math.min(all[3], north + reach)] as const;
  const shortened = Math.cos((view[1] + view[3]) / 2 * Math.PI / 180);
  const scale = Math.min(WIDTH / Math.max((view[2] - view[0]) * shortened, 1e-9), HEIGHT / Math.max(view[3] - view[1], 1e-9));
  const line = (ring: Ring): string => ring.map(([lng, lat]) => `${((lng - view[0]) * shortened * scale).toFixed(1)},${((view[3] - lat) * scale).toFixed(1)}`).join(' ');
  const [width, height] = [(view[2] - view[0]) * shortened * scale, (view[3] - view[1]) * scale];
  return { viewBox: `-3 -3 ${(width + 6).toFixed(1)} ${(height + 6).toFixed(1)}`, outlines: outlines.map(line), pieces: pieces.map(line) };
}
