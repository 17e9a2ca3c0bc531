/**
 * `POST /wangge/issues/similar`: likely duplicates, before a report is stored.
 *
 * Of an issue that the caller may read the answer tells what it is; the others are counted,
 * and counted without their words: nobody finds out by trying what a hidden report says. `asked`: something of the same category that they may read was
 * reported in the same grid within the hour, and whoever reports is asked whether it is the same event.
 */
import type { Router } from 'express';
import type { HookContext } from '../../kernel/context.ts';
import type { Refusal } from '../../kernel/refusal-rules.ts';
import type { Moment, Uuid, Values } from '../../kernel/values.ts';
import type { Comparable, SimilarAs } from './similar-issues-rules.ts';
import type { Candidate } from './similar-issues-store.ts';
import { z } from 'zod';
import { refused } from '../../kernel/refusal-rules.ts';
import { routesOf } from '../../kernel/route.ts';
import { gridAt } from '../../territory/index.ts';
import { messages } from '../messages.ts';
import { inWords } from '../words.ts';
import { isAsked, LIKELY, likeness, metresBetween, similarAs } from './similar-issues-rules.ts';
import { nearbyIssues } from './similar-issues-store.ts';

const text = z.string().max(10_000).nullish();
const Question = z.object({
  category: z.guid(),
  grid: z.guid().nullish(),
  location: z.object({ coordinates: z.array(z.number()).min(2) }).nullish(),
  address: text,
  occurred_at: z.iso.datetime({ offset: true, local: true }).nullish(),
  title: text,
  description: text,
});

/** As many as somebody looks through. */
const OFFERED = 10;

export function mount(router: Router, context: HookContext): void {
  const { database: db, services } = context;
  const route = routesOf(router, context, messages, { collection: 'issues', worded: inWords });

  route.post('/issues/similar', { body: Question, unfit: ({ field }) => unfit(field || 'category') }, async ({ caller, body: { category, address = null, occurred_at, title, description, location = null, grid: named } }) => {
    const now: Moment = new Date().toISOString();
    const grid = named ?? (location === null ? null : await gridAt(db, location));
    const report: Comparable = { grid, location, address, at: occurred_at == null ? now : new Date(occurred_at).toISOString(), text: description ?? title ?? null };

    const candidates = await nearbyIssues(db, { category, grid, location, now });
    const rows = await new services.ItemsService('issues', { ...caller })
      .readByQuery({ filter: { id: { _in: candidates.map(({ id }) => id) } }, fields: ['id', 'number', 'title', 'status', 'address', 'reported_at', 'closed_at'], limit: -1 });
    const readable = new Map<Uuid, Values>(rows.map((row: Values) => [row.id as Uuid, row]));
    const scored = candidates.map((candidate) => {
      const compared = readable.has(candidate.id) ? candidate : { ...candidate, text: null, address: null };
      return { candidate, as: similarAs(candidate, now), likeness: likeness(report, compared) };
    }).filter(item => item.likeness >= LIKELY && item.as !== null).sort((a, b) => b.likeness - a.likeness);
    const offered = (as: SimilarAs): object[] => scored.filter(item => item.as === as && readable.has(item.candidate.id)).slice(0, OFFERED).map(item => ({
      ...readable.get(item.candidate.id),
      likeness: Math.round(item.likeness * 100) / 100,
      metres: metres(report, item.candidate),
    }));
    const hidden = (as: SimilarAs): number => scored.filter(item => item.as === as && !readable.has(item.candidate.id)).length;
    // Of what the caller may not read nothing is asked: the question would tell that it is there.
    const asked = candidates.some(candidate => readable.has(candidate.id) && isAsked(candidate, { grid, category }, now));
    return { asked, duplicates: offered('duplicate'), repeats: offered('repeat'), hidden: { duplicates: hidden('duplicate'), repeats: hidden('repeat') } };
  });
}

function unfit(field: string): Refusal {
  return refused('value_invalid', field, { field, accepted: field === 'category' ? 'uuid' : '≤ 10000' });
}

function metres(report: Comparable, candidate: Candidate): number | null {
  return report.location === null || candidate.location === null ? null : Math.round(metresBetween(report.location, candidate.location));
}
