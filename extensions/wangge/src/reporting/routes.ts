/**
 * `GET /wangge/logs/draft?date=`: what a log of that day (today) may begin with; and
 * `GET /wangge/logs/compliance?period=today|quarter|YYYY-Qn&grid=`: who has met the standards of their post, for whoever may see it:
 * of today and of the week, month and quarter that are running what is done so far; of a quarter what was judged. `…/compliance/grids`: the same by grid.
 */
import type { Router } from 'express';
import type { HookContext } from '../kernel/context.ts';
import type { RequestContext } from '../kernel/route.ts';
import type { Reading } from './compliance/overview-rules.ts';
import { loadCalendar } from '../calendar/index.ts';
import { isWorkingDay } from '../calendar/working-days-rules.ts';
import { isRefusal, refused } from '../kernel/refusal-rules.ts';
import { keyOf } from '../kernel/relation-key-rules.ts';
import { routesOf } from '../kernel/route.ts';
import { runningUnits } from './compliance/compliance-rules.ts';
import { complianceIn, complianceRows, placesOf, viewerOf } from './compliance/compliance-store.ts';
import { overviewOf } from './compliance/overview-rules.ts';
import { periodAsked } from './compliance/period-rules.ts';
import { draftFor } from './logs/log-service.ts';
import { nowHere } from './logs/log-store.ts';
import { messages } from './messages.ts';

export function mount(router: Router, context: HookContext): void {
  const { database: db } = context;
  const route = routesOf(router, context, messages);

  route.get('/logs/draft', ({ person, query, language }) => draftFor(db, person, query.date, language));

  const figures = async ({ person, caller, admin, request: { query } }: RequestContext) => {
    const { today } = await nowHere(db);
    const period = periodAsked(String(query.period ?? 'today'), today);
    if (period === null)
      return refused('figures_period', 'period');
    const grid = query.grid === undefined ? null : keyOf(query.grid);
    if (query.grid !== undefined && grid === null)
      return refused('figures_grid', 'grid');
    const [calendar, viewer] = [await loadCalendar(db), await viewerOf(db, person, caller.accountability.roles, admin)];
    const running = period.code === today;
    const rows = running
      ? await complianceIn(db, runningUnits(today, calendar), viewer, grid)
      : await complianceRows(db, period, calendar, viewer, grid);
    const reading: Reading = !running ? 'period' : isWorkingDay(calendar, today) ? 'today' : 'rest_day';
    return { period, viewer, grid, rows, reading };
  };

  route.get('/logs/compliance', async (asked) => {
    const said = await figures(asked);
    return isRefusal(said) ? said : { period: said.period, rows: said.rows };
  });

  route.get('/logs/compliance/grids', async (asked) => {
    const said = await figures(asked);
    if (isRefusal(said))
      return said;
    const { period, viewer, grid, rows, reading } = said;
    return { period, reading, grids: overviewOf(await placesOf(db, viewer, grid), rows, grid, reading) };
  });
}
