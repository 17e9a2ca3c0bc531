/**
 * Doors to the routing rules, for whoever may read them: `GET /wangge/routing/check` says what is
 * wrong with the table, `POST /wangge/routing/preview` what would become of an issue.
 */
import type { Accountability, SchemaOverview } from '@directus/types';
import type { Request, Router } from 'express';
import type { HookContext } from '../../kernel/context.ts';
import type { Language, Refusal } from '../../kernel/refusal-rules.ts';
import type { Moment, Uuid } from '../../kernel/values.ts';
import type { Preview, PreviewQuestion } from './preview-rules.ts';
import { loadCalendar } from '../../calendar/index.ts';
import { dayOf } from '../../calendar/working-days-rules.ts';
import { readerLanguage } from '../../kernel/reader-language.ts';
import { refusalError } from '../../kernel/refusal-error.ts';
import { refused } from '../../kernel/refusal-rules.ts';
import { gridAt } from '../../territory/index.ts';
import { parsePreview, preview, withTrial } from './preview-rules.ts';
import { loadRoutingContext } from './routing-store.ts';
import { loadRules } from './rule-table-store.ts';
import { ruleWarnings } from './rule-warnings-service.ts';
import { foundBy, previewMessages } from './words.ts';

interface Accountable extends Request {
  accountability?: Accountability | null;
  schema: SchemaOverview;
}

export function mount(router: Router, { services, database }: HookContext): void {
  /** Rows as the caller may see them; without permission Directus' own 403. */
  const visible = (request: Accountable, collection: string, ids: readonly (Uuid | null)[], fields: string[]): Promise<Record<string, unknown>[]> =>
    new services.ItemsService(collection, { accountability: request.accountability ?? null, schema: request.schema })
      .readByQuery({ filter: { id: { _in: [...new Set(ids)].filter(id => id !== null) } }, fields: ['id', ...fields], limit: -1 });

  const serve = (method: 'get' | 'post', path: string, answer: (request: Accountable, language: Language) => Promise<unknown>): void => {
    router[method](path, async (incoming, response, next) => {
      try {
        const request = incoming as Accountable;
        await visible(request, 'routing_rules', [], []);
        response.json({ data: await answer(request, await readerLanguage(database, request.accountability?.user, request.headers['accept-language'])) });
      }
      catch (error) {
        next(error);
      }
    });
  };

  serve('get', '/routing/check', (_request, language) => ruleWarnings(database, language));

  serve('post', '/routing/preview', async (request, language) => {
    const outcome = await previewOf(parsePreview(request.body), language);
    if ('code' in outcome)
      throw refusalError(previewMessages, outcome, language);
    const { grid, routed, steps, limits } = outcome;
    const { rule, scope, lead, department, handler, follower, explanation } = routed;
    const people = await visible(request, 'directus_users', [lead, handler, follower], ['last_name', 'first_name']);
    const departments = await visible(request, 'departments', [department], ['name']);
    const person = (id: Uuid | null, by: string | null): object => ({ id, name: nameOf(people, id), by, found: by === null ? null : foundBy(by, language) });
    return {
      grid,
      rule,
      scope,
      department: { id: department, name: departments[0]?.name ?? null },
      lead: person(lead, explanation.lead_by),
      handler: person(handler, explanation.handler_by),
      follower: person(follower, follower === null ? null : 'follower'),
      steps,
      limits,
    };
  });

  async function previewOf(asked: PreviewQuestion | Refusal, language: Language): Promise<Preview & { grid: Uuid } | Refusal> {
    if ('code' in asked)
      return asked;
    const grid = asked.grid ?? await gridAt(database, asked.location!);
    if (grid === null)
      return refused('preview_no_grid', 'location');
    const now: Moment = new Date().toISOString();
    const calendar = await loadCalendar(database);
    const departments = asked.rule?.department == null ? [] : [asked.rule.department];
    const context = await loadRoutingContext(database, { grid, category: asked.category, departments, day: dayOf(calendar, now) });
    if (context === null)
      return refused('preview_invalid', 'grid', { field: 'grid' });
    if (!context.category.active)
      return refused('preview_invalid', 'category', { field: 'category' });
    const rules = withTrial(await loadRules(database), asked.rule);
    return { grid, ...preview(asked, { ...context, rules }, calendar, now, language) };
  }
}

/** As Chinese names are written: family name first. Null where the caller may not see the person. */
function nameOf(people: readonly Record<string, unknown>[], id: Uuid | null): string | null {
  const found = people.find(person => person.id === id);
  return found === undefined ? null : `${found.last_name ?? ''}${found.first_name ?? ''}`;
}
