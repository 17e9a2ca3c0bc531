/**
 * The routing rules tried out, for whoever may read them: `GET /wangge/routing/check` says what is
 * wrong with the table, `POST /wangge/routing/preview` what would become of an issue.
 */
import type { Router } from 'express';
import type { Caller, HookContext } from '../../kernel/context.ts';
import type { Language, Refusal } from '../../kernel/refusal-rules.ts';
import type { Moment, Uuid, Values } from '../../kernel/values.ts';
import type { Preview, PreviewQuestion } from './preview-rules.ts';
import { loadCalendar } from '../../calendar/index.ts';
import { dayOf } from '../../calendar/working-days-rules.ts';
import { isRefusal, refused } from '../../kernel/refusal-rules.ts';
import { openRoutesOf } from '../../kernel/route.ts';
import { gridAt } from '../../territory/index.ts';
import { parsePreview, preview, withTrial } from './preview-rules.ts';
import { loadRoutingContext } from './routing-store.ts';
import { loadRules } from './rule-table-store.ts';
import { ruleWarnings } from './rule-warnings-service.ts';
import { foundBy, previewMessages } from './words.ts';

export function mount(router: Router, root: HookContext): void {
  const { services, database: db } = root;
  /** Rows as the caller may see them; without permission Directus' own 403. */
  const visible = (caller: Caller, collection: string, ids: readonly (Uuid | null)[], fields: string[]): Promise<Values[]> =>
    new services.ItemsService(collection, { ...caller })
      .readByQuery({ filter: { id: { _in: [...new Set(ids)].filter(id => id !== null) } }, fields: ['id', ...fields], limit: -1 });

  const route = openRoutesOf(router, root, previewMessages, { collection: 'issues' }).to(async ({ caller }) => {
    await visible(caller, 'routing_rules', [], []);
    return {};
  });

  route.get('/routing/check', ({ language }) => ruleWarnings(db, language));

  route.post('/routing/preview', async ({ caller, language, body }) => {
    const outcome = await previewOf(parsePreview(body), language);
    if (isRefusal(outcome))
      return outcome;
    const { grid, routed, steps, limits } = outcome;
    const { rule, scope, lead, department, handler, follower, explanation } = routed;
    const people = await visible(caller, 'directus_users', [lead, handler, follower], ['last_name', 'first_name']);
    const departments = await visible(caller, 'departments', [department], ['name']);
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
    if (isRefusal(asked))
      return asked;
    const grid = asked.grid ?? await gridAt(db, asked.location!);
    if (grid === null)
      return refused('preview_no_grid', 'location');
    const now: Moment = new Date().toISOString();
    const calendar = await loadCalendar(db);
    const departments = asked.rule?.department == null ? [] : [asked.rule.department];
    const context = await loadRoutingContext(db, { grid, category: asked.category, departments, day: dayOf(calendar, now) });
    if (context === null)
      return refused('preview_invalid', 'grid', { field: 'grid' });
    if (!context.category.active)
      return refused('preview_invalid', 'category', { field: 'category' });
    const rules = withTrial(await loadRules(db), asked.rule);
    return { grid, ...preview(asked, { ...context, rules }, calendar, now, language) };
  }
}

/** As Chinese names are written: family name first. Null where the caller may not see the person. */
function nameOf(people: readonly Values[], id: Uuid | null): string | null {
  const found = people.find(person => person.id === id);
  return found === undefined ? null : `${found.last_name ?? ''}${found.first_name ?? ''}`;
}
