/**
 * What the ranking panel reads, always as the caller: `GET /wangge/assessment/periods` and
 * `GET /wangge/assessment/:period/ranking?kind=&level=&subdistrict=`; of the published version, or with `draft=true` of the one that
 * is not published yet, as far as the caller may see it. One of those ranked: `subject-routes.ts`; the steps: `periods/step-routes.ts`.
 */
import type { Router } from 'express';
import type { HookContext } from '../kernel/context.ts';
import type { SeenRow } from './periods/told-row-rules.ts';
import { z } from 'zod';
import { isRefusal, sentence } from '../kernel/refusal-rules.ts';
import { routesOf } from '../kernel/route.ts';
import { DraftQuery } from './asked-by-routes.ts';
import { SUBJECT_KINDS } from './facts/model.ts';
import { mountIndicators } from './indicator-routes.ts';
import { mountInspections } from './inspection/routes.ts';
import { messages } from './messages.ts';
import { periodFinder, RANKING_FIELDS, seenPeriods } from './period-named.ts';
import { groupsOf } from './periods/frozen-store.ts';
import { mountOwn } from './periods/own-routes.ts';
import { mountSteps } from './periods/step-routes.ts';
import { mountToScore } from './periods/to-score-routes.ts';
import { toldRows } from './periods/told-row-service.ts';
import { untoldFields } from './periods/untold-store.ts';
import { readerOf } from './read-as.ts';
import { mountSchemes } from './schemes/scheme-routes.ts';
import { kindsSeen } from './schemes/seen-service.ts';
import { mountWhatIf } from './schemes/what-if-routes.ts';
import { mountSubjects } from './subject-routes.ts';
import { wholeReaderOf } from './whole-reader.ts';
import { mountYear } from './year/routes.ts';

const RankingQuery = DraftQuery.extend({ kind: z.enum(SUBJECT_KINDS).default('grid'), level: z.coerce.number().int().min(1).max(3).default(3).transform(level => level as 1 | 2 | 3) });

export function mount(router: Router, context: HookContext): void {
  const { database: db } = context;
  const read = readerOf(context);
  const whole = wholeReaderOf(context);
  const periodNamed = periodFinder(read);

  const route = routesOf(router, context, messages);
  mountSchemes(route, context);
  mountInspections(route, context);
  mountWhatIf(route, context);

  route.get('/assessment/periods', { query: z.object({ draft: z.enum(['true', 'false']).optional() }) }, ({ caller, query: { draft } }) =>
    seenPeriods(read, caller, draft === 'true' ? {} : { version: { _gt: 0 } }));

  mountSteps(route, context);
  mountToScore(route, context);
  mountIndicators(route, context);
  mountOwn(route, context, periodNamed);
  mountSubjects(route, context, periodNamed);
  mountYear(route, context, periodNamed);

  route.get('/assessment/:period/ranking', { query: RankingQuery }, async ({ caller, person, language, params, query: { level, kind, ...asked } }) => {
    const period = await periodNamed(caller, params.period!, asked);
    if (isRefusal(period))
      return period;
    const version = [{ period: { _eq: period.id } }, { version: { _eq: period.shown } }];
    const rows = await whole<SeenRow>(caller, 'rankings', { fields: RANKING_FIELDS, filter: { _and: [...version, { subject: { _eq: kind } }, ...kind === 'department' ? [] : [{ level: { _eq: level } }]] }, sort: ['rank', 'grid.code', 'department.code'] });
    const fields = await whole<{ subject: string; level: number | null }>(caller, 'rankings', { aggregate: { count: ['*'] }, group: ['subject', 'level'], filter: { _and: version } });
    const untold = await untoldFields(db, [{ period: period.id, version: period.shown }]);
    // Nothing is said of a ranking of which nothing is seen.
    const groups = rows.length === 0 ? [] : await groupsOf(db, period.id, period.shown, kind, level);
    const here = new Set(rows.map(({ peer_group }) => peer_group));
    return {
      period,
      level,
      kind,
      /** Which kinds and levels the caller sees anything of. */
      fields: fields.map(({ subject, level }) => ({ kind: subject, level: subject === 'department' ? null : level })),
      groups: groups.filter(({ group }) => here.has(group)).map(({ not_drawn, ...group }) => ({ ...group, tiers_only: untold({ period: period.id, kind, level, group: group.group }), not_drawn: not_drawn === null ? null : sentence(messages, not_drawn, language) })),
      /** May they try other weights on it? */
      what_if: period.shown === period.version && period.kind === 'quarter' && await kindsSeen(context, caller, { id: period.id, version: period.shown }) !== null,
      rows: await toldRows(db, period, person, rows),
    };
  });
}
