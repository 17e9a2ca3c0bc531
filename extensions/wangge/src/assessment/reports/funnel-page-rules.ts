/** The funnel plots of a report: for each field its weightiest rates, the number of cases against the rate. Pure. */
import type { Node } from '../../print/page-pieces-rules.ts';
import type { ReportData, ReportField, ReportIndicator, ReportScore } from './model.ts';
import type { Speak } from './words.ts';
import { isMeasure, isShareOfFacts } from '../facts/measure-lookup-rules.ts';
import { funnelPlot } from './drawing-rules.ts';
import { indicatorsOf } from './model.ts';
import { fieldName } from './names-rules.ts';
import { note, part, sub, together, WIDTH } from './page-rules.ts';

/** Of a field; one page holds three. */
const PLOTS = 2;
const HEIGHT = 190;
/** With fewer subjects, cases of one, or cases of either kind there is nothing to tell apart. */
const FEWEST = 5;

export function funnels({ head, scores }: ReportData, fields: readonly ReportField[], w: Speak): Node[] {
  const byIndicator = Map.groupBy(scores, ({ indicator }) => indicator);
  const drawn = fields.flatMap(field => indicatorsOf(head.scheme, field)
    // What is no share has no such limits.
    .filter(({ measure, weight }) => weight > 0 && isMeasure(measure) && isShareOfFacts(measure))
    .sort((a, b) => b.weight - a.weight)
    .map(indicator => plot(field, indicator, byIndicator.get(indicator.code) ?? [], w))
    .filter(node => node !== null)
    .slice(0, PLOTS));
  const [first, ...others] = drawn;
  return first === undefined
    ? [part(w('funnel_part')), note(w('funnel_none'))]
    // The heading stays with the first of them.
    : [together({ stack: [part(w('funnel_part')), note(w('funnel_note')), ...first.stack as Node[]], margin: [0, 0, 0, 6] }), ...others];
}

function plot(field: ReportField, indicator: ReportIndicator, scores: readonly ReportScore[], w: Speak): Node | null {
  const names = new Map(field.rows.map(({ no, name }) => [no, name]));
  const points = scores.filter(({ no, denominator }) => names.has(no) && denominator > 0).map(({ no, numerator, denominator }) => ({ name: names.get(no)!, numerator, denominator }));
  const [hits, all] = points.reduce(([sum, of], { numerator, denominator }) => [sum + numerator, of + denominator], [0, 0]);
  // Of single cases, or where next to nothing happened, a plot tells nobody apart.
  if (points.filter(({ denominator }) => denominator >= FEWEST).length < FEWEST || Math.min(hits, all - hits) < FEWEST)
    return null;
  const svg = funnelPlot(points, WIDTH, HEIGHT, { cases: w('cases'), direction: w(indicator.better === 'higher' ? 'good_up' : 'good_down') });
  return svg === null ? null : together({ stack: [sub(w('funnel_of', { indicator: indicator.name, field: fieldName(field, w) })), { svg, width: WIDTH, height: HEIGHT }], margin: [0, 0, 0, 6] });
}
