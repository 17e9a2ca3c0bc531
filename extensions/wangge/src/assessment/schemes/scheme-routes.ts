/**
 * The life of a scheme, for administrators: `POST /wangge/assessment/schemes/:id/new-version` copies it as the draft of the next
 * version, `POST /wangge/assessment/schemes/:id/try` finds it sound. (Bringing it into force and retiring it are changes of its state.)
 */
import type { HookContext } from '../../kernel/context.ts';
import type { RequestContext, Routes } from '../../kernel/route.ts';
import type { Values } from '../../kernel/values.ts';
import { z } from 'zod';
import { refused } from '../../kernel/refusal-rules.ts';
import { itemNamed } from '../../kernel/route.ts';
import { isLocked } from './lifecycle-rules.ts';
import { checkSound } from './scheme-rules.ts';
import { beTried, copyScheme, loadScheme, schemesOf } from './scheme-store.ts';
import { nextQuarter } from './shipped-scheme-rules.ts';

const NewVersionBody = z.strictObject({ name: z.string().trim().min(1).max(255).optional() });

export function mountSchemes(route: Routes<RequestContext>, { database: db }: Pick<HookContext, 'database'>): void {
  const schemes = route.to(async (asked) => {
    const item = asked.admin ? await itemNamed(asked) : null;
    const row: Values | undefined = item === null ? undefined : await schemesOf(db).where(item).first();
    return row === undefined ? null : { row };
  });

  schemes.post('/assessment/schemes/:id/new-version', { body: NewVersionBody }, async ({ row, person, body: { name } }) => {
    const { rows: [today] } = await db.raw<{ rows: { day: string }[] }>('select wangge_day(now())::text as day');
    return { id: await copyScheme(db, row.id as string, { name: name ?? String(row.name), valid_from: nextQuarter(today!.day), by: person }) };
  });

  schemes.post('/assessment/schemes/:id/try', async ({ row }) => {
    if (isLocked(row.state))
      return refused('scheme_locked');
    const refusal = checkSound((await loadScheme(db, row.id as string))!);
    if (refusal !== null)
      return refusal;
    await beTried(db, row.id as string);
    return { state: 'tried' };
  });
}
