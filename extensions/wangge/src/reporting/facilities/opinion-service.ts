/** What residents said on a visit becomes an issue of kind opinion, from the log and in one step. */
import type { Db } from '../../kernel/context.ts';
import type { Refusal } from '../../kernel/refusal-rules.ts';
import type { Raiser } from './facility-check-service.ts';
import { createHash } from 'node:crypto';
import { refused } from '../../kernel/refusal-rules.ts';
import { todayOf } from '../../territory/index.ts';
import { isResponsible, serviceOf } from './facility-check-service.ts';
import { categoryByCode, linkToLog, logOf, reportedAs } from './facility-store.ts';

/** The same text of the same log is reported once, however often it is sent. Null: no such log. */
export async function raiseOpinion(db: Db, log: string, said: { description?: unknown; category?: unknown; address?: unknown }, raiser: Raiser): Promise<{ issue: string; number: string } | Refusal | null> {
  const description = typeof said.description === 'string' ? said.description.trim() : '';
  if (description === '')
    return refused('opinion_text', 'description');
  return db.transaction(async (trx) => {
    const stored = await logOf(trx, log);
    const { user, admin } = raiser.accountability;
    if (stored === null || (!admin && stored.person !== user && stored.entered_by !== user))
      return null;
    if (stored.checked)
      return refused('log_closed');
    if (!admin && !await isResponsible(trx, stored))
      return refused('log_grid_not_held', null, { day: await todayOf(trx) });
    const client_key = keyFrom(`${log} ${description}`);
    const earlier = await reportedAs(trx, { client_key });
    if (earlier !== null)
      return earlier;
    const category = typeof said.category === 'string' ? said.category : await categoryByCode(trx, 'other');
    const issue = await serviceOf('issues', trx, raiser).createOne({
      title: description.length > 30 ? `${description.slice(0, 30)}…` : description,
      description,
      kind: 'opinion',
      source: 'visit',
      grid: stored.grid,
      client_key,
      ...(category === null ? {} : { category }),
      ...(typeof said.address === 'string' && said.address !== '' ? { address: said.address } : {}),
    }) as string;
    await linkToLog(trx, issue, log);
    return reportedAs(trx, { id: issue });
  });
}

/** A uuid that follows from a text (version 8, RFC 9562). */
function keyFrom(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
