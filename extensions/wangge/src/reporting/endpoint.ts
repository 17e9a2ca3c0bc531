/**
 * `GET /wangge/logs/draft?date=`: what a log of that day (today) may begin with; and
 * `GET /wangge/logs/compliance?period=today|quarter|YYYY-Qn&grid=`: who has met the standards of their post, for whoever may see it:
 * of today and of the week, month and quarter that are running what is done so far; of a quarter what was judged. `…/compliance/grids`: the same by grid.
 */
import type { Request, Router } from 'express';
import type { Uuid } from '../handling/model.ts';
import type { HookContext } from '../platform/context.ts';
import type { Language } from '../platform/refusal.ts';
import type { Reading } from './overview.ts';
import { ForbiddenError } from '@directus/errors';
import { isWorkingDay } from '../calendar/calendar.ts';
import { loadCalendar } from '../calendar/index.ts';
import { readerLanguage } from '../platform/reader.ts';
import { isRefusal, refusalError, refused } from '../platform/refusal.ts';
import { keyOf } from '../territory/key.ts';
import { complianceIn, complianceRows, placesOf, viewerOf } from './compliance-store.ts';
import { runningUnits } from './compliance.ts';
import { nowHere } from './log-store.ts';
import { draftFor } from './logs.ts';
import { messages } from './messages.ts';
import { overviewOf } from './overview.ts';
import { periodAsked } from './period.ts';

interface Accountability { user: Uuid | null; roles: Uuid[]; admin: boolean }
interface Asked { person: Uuid; roles: Uuid[]; admin: boolean; query: Record<string, unknown>; language: Language }

export function mount(router: Router, { database: db }: HookContext): void {
  const serve = (path: string, answer: (asked: Asked) => Promise<unknown>): void => {
    router.get(path, async (incoming, response, next) => {
      try {
        const { accountability, query, headers } = incoming as unknown as Request & { accountability: Accountability | null };
        if (!accountability?.user)
          throw new ForbiddenError();
        const language = await readerLanguage(db, accountability.user, headers['accept-language']);
        response.json({ data: await answer({ person: accountability.user, roles: accountability.roles, admin: accountability.admin, query, language }) });
      }
      catch (error) {
        next(error);
      }
    });
  };

  serve('/logs/draft', async ({ person, query, language }) => {
    const draft = await draftFor(db, person, query.date, language);
    if (isRefusal(draft))
      throw refusalError(messages, draft, language);
    return draft;
  });

  const asked = async ({ person, roles, admin, query, language }: Asked) => {
    const { today } = await nowHere(db);
    const period = periodAsked(String(query.period ?? 'today'), today);
    if (period === null)
      throw refusalError(messages, refused('figures_period', 'period'), language);
    const grid = query.grid === undefined ? null : keyOf(query.grid);
    if (query.grid !== undefined && grid === null)
      throw refusalError(messages, refused('figures_grid', 'grid'), language);
    const [calendar, viewer] = [await loadCalendar(db), await viewerOf(db, person, roles, admin)];
    const running = period.code === today;
    const rows = running
      ? await complianceIn(db, runningUnits(today, calendar), viewer, grid)
      : await complianceRows(db, period, calendar, viewer, grid);
    const reading: Reading = !running ? 'period' : isWorkingDay(calendar, today) ? 'today' : 'rest_day';
    return { period, viewer, grid, rows, reading };
  };

  serve('/logs/compliance', async (question) => {
    const { period, rows } = await asked(question);
    return { period, rows };
  });

  serve('/logs/compliance/grids', async (question) => {
    const { period, viewer, grid, rows, reading } = await asked(question);
    return { period, reading, grids: overviewOf(await placesOf(db, viewer, grid), rows, grid, reading) };
  });
}
