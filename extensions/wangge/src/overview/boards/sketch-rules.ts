/**
 * The sketch of a grid for its board, as SVG: its own ground filled, its neighbours in outline with their names, a scale bar, north up. Pure.
 *
 * Metres from degrees by the latitude in the middle: within a sub-district nobody sees the difference to a survey.
 */
import type { Boundary, Ring } from '../../territory/boundary-rules.ts';
import { emsOf } from '../../print/page-pieces-rules.ts';

export interface Drawn {
  name: string;
  /** `own`: what the board is about; `beside`: of the same parent; `within`: the grids below it. */
  part: 'own' | 'beside' | 'within';
  boundary: Boundary;
}

/** Points on paper. */
export interface Box { width: number; height: number }

export interface Colours { own: string; line: string; beside: string; ground: string; ink: string; soft: string }

type XY = readonly [x: number, y: number];
interface View extends Box { at: (position: readonly number[]) => XY; metres: number }

const METRES_PER_DEGREE = 111_320;
/** Of the board's own ground so much is shown around it, at each side. */
const AROUND = 0.2;
/** The strip for the scale bar. */
const SCALE = 18;
/** Points on paper that lie closer are one. */
const FINE = 0.4;
const NAME_SIZE = 8.5;
const SMALLEST_NAME = 5.5;

export function sketch(shapes: readonly Drawn[], box: Box, colours: Colours): string | null {
  const own = shapes.filter(({ part }) => part === 'own');
  if (own.length === 0)
    return null;
  const view = viewOf(own.map(({ boundary }) => boundary), box);
  const placed: Label[] = [];
  const drawn = (['beside', 'own', 'within'] as const).flatMap(part => shapes.filter(shape => shape.part === part).map(shape => ({ ...shape, rings: ringsIn(shape.boundary, view) })));
  const paths = drawn.map(({ part, rings }) => outline(part, rings, colours));
  // The one that has patches inside is named by the board itself.
  const crowded = shapes.some(({ part }) => part === 'within');
  const names = drawn.filter(({ part }) => !(crowded && part === 'own')).sort((a, b) => order(a.part) - order(b.part)).flatMap(({ name, part, rings }) => {
    const label = labelIn(rings, name, view, part === 'own' ? NAME_SIZE * 1.35 : NAME_SIZE);
    if (label === null || placed.some(other => overlap(other, label)))
      return [];
    placed.push(label);
    return [`<text x="${n(label.x)}" y="${n(label.y + label.size * 0.36)}" font-size="${n(label.size)}" text-anchor="middle" fill="${part === 'beside' ? colours.soft : colours.ink}"${part === 'own' ? ' font-weight="bold"' : ''}>${escaped(name)}</text>`];
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${n(box.width)}" height="${n(box.height)}" viewBox="0 0 ${n(box.width)} ${n(box.height)}" font-family="SC">`
    + `<defs><clipPath id="frame"><rect x="0" y="0" width="${n(box.width)}" height="${n(box.height)}"/></clipPath></defs>`
    + `<rect x="0" y="0" width="${n(box.width)}" height="${n(box.height)}" fill="${colours.ground}"/>`
    + `<g clip-path="url(#frame)">${paths.join('')}${names.join('')}</g>${north(box, colours)}${bar(view, colours)}</svg>`;
}

const order = (part: Drawn['part']): number => ['own', 'within', 'beside'].indexOf(part);

function viewOf(boundaries: readonly Boundary[], box: Box): View {
  const positions = boundaries.flatMap(ringsOf).flat();
  const [west, east] = extent(positions.map(([lng]) => lng));
  const [south, north] = extent(positions.map(([, lat]) => lat));
  const across = METRES_PER_DEGREE * Math.max(0.01, Math.cos((south + north) / 2 * Math.PI / 180));
  const metres = Math.max((east - west) * across / box.width, (north - south) * METRES_PER_DEGREE / (box.height - SCALE), 0.01) * (1 + 2 * AROUND);
  return {
    ...box,
    metres,
    at: ([lng = 0, lat = 0]) => [
      box.width / 2 + (lng - (west + east) / 2) * across / metres,
      (box.height - SCALE) / 2 - (lat - (south + north) / 2) * METRES_PER_DEGREE / metres,
    ],
  };
}

function extent(numbers: readonly number[]): [number, number] {
  return numbers.reduce<[number, number]>(([low, high], number) => [Math.min(low, number), Math.max(high, number)], [Infinity, -Infinity]);
}

function ringsOf({ type, coordinates }: Boundary): readonly Ring[] {
  return type === 'Polygon' ? coordinates : coordinates.flat();
}

/** On paper, without what nobody would see. */
function ringsIn(boundary: Boundary, view: View): XY[][] {
  return ringsOf(boundary).map((ring) => {
    const points: XY[] = [];
    for (const position of ring) {
      const [x, y] = view.at(position);
      const last = points.at(-1);
      if (last === undefined || Math.hypot(x - last[0], y - last[1]) >= FINE)
        points.push([x, y]);
    }
    return points;
  }).filter(points => points.length >= 3);
}

function outline(part: Drawn['part'], rings: readonly XY[][], { own, line, beside }: Colours): string {
  const d = rings.map(points => `M${points.map(([x, y]) => `${n(x)} ${n(y)}`).join('L')}Z`).join('');
  const style = {
    own: `fill="${own}" fill-rule="evenodd" stroke="${line}" stroke-width="1.8"`,
    beside: `fill="none" stroke="${beside}" stroke-width="0.8"`,
    within: `fill="none" stroke="${line}" stroke-width="0.6" stroke-dasharray="3 2"`,
  }[part];
  return d === '' ? '' : `<path d="${d}" ${style} stroke-linejoin="round"/>`;
}

/** So many lines are looked at for the place of a name. */
const LOOKS = 24;

interface Label { x: number; y: number; size: number; width: number }

/** Where a name has most room: in the middle of the widest stretch, inside the shape and the frame, on one of many lines; null: nowhere. */
function labelIn(rings: readonly XY[][], name: string, { width, height }: Box, size: number): Label | null {
  const ys = rings.flat().map(([, y]) => y);
  const [highest, lowest] = extent(ys);
  const [top, bottom] = [Math.max(8, highest), Math.min(height - 22, lowest)];
  if (bottom <= top)
    return null;
  const middle = (top + bottom) / 2;
  let best: { x: number; y: number; room: number; worth: number } | null = null;
  for (let step = 1; step < LOOKS; step++) {
    const y = top + (bottom - top) * step / LOOKS;
    // Under the arrow that points north there is no room for names.
    const edge = width - (y < 44 ? 38 : 4);
    for (const [left, right] of stretches(rings, [y, y - size / 2, y + size / 2], [4, edge])) {
      // A little less room in the middle looks better than more at the edge.
      const worth = (right - left) * (1 - Math.abs(y - middle) / (bottom - top));
      if (worth > (best?.worth ?? 0))
        best = { x: (left + right) / 2, y, room: right - left, worth };
    }
  }
  if (best === null)
    return null;
  const fitting = Math.min(size, (best.room - 4) / emsOf(name));
  return fitting < SMALLEST_NAME ? null : { x: best.x, y: best.y, size: fitting, width: fitting * emsOf(name) };
}

/** What lies inside the shape on all of these lines, from left to right, within `whole`. */
function stretches(rings: readonly XY[][], lines: readonly number[], whole: XY): XY[] {
  return lines.reduce<XY[]>((inside, y) => {
    const crossings = rings.flatMap(points => points.flatMap(([ax, ay], index) => {
      const [bx, by] = points[(index + 1) % points.length]!;
      return (ay <= y) === (by <= y) ? [] : [ax + (y - ay) / (by - ay) * (bx - ax)];
    })).sort((a, b) => a - b);
    const parts = crossings.flatMap((left, at) => at % 2 === 0 && at + 1 < crossings.length ? [[left, crossings[at + 1]!] as const] : []);
    return inside.flatMap(([left, right]) => parts.map(([from, to]) => [Math.max(left, from), Math.min(right, to)] as const)).filter(([left, right]) => right > left);
  }, [whole]);
}

function overlap(a: Label, b: Label): boolean {
  return Math.abs(a.x - b.x) * 2 < a.width + b.width && Math.abs(a.y - b.y) * 2 < (a.size + b.size) * 1.1;
}

/** The longest 1, 2 or 5 times a power of ten that is no longer than `most` metres. */
export function barLength(most: number): number {
  const power = 10 ** Math.floor(Math.log10(most));
  return [5, 2, 1].map(times => times * power).find(length => length <= most * (1 + 1e-9)) ?? power;
}

export function distanceText(metres: number): string {
  return metres >= 1000 ? `${metres / 1000} 公里` : `${metres} 米`;
}

function bar({ width, height, metres }: View, { ink, ground }: Colours): string {
  const length = barLength(metres * width * 0.28);
  const [x, y, long] = [12, height - 10, length / metres];
  return `<rect x="${n(x - 5)}" y="${n(y - 15)}" width="${n(long + 10)}" height="20" fill="${ground}" fill-opacity="0.85"/>`
    + `<path d="M${n(x)} ${n(y - 4)}V${n(y)}H${n(x + long)}V${n(y - 4)}" fill="none" stroke="${ink}" stroke-width="0.9"/>`
    + `<text x="${n(x + long / 2)}" y="${n(y - 5)}" font-size="7" text-anchor="middle" fill="${ink}">${distanceText(length)}</text>`;
}

function north({ width }: Box, { ink, ground }: Colours): string {
  const [x, y] = [width - 17, 12];
  return `<circle cx="${n(x)}" cy="${n(y + 9)}" r="14" fill="${ground}" fill-opacity="0.85"/>`
    + `<path d="M${n(x)} ${n(y + 5)}l4.5 14l-4.5 -3.6l-4.5 3.6z" fill="${ink}"/><text x="${n(x)}" y="${n(y + 3)}" font-size="7.5" font-weight="bold" text-anchor="middle" fill="${ink}">北</text>`;
}

const n = (number: number): string => String(Math.round(number * 100) / 100);

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
