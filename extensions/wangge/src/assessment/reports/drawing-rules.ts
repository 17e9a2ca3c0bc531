/** What is drawn in reports, as SVG: the interval of a rank, places over time, a funnel plot. Pure. */
import type { FunnelLimits } from '../interval/funnel-rules.ts';
import type { Tier } from '../interval/model.ts';
import { COLOURS } from '../../print/page-pieces-rules.ts';
import { funnelLimits, isBeyond } from '../interval/funnel-rules.ts';

const TIER_COLOURS: Record<Tier, string> = { front: COLOURS.deep, middle: '#8593a3', back: COLOURS.accent, not_rated: '#b9c2cc' };

const n = (value: number): string => String(Math.round(value * 100) / 100);

function escaped(text: string): string {
  return text.replaceAll(/[&<>"']/g, letter => `&#${letter.charCodeAt(0)};`);
}

function svg(width: number, height: number, parts: readonly string[]): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${n(width)}" height="${n(height)}" viewBox="0 0 ${n(width)} ${n(height)}">${parts.join('')}</svg>`;
}

export interface Bar { rank: number; low: number | null; high: number | null; of: number; tier: Tier | null }

/** Place 1 at the left. Without an interval the place alone. */
export function intervalBar({ rank, low, high, of, tier }: Bar, width: number, height: number): string {
  const inner = width - height;
  const x = (place: number): number => height / 2 + (of <= 1 ? 0 : (place - 1) / (of - 1) * inner);
  const middle = height / 2;
  const colour = TIER_COLOURS[tier ?? 'middle'];
  const bar = low === null || high === null
    ? []
    : [`<rect x="${n(x(low) - 1.5)}" y="${n(middle - 2.6)}" width="${n(x(high) - x(low) + 3)}" height="5.2" rx="1.5" fill="${colour}" fill-opacity="0.38"/>`];
  return svg(width, height, [
    `<line x1="${n(x(1))}" y1="${n(middle)}" x2="${n(x(of))}" y2="${n(middle)}" stroke="${COLOURS.line}" stroke-width="0.6"/>`,
    ...bar,
    `<circle cx="${n(x(rank))}" cy="${n(middle)}" r="2.6" fill="${colour}"/>`,
  ]);
}

/** Places from the earliest to the latest; a period without one breaks the line. */
export function placesLine(places: readonly (number | null)[], of: number, width: number, height: number): string {
  const pad = 3;
  const at = (index: number): number => pad + (places.length <= 1 ? 0 : index / (places.length - 1) * (width - 2 * pad));
  const y = (place: number): number => pad + (of <= 1 ? 0 : (Math.min(place, of) - 1) / (of - 1) * (height - 2 * pad));
  const parts: string[] = [];
  places.forEach((place, index) => {
    const before = index === 0 ? null : places[index - 1] ?? null;
    if (place !== null && before !== null)
      parts.push(`<line x1="${n(at(index - 1))}" y1="${n(y(before))}" x2="${n(at(index))}" y2="${n(y(place))}" stroke="${COLOURS.grey}" stroke-width="0.9"/>`);
  });
  places.forEach((place, index) => {
    if (place !== null)
      parts.push(`<circle cx="${n(at(index))}" cy="${n(y(place))}" r="${index === places.length - 1 ? 2.2 : 1.3}" fill="${index === places.length - 1 ? COLOURS.deep : COLOURS.grey}"/>`);
  });
  return svg(width, height, parts);
}

export interface FunnelPoint { name: string; numerator: number; denominator: number }
export interface FunnelWords { cases: string; direction: string }

/** Limits are worked out for so many numbers of cases at most. */
const STEPS = 160;
/** So many names beyond the outer limits; more would lie on one another. */
const NAMED = 8;

/** Null: nothing to draw. */
export function funnelPlot(points: readonly FunnelPoint[], width: number, height: number, words: FunnelWords): string | null {
  const known = points.filter(({ denominator }) => denominator > 0);
  const [hits, all] = known.reduce(([sum, of], { numerator, denominator }) => [sum + numerator, of + denominator], [0, 0]);
  if (known.length < 3)
    return null;
  const rate = hits / all;
  const most = Math.max(5, Math.ceil(Math.max(...known.map(({ denominator }) => denominator)) * 1.05));
  const limits = funnelLimits(rate, numbersTo(most));
  const [left, right, top, bottom] = [34, width - 8, 8, height - 24];
  // Rates near one end are looked at closely: down to a round tenth below the lowest point, and up likewise.
  const shares = known.map(one => one.numerator / one.denominator);
  const floor = Math.max(0, Math.floor(Math.min(rate - 0.1, ...shares) * 10 + 1e-9) / 10);
  const ceiling = Math.min(1, Math.ceil(Math.max(rate + 0.1, ...shares) * 10 - 1e-9) / 10);
  const x = (count: number): number => left + count / most * (right - left);
  const y = (share: number): number => bottom - (Math.min(ceiling, Math.max(floor, share)) - floor) / (ceiling - floor) * (bottom - top);
  const path = (side: keyof Omit<FunnelLimits, 'n'>, dash: string): string => `<path d="${limits.map((limit, index) => `${index === 0 ? 'M' : 'L'}${n(x(limit.n))} ${n(y(limit[side]))}`).join('')}" fill="none" stroke="${COLOURS.grey}" stroke-width="0.7"${dash}/>`;
  const out = known.filter(point => isOut(point, rate)).sort((a, b) => b.denominator - a.denominator);
  const tenth = ceiling - floor > 0.55 ? 0.2 : ceiling - floor > 0.25 ? 0.1 : 0.05;
  const ticks = Array.from({ length: Math.floor((ceiling - floor) / tenth + 1e-9) + 1 }, (_, step) => ceiling - tenth * step);
  return svg(width, height, [
    ...ticks.flatMap(share => [
      `<line x1="${left}" y1="${n(y(share))}" x2="${n(right)}" y2="${n(y(share))}" stroke="#e3e8ee" stroke-width="0.5"/>`,
      `<text x="${left - 4}" y="${n(y(share) + 2.6)}" font-size="7" text-anchor="end" fill="${COLOURS.grey}">${Math.round(share * 100)}%</text>`,
    ]),
    ...countTicks(most).map(count => `<text x="${n(x(count))}" y="${n(bottom + 10)}" font-size="7" text-anchor="middle" fill="${COLOURS.grey}">${count}</text>`),
    `<text x="${n(right)}" y="${n(bottom + 20)}" font-size="7" text-anchor="end" fill="${COLOURS.grey}">${escaped(words.cases)}</text>`,
    `<text x="${left}" y="${n(bottom + 20)}" font-size="7" fill="${COLOURS.grey}">${escaped(words.direction)}</text>`,
    `<line x1="${left}" y1="${n(y(rate))}" x2="${n(right)}" y2="${n(y(rate))}" stroke="${COLOURS.deep}" stroke-width="0.8"/>`,
    path('low95', ' stroke-dasharray="3 2"'),
    path('high95', ' stroke-dasharray="3 2"'),
    path('low998', ''),
    path('high998', ''),
    ...known.map(point => `<circle cx="${n(x(point.denominator))}" cy="${n(y(point.numerator / point.denominator))}" r="2.2" fill="${isOut(point, rate) ? COLOURS.accent : COLOURS.deep}" fill-opacity="0.75"/>`),
    ...out.slice(0, NAMED).map(point => nameBeside(point, x(point.denominator), y(point.numerator / point.denominator), (left + right) / 2)),
  ]);
}

function nameBeside({ name }: FunnelPoint, x: number, y: number, middle: number): string {
  const before = x > middle;
  return `<text x="${n(x + (before ? -4 : 4))}" y="${n(y + 2.4)}" font-size="6.5" text-anchor="${before ? 'end' : 'start'}" fill="${COLOURS.accent}">${escaped(name)}</text>`;
}

/** Beyond the limits of 99.8 %. */
export function isOut({ numerator, denominator }: FunnelPoint, rate: number): boolean {
  const [limit] = funnelLimits(rate, [denominator]);
  // The upper limit lies between two numbers of hits: the one above it is still inside.
  return isBeyond(numerator, denominator, limit!.low998, limit!.high998);
}

function numbersTo(most: number): number[] {
  const step = Math.max(1, Math.ceil(most / STEPS));
  return [...new Set([...Array.from({ length: Math.floor(most / step) }, (_, at) => (at + 1) * step), most])];
}

function countTicks(most: number): number[] {
  const rough = most / 6;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = Math.max(1, [1, 2, 5, 10].map(times => times * power).find(size => size >= rough)!);
  return Array.from({ length: Math.floor(most / step) + 1 }, (_, at) => at * step);
}
