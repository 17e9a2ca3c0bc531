/**
 * A report that is sent again: the same content is the same report, other content under the same key is an error. Which
 * columns count says `ISSUE_FIELDS`; those that an administrator added and a reporter may write count too.
 */
import type { SchemaOverview } from '@directus/types';
import type { Db } from '../../kernel/context.ts';
import type { Language } from '../../kernel/refusal-rules.ts';
import type { Uuid } from '../../kernel/values.ts';
import type { ReportInput } from './input-rules.ts';
import { createError } from '@directus/errors';
import { sentence } from '../../kernel/refusal-rules.ts';
import { SAME_WHEN_SENT_AGAIN, SAME_WHERE_SAID } from '../issue-field-rules.ts';
import { findByClientKey, saysTheSame } from '../issue-store.ts';
import { messages } from '../messages.ts';
import { addedValues } from './added-value-rules.ts';

export interface Earlier {
  id: Uuid;
  number: string;
  same: boolean;
}

/** The report that came under this key, or null where the key is new. `payload`: as it was sent, for the columns that `input` does not know. */
export async function alreadyReported(database: Db, input: ReportInput & { grid: Uuid }, payload: Record<string, unknown>, schema: SchemaOverview): Promise<Earlier | null> {
  if (input.client_key === null)
    return null;
  const earlier = await findByClientKey(database, input.client_key);
  if (earlier === null)
    return null;
  const same = SAME_WHEN_SENT_AGAIN.every(field => earlier[field] === input[field])
    && SAME_WHERE_SAID.every(field => input[field] === null || earlier[field] === input[field])
    && await saysTheSame(database, earlier.id, addedValues(payload, Object.values(schema.collections.issues!.fields)));
  return { id: earlier.id, number: earlier.number, same };
}

/** 409 `ALREADY_REPORTED` with the issue's id and number, or 409 `CLIENT_KEY_REUSED`. */
export function conflict({ same, ...issue }: Earlier, language: Language): Error {
  const text = sentence(messages, { code: same ? 'already_reported' : 'client_key_reused', params: { number: issue.number } }, language);
  const Conflict = createError<Omit<Earlier, 'same'>>(same ? 'ALREADY_REPORTED' : 'CLIENT_KEY_REUSED', text, 409);
  return new Conflict(issue);
}
