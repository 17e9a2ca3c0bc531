/** What the charts of one indicator show: from the server's answer to ECharts' option, without a component or a clock. */
import type { EChartsCoreOption } from 'echarts/core';
import type { Speak } from './words.ts';
import { funnelLimits, isBeyond } from '../../interval/funnel-rules.ts';

/** One of what the scheme scores, of whom it scores it. */
export interface Line { indicator: string; name: string; weight: number; kind: string; level: number | null }

/** Those that there are charts of: of grids of the level, the weightiest first. */
export function linesOfGrids(lines: readonly Line[], level: number): Line[] {
  return lines.filter(line => line.kind === 'grid' && line.level === level).sort((a, b) => b.weight - a.weight);
}

/** A grid's count of the indicator in the period; `better`: which end is good. */
export interface Point { id: string; name: string; numerator: number; denominator: number }
export interface Quarter { code: string; name: string; numerator: number; denominator: number }
export interface IndicatorAnswer { indicator: { code: string; name: string; measure: string }; rate: boolean; points: Point[]; quarters: { code: string; numerator: number; denominator: number }[] }

/** The Studio's colours, as the page has them. */
export interface Colours { text: string; line: string; main: string; warn: string; danger: string }

/** Beyond which limits a grid lies: chance gives `far` to 2 in 1,000, `near` to 5 in 100. */
export type Standing = 'within' | 'near' | 'far';

export interface FunnelPoint extends Point { rate: number; standing: Standing; side: 'above' | 'below' | null }
export interface Funnel { rate: number; most: number; points: FunnelPoint[] }

/** Without cases there is nothing to be compared. */
export function funnelOf(points: readonly Point[]): Funnel | null {
  const counted = points.filter(({ denominator }) => denominator > 0);
  const all = counted.reduce((sum, { denominator }) => sum + denominator, 0);
  if (all === 0)
    return null;
  const rate = counted.reduce((sum, { numerator }) => sum + numerator, 0) / all;
  const limits = new Map(funnelLimits(rate, [...new Set(counted.map(({ denominator }) => denominator))]).map(limit => [limit.n, limit]));
  return {
    rate,
    most: Math.max(...counted.map(({ denominator }) => denominator)),
    points: counted.map((point) => {
      const own = point.numerator / point.denominator;
      const { low95, high95, low998, high998 } = limits.get(point.denominator)!;
      const beyond = (low: number, high: number): boolean => isBeyond(point.numerator, point.denominator, low, high);
      const standing: Standing = beyond(low998, high998) ? 'far' : beyond(low95, high95) ? 'near' : 'within';
      return { ...point, rate: own, standing, side: standing === 'within' ? null : own > rate ? 'above' : 'below' };
    }),
  };
}

/** Numbers of cases at which the limits are drawn: enough for a smooth line, and no more. */
const DRAWN = 60;

export function funnelOption({ rate, most, points }: Funnel, colours: Colours, speak: Speak): EChartsCoreOption {
  const numbers = [...new Set(Array.from({ length: DRAWN }, (_, at) => Math.max(1, Math.round((at + 1) * most * 1.05 / DRAWN))))];
  const limits = funnelLimits(rate, numbers);
  const limit = (name: string, key: 'low95' | 'high95' | 'low998' | 'high998', dashed: boolean): object =>
    ({ type: 'line', name, silent: true, showSymbol: false, data: limits.map(one => [one.n, percent(one[key])]), lineStyle: { color: colours.line, width: 1, type: dashed ? 'dashed' : 'solid' } });
  return {
    ...frame(colours),
    tooltip: { trigger: 'item', confine: true, formatter: ({ data }: { data: { says: string } }) => data.says },
    xAxis: { ...axis(colours), type: 'value', min: 0, name: speak('cases'), nameLocation: 'middle', nameGap: 26 },
    yAxis: { ...axis(colours), type: 'value', min: 0, max: 100, axisLabel: { color: colours.text, formatter: '{value} %' } },
    series: [
      limit('998', 'low998', false),
      limit('998', 'high998', false),
      limit('95', 'low95', true),
      limit('95', 'high95', true),
      { type: 'line', name: 'rate', silent: true, showSymbol: false, data: [[0, percent(rate)], [Math.round(most * 1.05), percent(rate)]], lineStyle: { color: colours.main, width: 1 } },
      {
        type: 'scatter',
        symbolSize: 10,
        data: points.map(point => ({
          value: [point.denominator, percent(point.rate)],
          says: speak('point', { name: escaped(point.name), rate: percent(point.rate).toFixed(2), numerator: point.numerator, denominator: point.denominator }),
          itemStyle: { color: { within: colours.main, near: colours.warn, far: colours.danger }[point.standing] },
        })),
      },
    ],
  };
}

export function trendOption(quarters: readonly Quarter[], colours: Colours, speak: Speak): EChartsCoreOption {
  const told = quarters.filter(({ denominator }) => denominator > 0);
  return {
    ...frame(colours),
    tooltip: { trigger: 'item', confine: true, formatter: ({ data }: { data: { says: string } }) => data.says },
    xAxis: { ...axis(colours), type: 'category', data: told.map(({ name }) => name) },
    yAxis: { ...axis(colours), type: 'value', min: 0, max: 100, axisLabel: { color: colours.text, formatter: '{value} %' } },
    series: [{
      type: 'line',
      symbolSize: 9,
      lineStyle: { color: colours.main },
      itemStyle: { color: colours.main },
      data: told.map(({ name, numerator, denominator }) => ({ value: percent(numerator / denominator), says: speak('point', { name: escaped(name), rate: percent(numerator / denominator).toFixed(2), numerator, denominator }) })),
    }],
  };
}

/** What the funnel says in words: who lies beyond the limits, at which end. */
export function saidOf({ points }: Funnel, speak: Speak): string[] {
  return (['below', 'above'] as const).map((side) => {
    const names = points.filter(point => point.side === side && point.standing === 'far').map(({ name }) => name);
    return names.length === 0 ? '' : speak(side, { names: names.join(speak('and')) });
  }).filter(text => text !== '');
}

function percent(share: number): number {
  return Math.round(share * 10_000) / 100;
}

function frame(colours: Colours): EChartsCoreOption {
  return { animation: false, textStyle: { color: colours.text, fontFamily: 'inherit' }, grid: { left: 8, right: 16, top: 16, bottom: 32, containLabel: true } };
}

function axis(colours: Colours): object {
  return { nameTextStyle: { color: colours.text }, axisLabel: { color: colours.text }, axisLine: { lineStyle: { color: colours.line } }, splitLine: { lineStyle: { color: colours.line, opacity: 0.4 } } };
}

/** A tooltip is HTML. */
function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
