/**
 * In which coordinates is a GeoJSON file? RFC 7946 knows WGS84 alone; older files say it by a member `crs` ("The GeoJSON Format
 * Specification", 2008, 3). CGCS2000 in degrees is the same to a few centimetres. The shifted coordinates of online maps (GCJ-02,
 * BD-09) are not turned back: the reverse is an approximation, and a boundary comes from a survey. Pure.
 */
import type { Refusal } from '../kernel/refusal-rules.ts';
import { refused } from '../kernel/refusal-rules.ts';

const DEGREES = /^(?:(?:urn:ogc:def:crs:|(?:https?:\/\/)?www\.opengis\.net\/(?:def\/crs\/|gml\/srs\/epsg\.xml#))?(?:OGC[:/][\d.]*[:/])?CRS84h?|(?:(?:urn:ogc:def:crs:|(?:https?:\/\/)?www\.opengis\.net\/(?:def\/crs\/|gml\/srs\/))?EPSG(?:\.xml#|[:/][\d.]*[:/]|:))?(?:4326|4979|4490|4480)|WGS[ _]?(?:19)?84|CGCS[ _]?2000)$/i;
const SHIFTED = /GCJ|BD-?09|百度|高德|火星/i;
const NAMED = 80;

/** `crs`: as it stands in the file, of the whole or of one shape; without one it is WGS84. */
export function objectionToCrs(crs: unknown): Refusal | null {
  if (crs === undefined || crs === null)
    return null;
  const { name, href, code } = ((crs as { properties?: unknown }).properties ?? {}) as { name?: unknown; href?: unknown; code?: unknown };
  const said = [typeof crs === 'string' ? crs : name, href, code].find(one => typeof one === 'string' || typeof one === 'number');
  const named = said === undefined ? '' : String(said).trim().slice(0, NAMED);
  if (DEGREES.test(named))
    return null;
  return refused(SHIFTED.test(named) ? 'boundary_crs_shifted' : 'boundary_crs', 'boundary', { crs: named || '?' });
}
