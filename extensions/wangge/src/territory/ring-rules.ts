/**
 * Do rings bound ground as they should? A sweep from west to east over their edges (after J. L. Bentley, T. A. Ottmann, "Algorithms
 * for Reporting and Counting Geometric Intersections", IEEE Transactions on Computers C-28, 1979), ended by the first edges that
 * cross: so no point is ever reckoned, and orientation alone is asked for, exactly (J. R. Shewchuk, "Adaptive Precision
 * Floating-Point Arithmetic", 1997). O(n log n) comparisons. Pure.
 *
 * Rings run as RFC 7946 has them, outer ones against the clock and holes with it. Then every place is wound round once (it is
 * inside) or not at all; anything else is a ring that crosses itself, a hole outside of its ring, parts upon each other. What only
 * touches, at a corner or along an edge, passes.
 */
import type { Position, Ring } from './model.ts';
import { orient2d } from 'robust-predicates';

/** `left` is the western end; of an upright edge the southern one. */
interface Edge {
  /** The western end; of an upright edge the southern one. */
  left: Position;
  right: Position;
  /** By how much more the place to the left of it, looking from `left` to `right`, is wound round than that to the right. */
  turns: number;
  /** How often the place right above it is wound round. */
  above: number;
}

/** About where rings that should bound ground do not; null: nowhere. */
export function misdrawnAt(rings: readonly Ring[]): Position | null {
  const edges = rings.flatMap(edgesOf);
  const places = edges.flatMap(({ left, right }) => [left, right]).sort(order).filter((place, at, all) => at === 0 || order(place, all[at - 1]!) !== 0);
  edges.sort((a, b) => order(a.left, b.left));
  let begun = 0;
  /** What is left of longer edges, by the number of the place where it begins. */
  const rest = new Map<number, Edge[]>();
  const begin = (edge: Edge): void => {
    const at = firstIn(places, place => order(place, edge.left) >= 0);
    rest.set(at, [...rest.get(at) ?? [], edge]);
  };
  // From south to north, all edges that meet the line of the sweep.
  const met: Edge[] = [];
  for (const [at, place] of places.entries()) {
    const from = firstIn(met, edge => sideOf(edge, place) <= 0);
    const until = firstIn(met, edge => sideOf(edge, place) < 0, from);
    const onward = from === until ? [] : met.slice(from, until).filter(({ right }) => order(right, place) !== 0);
    for (; begun < edges.length && order(edges[begun]!.left, place) === 0; begun++)
      onward.push(edges[begun]!);
    const leaving = together(place, [...onward, ...rest.get(at) ?? []], begin);
    met.splice(from, until - from, ...leaving);
    let turns = met[from - 1]?.above ?? 0;
    for (const edge of leaving) {
      edge.above = turns += edge.turns;
      if (turns !== 0 && turns !== 1)
        return place;
    }
    const next = from + leaving.length;
    const crossing = crossingOf(met[from - 1], met[from]) ?? (next > from ? crossingOf(met[next - 1], met[next]) : null);
    if (crossing !== null)
      return crossing;
  }
  return null;
}

/** Edges from one place, from south to north. What runs along with a shorter one is one with it, and begins anew where that ends. */
function together(place: Position, edges: Edge[], begin: (edge: Edge) => void): Edge[] {
  if (edges.length < 2)
    return edges;
  edges.sort((a, b) => -turn(place, a.right, b.right) || order(a.right, b.right));
  if (edges.length === 2 && turn(place, edges[0]!.right, edges[1]!.right) !== 0)
    return edges;
  const leaving: Edge[] = [];
  for (let at = 0; at < edges.length;) {
    const along = edges.slice(at).findIndex(({ right }) => turn(place, edges[at]!.right, right) !== 0);
    const group = along < 0 ? edges.slice(at) : edges.slice(at, at + along);
    at += group.length;
    let left = place;
    let turns = group.reduce((sum, edge) => sum + edge.turns, 0);
    for (const [nth, edge] of group.entries()) {
      if (order(left, edge.right) !== 0) {
        const piece = { left, right: edge.right, turns, above: 0 };
        if (nth === 0)
          leaving.push(piece);
        else
          begin(piece);
      }
      left = edge.right;
      turns -= edge.turns;
    }
  }
  return leaving;
}

function edgesOf(ring: Ring): Edge[] {
  return ring.slice(1).flatMap((to, at): Edge[] => {
    const from = ring[at]!;
    const ahead = order(from, to);
    if (ahead === 0)
      return [];
    return [ahead < 0 ? { left: from, right: to, turns: 1, above: 0 } : { left: to, right: from, turns: -1, above: 0 }];
  });
}

function order(a: Position, b: Position): number {
  return a[0] - b[0] || a[1] - b[1];
}

/** Above zero where c lies to the left of the way from a to b. */
function turn(a: Position, b: Position, c: Position): number {
  return Math.sign(-orient2d(a[0], a[1], b[0], b[1], c[0], c[1]));
}

function sideOf({ left, right }: Edge, place: Position): number {
  return turn(left, right, place);
}

/** The first from which on all are so; the list's length if none is. */
function firstIn<One>(list: readonly One[], so: (one: One) => boolean, from = 0): number {
  let [low, high] = [from, list.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (so(list[middle]!))
      high = middle;
    else
      low = middle + 1;
  }
  return low;
}

/** Where two edges properly cross, roughly. */
function crossingOf(one: Edge | undefined, other: Edge | undefined): Position | null {
  if (one === undefined || other === undefined)
    return null;
  if (sideOf(one, other.left) * sideOf(one, other.right) >= 0 || sideOf(other, one.left) * sideOf(other, one.right) >= 0)
    return null;
  const [[x, y], [toX, toY]] = [one.left, one.right];
  const [[u, v], [toU, toV]] = [other.left, other.right];
  const share = ((u - x) * (toV - v) - (v - y) * (toU - u)) / ((toX - x) * (toV - v) - (toY - y) * (toU - u));
  return Number.isFinite(share) ? [x + share * (toX - x), y + share * (toY - y)] : one.left;
}
