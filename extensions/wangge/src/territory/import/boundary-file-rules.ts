/**
 * The boundaries in a GeoJSON file: which feature is which grid's, and whether its coordinates can be what they should be.
 * Pure. That coordinates are shifted (GCJ-02, as Chinese online maps have them) cannot be seen from the numbers.
 */
import type { Refusal } from '../../kernel/refusal-rules.ts';
import type { Boundary } from '../boundary-rules.ts';
import { refused } from '../../kernel/refusal-rules.ts';
import { objectionToBoundary, readBoundary } from '../boundary-rules.ts';

/** Properties that are looked for when none is named. */
const CODE_PROPERTIES = ['code', '编码', '代码', '网格编码'];
const TOLD = 12;

export interface Collection { kind: 'collection'; features: readonly unknown[]; property: string }
/** `nth` from 1, as the file counts. */
export interface Feature { nth: number; code: string | null; boundary: Boundary | null; faults: Refusal[] }

/** `property`: where the code stands; null: where it usually does. */
export function readCollection(text: string, property: string | null, most: number): Collection | Refusal {
  const { type, features } = (parsed(text) ?? {}) as { type?: unknown; features?: unknown };
  if (type !== 'FeatureCollection' || !Array.isArray(features))
    return refused('geojson_unreadable');
  if (features.length === 0)
    return refused('geojson_empty');
  if (features.length > most)
    return refused('features_too_many', null, { limit: most });
  const known = new Set(features.flatMap(feature => Object.keys(propertiesOf(feature))));
  const found = property === null ? CODE_PROPERTIES.find(name => known.has(name)) : known.has(property) ? property : undefined;
  if (found === undefined)
    return refused('code_property_missing', null, { property: property ?? CODE_PROPERTIES.slice(0, 2).join(' / '), known: [...known].slice(0, TOLD).join('、') || '—' });
  return { kind: 'collection', features, property: found };
}

export function readFeature(feature: unknown, nth: number, property: string): Feature {
  const said = propertiesOf(feature)[property];
  const code = typeof said === 'string' && said.trim() !== '' ? said.trim() : typeof said === 'number' ? String(said) : null;
  const { geometry } = (feature ?? {}) as { geometry?: unknown };
  const objection = geometry == null ? refused('boundary_shape', 'boundary') : objectionToCoordinates(geometry) ?? objectionToBoundary(geometry);
  const shape = objection === null ? readBoundary(geometry) : null;
  return {
    nth,
    code,
    boundary: shape === null ? null : { type: shape.type, coordinates: shape.coordinates } as Boundary,
    faults: [...code === null ? [refused('feature_without_code', 'code', { property })] : [], ...objection === null ? [] : [objection]],
  };
}

/** Coordinates in metres, or latitude first. China lies between 73° and 136° east, 3° and 54° north; nobody lives beyond 73° north. */
function objectionToCoordinates(geometry: unknown): Refusal | null {
  const boundary = readBoundary(geometry);
  const positions = boundary === null ? [] : (boundary.type === 'Polygon' ? boundary.coordinates : boundary.coordinates.flat()).flat();
  const metric = positions.find(([x, y]) => Math.abs(x) > 1000 || Math.abs(y) > 1000);
  if (metric !== undefined)
    return refused('boundary_projected', 'boundary', { position: metric.slice(0, 2).join(', ') });
  const swapped = positions.length > 0 && positions.every(([lng, lat]) => lng >= 3 && lng <= 54 && lat >= 73 && lat <= 136);
  return swapped ? refused('boundary_swapped', 'boundary', { position: positions[0]!.slice(0, 2).join(', ') }) : null;
}

export function sameBoundary(one: unknown, other: unknown): boolean {
  const [a, b] = [readBoundary(one), readBoundary(other)];
  return a !== null && b !== null && a.type === b.type && JSON.stringify(a.coordinates) === JSON.stringify(b.coordinates);
}

function propertiesOf(feature: unknown): Record<string, unknown> {
  const { properties } = (feature ?? {}) as { properties?: unknown };
  return typeof properties === 'object' && properties !== null ? properties as Record<string, unknown> : {};
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  }
  catch {
    return null;
  }
}
