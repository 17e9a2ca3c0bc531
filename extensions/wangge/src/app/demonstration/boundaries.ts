/**
 * Boundaries of the demonstration's grids: invented, drawn over a lattice of crooked streets, so that neighbours share their borders to the
 * last decimal and a grid is exactly what lies below it.
 */
import type { Boundary, Position } from '../../territory/boundary-rules.ts';
import type { GridRow } from './model.ts';
import type { Random } from './random.ts';

/** The south-west corner, and how far apart streets are, in degrees: some 150 by 230 metres. */
const CORNER = [116.3955, 39.9655] as const;
const STREET = [0.0018, 0.0021] as const;
/** Of the distance between two streets. */
const CROOKED = 0.22;
/** Of patches in a community, and of communities above each other. */
const ROWS = 2;
const STOREYS = 3;

interface Cell { column: number; row: number }
type Corner = string;

/** By grid; the grids in the order of the tree. */
export function boundariesOf(grids: readonly GridRow[], chance: Random): Map<string, Boundary> {
  const corners = new Map<Corner, Position>();
  const at = (column: number, row: number): Corner => {
    const corner = `${column} ${row}`;
    if (!corners.has(corner)) {
      const [lng, lat] = [column, row].map((place, axis) => CORNER[axis]! + (place + chance.between(-CROOKED, CROOKED)) * STREET[axis]!);
      corners.set(corner, [Number(lng!.toFixed(6)), Number(lat!.toFixed(6))]);
    }
    return corner;
  };
  const cells = cellsOf(grids);
  // Corner by corner in a fixed order: the same seed gives the same streets.
  for (const { column, row } of [...cells.values()].flat()) {
    for (const [right, up] of [[0, 0], [1, 0], [1, 1], [0, 1]] as const)
      at(column + right, row + up);
  }
  return new Map(grids.flatMap((grid) => {
    const own = grids.filter(({ level, path }) => level === 3 && path.startsWith(grid.path)).flatMap(({ id }) => cells.get(id) ?? []);
    const ring = outlineOf(own, at);
    return ring.length === 0 ? [] : [[grid.id, { type: 'Polygon' as const, coordinates: [ring.map(corner => corners.get(corner)!)] }] as const];
  }));
}

/** Communities stand above each other, up one column and down the next, so that those of an area hang together; their patches fill them in two rows. */
function cellsOf(grids: readonly GridRow[]): Map<string, Cell[]> {
  const cells = new Map<string, Cell[]>();
  grids.filter(({ level }) => level === 2).forEach((community, index) => {
    const patches = grids.filter(({ parent }) => parent === community.id);
    const columns = Math.ceil(patches.length / ROWS);
    const pile = Math.floor(index / STOREYS);
    const storey = pile % 2 === 0 ? index % STOREYS : STOREYS - 1 - index % STOREYS;
    const [left, low] = [pile * columns, storey * ROWS];
    patches.forEach(({ id }, nth) => {
      const cell = { column: left + Math.floor(nth / ROWS), row: low + nth % ROWS };
      // An odd last one takes what is left of the rectangle.
      const last = nth === patches.length - 1 && nth % ROWS === 0 ? [{ ...cell, row: cell.row + 1 }] : [];
      cells.set(id, [cell, ...last]);
    });
  });
  return cells;
}

/** Around cells that hang together, counter-clockwise: every edge that only one of them has. */
function outlineOf(cells: readonly Cell[], at: (column: number, row: number) => Corner): Corner[] {
  const edges = new Map<string, [Corner, Corner]>();
  for (const { column, row } of cells) {
    const round = [at(column, row), at(column + 1, row), at(column + 1, row + 1), at(column, row + 1)];
    round.forEach((from, index) => {
      const to = round[(index + 1) % round.length]!;
      if (!edges.delete(`${to}|${from}`))
        edges.set(`${from}|${to}`, [from, to]);
    });
  }
  const next = new Map(edges.values());
  const [first] = next.keys();
  if (first === undefined)
    return [];
  const ring = [first];
  for (let corner = next.get(first)!; corner !== first; corner = next.get(corner)!)
    ring.push(corner);
  return [...ring, first];
}
