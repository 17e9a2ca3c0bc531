/** What is told of overlaps and gaps: a sentence, where to look, and the lines to draw it by. Pure. */
import type { Language } from '../../kernel/refusal-rules.ts';
import type { Position, Ring } from '../boundary-rules.ts';
import type { Polygons } from './area-rules.ts';
import type { Drawn, Overlay } from './overlap-rules.ts';
import { sentence } from '../../kernel/refusal-rules.ts';
import { polygonsOf, rounded } from './area-rules.ts';
import { messages } from './messages.ts';

const TOLD = 200;
/** More of them are named, but not drawn. */
const SKETCHED = 30;
/** Corners of a line in a sketch. */
const CORNERS = 150;

export interface Warning {
  kind: Overlay['kind'];
  codes: string[];
  /** Square metres. */
  area: number;
  position: Position | null;
  text: string;
  sketch: { outlines: Ring[]; pieces: Ring[] } | null;
}

export interface Warnings { count: number; told: Warning[] }

/** The largest first; what could not be compared before all. */
export function warningsOf({ overlays, drawn }: { overlays: readonly Overlay[]; drawn: readonly Drawn[] }, language: Language): Warnings {
  const grids = new Map(drawn.map(grid => [grid.code, grid]));
  const worst = overlays.toSorted((a, b) => Number(b.kind === 'unchecked') - Number(a.kind === 'unchecked') || b.area - a.area).slice(0, TOLD);
  return {
    count: overlays.length,
    told: worst.map(({ kind, codes, area, position, pieces }, at) => ({
      kind,
      codes: codes.slice(0, 10),
      area: Math.round(area),
      position,
      text: sentence(messages, { code: kind, params: { one: codes[0] ?? '', other: codes[1] ?? '', count: codes.length, area: Math.round(area).toLocaleString('en-US') } }, language),
      sketch: at >= SKETCHED || pieces.length === 0 ? null : { outlines: codes.flatMap(code => linesOf(grids.get(code)?.boundary ?? null)), pieces: thinned(pieces) },
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
