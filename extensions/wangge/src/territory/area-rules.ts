/** Areas on the ground, and a place within a shape. Pure. */
import type { Boundary, Polygons, Position, Ring } from './model.ts';

/**
 * Metres: the sphere with the surface of the ellipsoid (authalic radius of GRS 80; H. Moritz, "Geodetic Reference
 * System 1980", Journal of Geodesy 74, 2000). WGS84 and CGCS2000 differ from it by less than a millimetre.
 */
const RADIUS = 6_371_007.181;
const DEGREE = Math.PI / 180;

/** Longitude and latitude alone. */
export function polygonsOf({ type, coordinates }: Boundary): [number, number][][][] {
  const polygons: Polygons = type === 'Polygon' ? [coordinates] : coordinates;
  return polygons.map(rings => rings.map(ring => ring.map(([lng, lat]) => [lng, lat])));
}

/** Square metres. */
export function areaOf(polygons: Polygons): number {
  return polygons.reduce((sum, [outer, ...holes]) => sum + ringArea(outer ?? []) - holes.reduce((inner, hole) => inner + ringArea(hole), 0), 0);
}

/**
 * By Green's theorem the area within a closed line is R² ∮ sin φ dλ. An edge is straight in longitude and latitude
 * (RFC 7946, 3.1.1), for which the integral is exactly Δλ · sin φm · sin(Δφ/2) / (Δφ/2): so parts add up to their whole.
 * (R. Chamberlain, W. Duquette, "Some Algorithms for Polygons on a Sphere", JPL 07-3, 2007, take the trapezium instead.)
 */
export function ringArea(ring: Ring): number {
  let sum = 0;
  for (let at = 0; at + 1 < ring.length; at++) {
    const [lng, lat] = ring[at]!;
    const [toLng, toLat] = ring[at + 1]!;
    const half = (toLat - lat) * DEGREE / 2;
    sum += (toLng - lng) * DEGREE * Math.sin((lat + toLat) * DEGREE / 2) * (half === 0 ? 1 : Math.sin(half) / half);
  }
  return Math.abs(sum) * RADIUS ** 2;
}

/** The middle of the widest stretch at half the height of the largest polygon: always inside it. Six decimals, a tenth of a metre. */
export function placeIn(polygons: Polygons): Position | null {
  const largest = polygons.toSorted((a, b) => areaOf([b]) - areaOf([a]))[0];
  if (largest === undefined)
    return null;
  const lats = largest[0]!.map(([, lat]) => lat).sort((a, b) => a - b);
  // Between two corners next to the middle: on a corner it would be unclear what is inside.
  const [low, high] = gapNear((lats[0]! + lats.at(-1)!) / 2, lats);
  const lat = (low + high) / 2;
  const crossings = largest.flatMap(ring => crossingsAt(ring, lat)).sort((a, b) => a - b);
  let widest: [number, number] = [crossings[0] ?? 0, crossings[1] ?? 0];
  for (let at = 0; at + 1 < crossings.length; at += 2) {
    if (crossings[at + 1]! - crossings[at]! > widest[1] - widest[0])
      widest = [crossings[at]!, crossings[at + 1]!];
  }
  return [rounded((widest[0] + widest[1]) / 2), rounded(lat)];
}

/** The two neighbours in this sorted list that lie around the value. */
function gapNear(value: number, sorted: readonly number[]): [number, number] {
  const above = sorted.findIndex(one => one > value);
  return above <= 0 ? [sorted[0]!, sorted.at(-1)!] : [sorted[above - 1]!, sorted[above]!];
}

function crossingsAt(ring: Ring, lat: number): number[] {
  return ring.slice(1).flatMap(([toLng, toLat], at) => {
    const [fromLng, fromLat] = ring[at]!;
    return (fromLat > lat) === (toLat > lat) ? [] : [fromLng + (toLng - fromLng) * (lat - fromLat) / (toLat - fromLat)];
  });
}

export function rounded(degrees: number): number {
  return Math.round(degrees * 1e6) / 1e6;
}
