/**
 * `GET /wangge/territory/map?measure=&level=&grid=`: the active grids of a level, at or below a grid, as GeoJSON with a measure's figures and
 * its legend. Boundaries for whoever reads grids; figures as `figures-service.ts` says. A grid without a boundary has no geometry.
 */
import type { Router } from 'express';
import type { HookContext } from '../../kernel/context.ts';
import type { Refusal } from '../../kernel/refusal-rules.ts';
import type { Unfit } from '../../kernel/route.ts';
import type { Uuid } from '../../kernel/values.ts';
import type { Shown } from './figures-service.ts';
import { z } from 'zod';
import { refused } from '../../kernel/refusal-rules.ts';
import { routesOf } from '../../kernel/route.ts';
import { figuresOf } from './figures-service.ts';
import { ABOUT, legendOf, MEASURES, stepAt, stepsOf, textOf } from './map-measure-rules.ts';
import { messages } from './messages.ts';
import { outlinesOf } from './outline-service.ts';

const MOST_GRIDS = 2_000;
/** A megabyte, more or less. */
const MOST_POSITIONS = 40_000;
const DEEPEST = 3;

const Question = z.object({
  measure: z.enum(MEASURES).default('open_issues'),
  level: z.coerce.number().int().min(1).max(DEEPEST).optional(),
  grid: z.uuid().optional(),
});

type Row = Shown & { code: string; name: string; leader: { last_name: string | null; first_name: string | null } | null };
const FIELDS = ['id', 'code', 'name', 'level', 'path', 'population', 'leader.last_name', 'leader.first_name'];

export function mount(router: Router, context: HookContext): void {
  const route = routesOf(router, context, messages);

  route.get('/territory/map', { query: Question, unfit }, async ({ caller, language, query: { measure, ...asked }, response, signal }) => {
    const read = (filter: object, limit: number): Promise<Row[]> =>
      new context.services.ItemsService('grids', { ...caller }).readByQuery({ filter: filter as never, fields: FIELDS, sort: ['path'], limit }) as Promise<Row[]>;

    const within = asked.grid === undefined ? null : (await read({ id: { _eq: asked.grid } }, 1))[0];
    if (within === undefined)
      return null;
    const level = asked.level ?? Math.min(DEEPEST, (within?.level ?? DEEPEST - 1) + 1);
    const found = await read({ _and: [{ status: { _eq: 'active' } }, { level: { _eq: level } }, ...(within === null ? [] : [{ path: { _starts_with: within.path } }])] }, MOST_GRIDS + 1);
    const grids = found.slice(0, MOST_GRIDS);
    const figures = await figuresOf(context, measure, { caller, grids, within: within === null ? null : within.id as Uuid, level });
    const steps = stepsOf(measure, [...figures.values()].flatMap(figure => figure?.value ?? []));
    const shapes = await outlinesOf(context.database, grids.map(({ id }) => id), MOST_POSITIONS, signal);
    response.set('Cache-Control', 'no-store');
    return {
      type: 'FeatureCollection',
      measure,
      level,
      tone: ABOUT[measure].tone,
      legend: legendOf(measure, steps, language),
      // More than one answer holds: the panel asks for a grid to look into.
      cut: found.length > MOST_GRIDS ? MOST_GRIDS : null,
      features: grids.map(({ id, code, name, path, leader }, index) => {
        const figure = figures.get(id);
        return {
          type: 'Feature',
          id,
          geometry: shapes[index]!,
          properties: {
            grid: id,
            code,
            name,
            level,
            path,
            leader: leader === null ? null : `${leader.last_name ?? ''}${leader.first_name ?? ''}`,
            value: figure?.value ?? null,
            step: figure == null ? null : stepAt(steps, figure.value),
            text: textOf(measure, figure, language),
          },
        };
      }),
    };
  });
}

function unfit({ field }: Unfit): Refusal {
  return refused(`map_${field}`, null, { measures: MEASURES.join('、') });
}
