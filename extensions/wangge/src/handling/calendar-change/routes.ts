/**
 * A change of the calendar, for whoever may create calendar versions:
 * `POST /wangge/calendar/import` makes a draft of an arrangement, `/preview` says which running
 * clocks it moves, `/apply` publishes it and moves them.
 */
import type { Router } from 'express';
import type { Arrangement } from '../../calendar/arrangement-rules.ts';
import type { HookContext } from '../../kernel/context.ts';
import type { Language, Refusal } from '../../kernel/refusal-rules.ts';
import type { OpenContext } from '../../kernel/route.ts';
import type { Moment } from '../../kernel/values.ts';
import type { Author, Change } from './calendar-change-service.ts';
import { z } from 'zod';
import { parseArrangement } from '../../calendar/arrangement-rules.ts';
import { messages } from '../../calendar/messages.ts';
import { refused, sentence } from '../../kernel/refusal-rules.ts';
import { openRoutesOf } from '../../kernel/route.ts';
import { applyChange, draftVersion, previewChange, Refused } from './calendar-change-service.ts';

/** A preview of a hundred thousand clocks is for a file, not for a page; `limit=-1` gives all. */
const SHOWN = 1000;

const StoredDraft = z.strictObject({ version: z.uuid(), published_on: z.iso.date().nullish() });
const StoredFile = z.object({ file: z.uuid() });
const Limit = z.coerce.number().int().min(-1).catch(SHOWN).default(SHOWN);

export function mount(router: Router, context: HookContext): void {
  const { services, database: db } = context;
  const route = openRoutesOf(router, context, messages);
  const change = (path: string, answer: (asked: OpenContext & { body: unknown; author: Author }) => Promise<object>): void =>
    route.post(`/calendar/${path}`, async asked => answer({ ...asked, author: { services, ...asked.caller } }).catch((error: unknown) => {
      if (error instanceof Refused)
        return error.refusals;
      throw error;
    }));

  change('import', async ({ body, author, language }) => {
    const { objections, ...draft } = await draftVersion(db, author, arrangementIn(await contentOf(body, author)));
    return { ...draft, errors: objections.map(refusal => errorByDay(refusal, language)) };
  });

  change('preview', async ({ body, author, request: { query } }) => {
    const { moves, ...preview } = await previewChange(db, author, await changeIn(body, author), now());
    const limit = Limit.parse(query.limit);
    return { ...preview, moves: limit === -1 ? moves : moves.slice(0, limit) };
  });

  change('apply', async ({ body, author }) => applyChange(db, author, await changeIn(body, author), now()));

  async function changeIn(body: unknown, author: Author): Promise<Change> {
    const stored = StoredDraft.safeParse(body);
    return stored.success
      ? { draft: stored.data.version, published_on: stored.data.published_on ?? null }
      : arrangementIn(await contentOf(body, author));
  }

  /** What is sent, or the uploaded file that it names, read as the caller. */
  async function contentOf(body: unknown, { schema, accountability }: Author): Promise<unknown> {
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
    throw new Refused([refused(/^\s*BEGIN:VCALENDAR/i.test(text.replace(/^\uFEFF/, '')) ? 'arrangement_ics' : 'arrangement_no_json', 'file')]);
  }
}

function errorByDay(refusal: Refusal, language: Language): { date: string | null; rule: string; message: string } {
  return { date: String(refusal.params.date ?? '') || null, rule: refusal.code, message: sentence(messages, refusal, language) };
}
