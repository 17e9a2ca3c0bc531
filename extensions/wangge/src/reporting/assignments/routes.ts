/**
 * `POST /wangge/assignments/:id/issue`, `…/withdraw { reason }`; `POST /wangge/assignments/grids/:id/complete { report, evidence? }`,
 * `…/accept { note? }`, `…/return { note }`. `GET …/:id/actions` and `GET …/grids/:id/actions`: what the caller may do now;
 * `GET …/:id/progress`: counts by community.
 */
import type { Router } from 'express';
import type { HookContext } from '../../kernel/context.ts';
import type { Refusal } from '../../kernel/refusal-rules.ts';
import type { Caller } from '../../kernel/route.ts';
import type { Uuid } from '../../kernel/values.ts';
import { z } from 'zod';
import { isRefusal, refused } from '../../kernel/refusal-rules.ts';
import { keyOf } from '../../kernel/relation-key-rules.ts';
import { doors } from '../../kernel/route.ts';
import { progress, stepAssignment, stepPart, stepsOfAssignment, stepsOfPart } from './assignment-service.ts';
import { messages } from './messages.ts';

interface Task { caller: Caller; id: Uuid; body: Record<string, unknown> }

const Text = z.string().max(10_000).nullish().transform(text => text ?? '');
const Said = z.object({ reason: Text, report: Text, note: Text });
const Evidence = z.array(z.uuid().transform(key => key.toLowerCase())).max(100).nullish().transform(files => files ?? []).refine(files => new Set(files).size === files.length);
/** What is sent, and the field that it fills. */
const FIELDS: Record<string, string> = { reason: 'withdrawn_reason', report: 'report', note: 'accept_note' };

export function mount(router: Router, context: HookContext): void {
  const { database: db } = context;

  const at = doors(router, db, messages);
  const door = (method: 'get' | 'post', path: string, answer: (asked: Task) => Promise<Refusal | object | null>): void =>
    at(method, `/assignments${path}`, async ({ caller, request }) => {
      const id = keyOf(request.params.id);
      return id === null ? null : answer({ caller, id, body: (request.body ?? {}) as Record<string, unknown> });
    });

  for (const step of ['complete', 'accept', 'return'] as const) {
    door('post', `/grids/:id/${step}`, async ({ caller, id, body }) => {
      const said = textsOf(body);
      if (isRefusal(said))
        return said;
      const evidence = Evidence.safeParse(body.evidence);
      if (!evidence.success)
        return refused('evidence_input', 'evidence');
      const done = await stepPart(context, caller, id, step, { ...said, evidence: evidence.data });
      return done === 'done' ? { [step]: 1 } : done;
    });
  }
  for (const step of ['issue', 'withdraw'] as const) {
    door('post', `/:id/${step}`, async ({ caller, id, body }) => {
      const said = textsOf(body);
      return isRefusal(said) ? said : stepAssignment(context, caller, id, step, said.reason);
    });
  }
  door('get', '/grids/:id/actions', ({ caller, id }) => stepsOfPart(context, caller, id));
  door('get', '/:id/actions', ({ caller, id }) => stepsOfAssignment(context, caller, id));
  door('get', '/:id/progress', ({ caller, id }) => progress(context, caller, id));
}

function textsOf(body: Record<string, unknown>): z.infer<typeof Said> | Refusal {
  const said = Said.safeParse(body);
  if (said.success)
    return said.data;
  return refused('text_input', FIELDS[String(said.error.issues[0]?.path[0])] ?? null, { most: 10_000 });
}
