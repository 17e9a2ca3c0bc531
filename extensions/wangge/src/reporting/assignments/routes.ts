/**
 * `POST /wangge/assignments/:id/issue`, `…/withdraw { reason }`; `POST /wangge/assignments/grids/:id/complete { report, evidence? }`,
 * `…/accept { note? }`, `…/return { note }`. `GET …/:id/actions` and `GET …/grids/:id/actions`: what the caller may do now;
 * `GET …/:id/progress`: counts by community.
 */
import type { Router } from 'express';
import type { HookContext } from '../../kernel/context.ts';
import type { Refusal } from '../../kernel/refusal-rules.ts';
import type { Unfit } from '../../kernel/route.ts';
import { z } from 'zod';
import { refused } from '../../kernel/refusal-rules.ts';
import { itemNamed, routesOf } from '../../kernel/route.ts';
import { progress, stepAssignment, stepPart, stepsOfAssignment, stepsOfPart } from './assignment-service.ts';
import { messages } from './messages.ts';

const Text = z.string().max(10_000).nullish().transform(text => text ?? '');
const Said = z.object({ reason: Text, report: Text, note: Text });
const Evidence = z.array(z.uuid().transform(key => key.toLowerCase())).max(100).nullish().transform(files => files ?? []).refine(files => new Set(files).size === files.length);
const SaidOfPart = Said.extend({ evidence: Evidence });
/** What is sent, and the field that it fills. */
const FIELDS: Record<string, string> = { reason: 'withdrawn_reason', report: 'report', note: 'accept_note' };

export function mount(router: Router, context: HookContext): void {
  const route = routesOf(router, context, messages).to(itemNamed);

  for (const step of ['complete', 'accept', 'return'] as const) {
    route.post(`/assignments/grids/:id/${step}`, { body: SaidOfPart, unfit }, async ({ caller, id, body }) => {
      const done = await stepPart(context, caller, id, step, body);
      return done === 'done' ? { [step]: 1 } : done;
    });
  }
  for (const step of ['issue', 'withdraw'] as const)
    route.post(`/assignments/:id/${step}`, { body: Said, unfit }, ({ caller, id, body }) => stepAssignment(context, caller, id, step, body.reason));
  route.get('/assignments/grids/:id/actions', ({ caller, id }) => stepsOfPart(context, caller, id));
  route.get('/assignments/:id/actions', ({ caller, id }) => stepsOfAssignment(context, caller, id));
  route.get('/assignments/:id/progress', ({ caller, id }) => progress(context, caller, id));
}

function unfit({ field }: Unfit): Refusal {
  return field === 'evidence' ? refused('evidence_input', 'evidence') : refused('text_input', FIELDS[field] ?? null, { most: 10_000 });
}
