/** Boundaries as the map gets them: no finer than is seen, the whole answer bounded. Pure. */
import type { Boundary, Position, Ring } from '../../territory/boundary-rules.ts';

/** Decimals of a degree: a decimetre, a metre, ten metres, a hundred. Neighbours that share a border still share it. */
const DECIMALS = [6, 5, 4, 3] as const;

/** As fine as so many positions allow; what is too small to be seen at the coarsest is left out. */
export function outlines(boundaries: readonly (Boundary | null)[], most: number): (Boundary | null)[] {
  let drawn: (Boundary | null)[] = [];
  for (const decimals of DECIMALS) {
    drawn = boundaries.map(boundary => boundary === null ? null : rounded(boundary, decimals));
    if (drawn.reduce((sum, boundary) => sum + (boundary === null ? 0 : positionsIn(boundary)), 0) <= most)
      break;
  }
  return drawn;
}

export function rounded(boundary: Boundary, decimals: number): Boundary | null {
  const polygons = (boundary.type === 'Polygon' ? [boundary.coordinates] : boundary.coordinates).flatMap((polygon) => {
    const [outer, ...holes] = polygon.map(ring => roundedRing(ring, decimals));
    return outer === undefined || outer.length < 4 ? [] : [[outer, ...holes.filter(hole => hole.length >= 4)]];
  });
  if (polygons.length === 0)
    return null;
  return polygons.length === 1 ? { type: 'Polygon', coordinates: polygons[0]! } : { type: 'MultiPolygon', coordinates: polygons };
}

/** An altitude says nothing here; positions that fall on the one before are dropped. */
function roundedRing(ring: Ring, decimals: number): Position[] {
  const positions: Position[] = [];
  const parts = 10 ** decimals;
  for (const [lng, lat] of ring) {
    const [x, y] = [Math.round(lng * parts) / parts, Math.round(lat * parts) / parts];
    const last = positions.at(-1);
    if (last === undefined || last[0] !== x || last[1] !== y)
      positions.push([x, y]);
  }
  return positions;
}

function positionsIn({ type, coordinates }: Boundary): number {
  return (type === 'Polygon' ? coordinates : coordinates.flat()).reduce((sum, ring) => sum + ring.length, 0);
}
