/**
 * The boundaries in a GeoJSON file: which feature is which grid's. Pure. That coordinates are shifted (GCJ-02, as Chinese online
 * maps have them) cannot be seen from the numbers; a file that says so is refused.
 */
import type { Refusal } from '../../kernel/refusal-rules.ts';
import type { Boundary } from '../boundary-rules.ts';
import { isRefusal, refused } from '../../kernel/refusal-rules.ts';
import { boundaryIn } from '../boundary-rules.ts';
import { objectionToCrs } from '../crs-rules.ts';
import { ROWS_AT_MOST } from './column-rules.ts';

/** Properties that are looked for when none is named. */
const CODE_PROPERTIES = ['code', '编码', '代码', '网格编码'];
const TOLD = 12;
/** A file of 30 MB has some 800,000. */
export const POSITIONS_AT_MOST = 1_000_000;

export interface Collection { kind: 'collection'; features: readonly unknown[]; property: string }
/** `nth` from 1, as the file counts. */
export interface Feature { nth: number; code: string | null; boundary: Boundary | null; faults: Refusal[] }

/** `property`: where the code stands; null: where it usually does. */
export function readCollection(text: string, property: string | null): Collection | Refusal {
  const { type, features, crs } = (parsed(text) ?? {}) as { type?: unknown; features?: unknown; crs?: unknown };
  if (type !== 'FeatureCollection' || !Array.isArray(features))
    return refused('geojson_unreadable');
  if (features.length === 0)
    return refused('geojson_empty');
  if (features.length > ROWS_AT_MOST)
    return refused('features_too_many', null, { limit: ROWS_AT_MOST });
  const positions = features.reduce<number>((sum, feature) => sum + positionsIn(geometryOf(feature)?.coordinates), 0);
  if (positions > POSITIONS_AT_MOST)
    return refused('positions_too_many', null, { count: positions, limit: POSITIONS_AT_MOST });
  const elsewhere = objectionToCrs(crs);
  if (elsewhere !== null)
    return { ...elsewhere, field: null };
  const known = new Set(features.flatMap(feature => Object.keys(propertiesOf(feature))));
  const found = property === null ? CODE_PROPERTIES.find(name => known.has(name)) : known.has(property) ? property : undefined;
  if (found === undefined)
    return refused('code_property_missing', null, { property: property ?? CODE_PROPERTIES.slice(0, 2).join(' / '), known: [...known].slice(0, TOLD).join('、') || '—' });
  return { kind: 'collection', features, property: found };
}

export function readFeature(feature: unknown, nth: number, property: string): Feature {
  const said = propertiesOf(feature)[property];
  const code = typeof said === 'string' && said.trim() !== '' ? said.trim() : typeof said === 'number' ? String(said) : null;
  const geometry = geometryOf(feature);
  const { crs } = (feature ?? {}) as { crs?: unknown };
  const boundary = geometry === null ? refused('boundary_shape', 'boundary') : objectionToCrs(crs) ?? boundaryIn(geometry);
  return {
    nth,
    code,
    boundary: isRefusal(boundary) ? null : boundary,
    faults: [...code === null ? [refused('feature_without_code', 'code', { property })] : [], ...isRefusal(boundary) ? [boundary] : []],
  };
}

function geometryOf(feature: unknown): { coordinates?: unknown } | null {
  const { geometry } = (feature ?? {}) as { geometry?: unknown };
  return typeof geometry === 'object' ? geometry : null;
}

/** Lists without a list in them, three levels down at most. */
function positionsIn(list: unknown, depth = 4): number {
  if (!Array.isArray(list) || depth === 0)
    return 0;
  return Array.isArray(list[0]) ? list.reduce<number>((sum, one) => sum + positionsIn(one, depth - 1), 0) : 1;
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
