/**
 * Doors to a change of the calendar, for whoever may create calendar versions:
 * `POST /wangge/calendar/import` makes a draft of an arrangement, `/preview` says which running
 * clocks it moves, `/apply` publishes it and moves them.
 */
import type { Accountability, SchemaOverview } from '@directus/types';
import type { Request, Router } from 'express';
import type { Arrangement } from '../../calendar/arrangement-rules.ts';
import type { HookContext } from '../../kernel/context.ts';
import type { Language, Refusal } from '../../kernel/refusal-rules.ts';
import type { Moment } from '../../kernel/values.ts';
import type { Caller, Change } from './calendar-change-service.ts';
import { z } from 'zod';
import { parseArrangement } from '../../calendar/arrangement-rules.ts';
import { messages } from '../../calendar/messages.ts';
import { readerLanguage } from '../../kernel/reader-language.ts';
import { refusalError } from '../../kernel/refusal-error.ts';
import { refused, sentence } from '../../kernel/refusal-rules.ts';
import { applyChange, draftVersion, previewChange, Refused } from './calendar-change-service.ts';

interface Accountable extends Request {
  accountability?: Accountability | null;
  schema: SchemaOverview;
}

/** A preview of a hundred thousand clocks is for a file, not for a page; `limit=-1` gives all. */
const SHOWN = 1000;

const StoredDraft = z.strictObject({ version: z.uuid(), published_on: z.iso.date().nullish() });
const StoredFile = z.object({ file: z.uuid() });
const Limit = z.coerce.number().int().min(-1).catch(SHOWN).default(SHOWN);

export function mount(router: Router, { services, database }: HookContext): void {
  const serve = (path: string, answer: (body: unknown, caller: Caller, request: Request, language: Language) => Promise<object>): void => {
    router.post(`/calendar/${path}` as string, async (incoming, response, next) => {
      const request = incoming as Accountable;
      const language = await readerLanguage(database, request.accountability?.user, request.headers['accept-language']);
      try {
        // Nobody is not the system: without an account there are no rights.
        const caller: Caller = { services, schema: request.schema, accountability: request.accountability ?? NOBODY };
        response.json({ data: await answer(request.body, caller, request, language) });
      }
      catch (error) {
        next(error instanceof Refused ? error.refusals.map(refusal => refusalError(messages, refusal, language)) : error);
      }
    });
  };

  serve('import', async (body, caller, _request, language) => {
    const { objections, ...draft } = await draftVersion(database, caller, arrangementIn(await contentOf(body, caller)));
    return { ...draft, errors: objections.map(refusal => errorByDay(refusal, language)) };
  });

  serve('preview', async (body, caller, { query }) => {
    const { moves, ...preview } = await previewChange(database, caller, await changeIn(body, caller), now());
    const limit = Limit.parse(query.limit);
    return { ...preview, moves: limit === -1 ? moves : moves.slice(0, limit) };
  });

  serve('apply', async (body, caller) => applyChange(database, caller, await changeIn(body, caller), now()));

  async function changeIn(body: unknown, caller: Caller): Promise<Change> {
    const stored = StoredDraft.safeParse(body);
    return stored.success
      ? { draft: stored.data.version, published_on: stored.data.published_on ?? null }
      : arrangementIn(await contentOf(body, caller));
  }

  /** What is sent, or the uploaded file that it names, read as the caller. */
  async function contentOf(body: unknown, { schema, accountability }: Caller): Promise<unknown> {
    const named = StoredFile.safeParse(body);
    if (!named.success)
      return body;
    const { stream } = await new services.AssetsService({ schema, accountability }).getAsset(named.data.file, { transformationParams: {} });
    const parts: Buffer[] = [];
    for await (const part of stream)
      parts.push(part as Buffer);
    return parsedJson(Buffer.concat(parts).toString('utf8'));
  }
}

const NOBODY = { user: null, role: null, roles: [], admin: false, app: false, ip: null } as Accountability;

const now = (): Moment => new Date().toISOString();

export function arrangementIn(body: unknown): Arrangement {
  const arrangement = parseArrangement(body);
  if (Array.isArray(arrangement))
    throw new Refused(arrangement);
  return arrangement;
}

export function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  }
  catch {
    throw new Refused([refused('arrangement_invalid', 'file', { field: 'JSON' })]);
  }
}

function errorByDay(refusal: Refusal, language: Language): { date: string | null; rule: string; message: string } {
  return { date: String(refusal.params.date ?? '') || null, rule: refusal.code, message: sentence(messages, refusal, language) };
}
