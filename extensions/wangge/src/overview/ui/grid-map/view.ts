/** What the map of grids shows: colours of classes, the order of the list, the base map's options, without a component or a request. */
import type { Boundary } from '../../../territory/boundary-rules.ts';
import type { LegendEntry, Measure } from '../../map/map-measure-rules.ts';

export interface GridFeature {
  type: 'Feature';
  id: string;
  geometry: Boundary | null;
  properties: { grid: string; code: string; name: string; level: number; path: string; leader: string | null; value: number | null; step: number | null; text: string };
}

export interface MapAnswer {
  measure: Measure;
  level: number;
  tone: 'burden' | 'plain';
  legend: LegendEntry[];
  cut: number | null;
  features: GridFeature[];
}

/** A grid that was gone down into, and the level that was seen before. */
export interface TrailStep { grid: string; name: string; own: number; level: number }

/** From little to much, told apart without red and green, by brightness alone too; on a dark ground much is bright. */
const RAMPS = {
  light: {
    burden: ['#fff3c4', '#fdcf74', '#f58b3c', '#d03a23', '#7d0b25'],
    plain: ['#e8f3dc', '#b5dec0', '#5db8c1', '#2473a8', '#0c2c66'],
  },
  dark: {
    burden: ['#4a2f3f', '#8a3350', '#c94f55', '#f08c56', '#ffdc94'],
    plain: ['#2a3a52', '#2c5f80', '#2f8f92', '#74c486', '#ece77a'],
  },
} as const;

export type Theme = keyof typeof RAMPS;

/** Few classes take the whole ramp: its ends are told apart best. */
export function coloursOf(tone: MapAnswer['tone'], theme: Theme, classes: number): string[] {
  const ramp = RAMPS[theme][tone];
  return Array.from({ length: classes }, (_, step) => ramp[classes === 1 ? 1 : Math.round(step * (ramp.length - 1) / (classes - 1))]!);
}

/** The most first; those without a figure after them, in the order of their codes. */
export function inOrder(features: readonly GridFeature[]): GridFeature[] {
  return [...features].sort((a, b) => (b.properties.value ?? -Infinity) - (a.properties.value ?? -Infinity) || (a.properties.code < b.properties.code ? -1 : 1));
}

/** Light letters stand on a dark ground. `rgb(240, 246, 252)` → dark */
export function themeOf(foreground: string): Theme {
  const [red = 0, green = 0, blue = 0] = (foreground.match(/[\d.]+/g) ?? []).map(Number);
  return 0.299 * red + 0.587 * green + 0.114 * blue > 140 ? 'dark' : 'light';
}

export interface Tiles { url: string; attribution: string; subdomains: string[] }

/** Null where the options name no base map: an address that is none, or without the places for a tile's numbers. */
export function tilesOf({ tiles, attribution, subdomains }: { tiles?: string | null | undefined; attribution?: string | null | undefined; subdomains?: string | null | undefined }): Tiles | null {
  const url = (tiles ?? '').trim();
  if (!/^(?:https?:\/\/|\/)/.test(url) || !['{x}', '{y}', '{z}'].every(part => url.includes(part)))
    return null;
  const known = (subdomains ?? '').split(',').map(part => part.trim()).filter(Boolean);
  return { url, attribution: (attribution ?? '').trim(), subdomains: known.length > 0 ? known : ['a', 'b', 'c'] };
}

/** The open issues of a grid and those below it, as the Studio filters a list. */
export function issuesOf(path: string, measure: Measure): Record<string, unknown> {
  return { _and: [{ status: { _nin: ['closed', 'rejected', 'merged'] } }, { grid_path: { _starts_with: path } }, ...(measure === 'overdue_issues' ? [{ overdue: { _eq: true } }] : [])] };
}
