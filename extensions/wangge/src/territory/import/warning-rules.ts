/** What is told of overlaps and gaps: a sentence, where to look, and the lines to draw it by. Pure. */
import type { Language } from '../../kernel/refusal-rules.ts';
import type { Polygons, Ring } from '../boundary-rules.ts';
import type { Drawn, Overlay } from './overlap-rules.ts';
import { sentence } from '../../kernel/refusal-rules.ts';
import { polygonsOf, rounded } from '../area-rules.ts';
import { messages } from './messages.ts';

const TOLD = 200;
/** More of them are named, but not drawn. */
const SKETCHED = 30;
/** Corners of a line in a sketch. */
const CORNERS = 150;

/** What is told of an overlay, without its shapes. */
export interface ToldOverlay extends Pick<Overlay, 'kind' | 'codes' | 'area' | 'distance' | 'position'> {
  sketch: { outlines: Ring[]; pieces: Ring[] } | null;
}

export interface Warning extends Pick<ToldOverlay, 'kind' | 'codes' | 'position' | 'sketch'> {
  /** Square metres. */
  area: number;
  text: string;
}

export interface Warnings { count: number; told: Warning[] }

/** The largest first; before all what could not be compared, and what lies nowhere near. */
const FIRST: readonly Overlay['kind'][] = ['unchecked', 'far'];
const worstFirst = (a: ToldOverlay | Overlay, b: ToldOverlay | Overlay): number => FIRST.indexOf(b.kind) - FIRST.indexOf(a.kind) || b.area - a.area;

export function worstOf(overlays: readonly Overlay[], drawn: readonly Drawn[]): ToldOverlay[] {
  const grids = new Map(drawn.map(grid => [grid.code, grid]));
  return overlays.toSorted(worstFirst).slice(0, TOLD).map(({ pieces, ...overlay }, at) => ({
    ...overlay,
    sketch: at >= SKETCHED || pieces.length === 0 ? null : { outlines: overlay.codes.flatMap(code => linesOf(grids.get(code)?.boundary ?? null)), pieces: thinned(pieces) },
  }));
}

export function warningsOf({ count, worst }: { count: number; worst: readonly ToldOverlay[] }, language: Language): Warnings {
  return {
    count,
    told: worst.toSorted(worstFirst).slice(0, TOLD).map(({ kind, codes, area, distance = 0, position, sketch }, at) => ({
      kind,
      codes: codes.slice(0, 10),
      area: Math.round(area),
      position,
      text: sentence(messages, { code: kind === 'far' && codes.length === 1 ? 'far_from_others' : kind, params: { one: codes[0] ?? '', other: codes[1] ?? '', count: codes.length, distance, area: Math.round(area).toLocaleString('en-US') } }, language),
      sketch: at >= SKETCHED ? null : sketch,
    })),
  };
}

function linesOf(boundary: Drawn['boundary']): Ring[] {
  return boundary === null ? [] : thinned(polygonsOf(boundary));
}

function thinned(polygons: Polygons): Ring[] {
  return polygons.flat().map((ring) => {
    const step = Math.ceil(ring.length / CORNERS);
    return ring.filter((_, at) => at % step === 0 || at === ring.length - 1).map(([lng, lat]) => [rounded(lng), rounded(lat)] as const);
  });
}
