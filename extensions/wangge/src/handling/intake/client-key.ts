/** A report that is sent again: the same content is the same report, other content under the same key is an error. */
import type { Db } from '../../kernel/context.ts';
import type { Language } from '../../kernel/refusal-rules.ts';
import type { Uuid } from '../../kernel/values.ts';
import type { ReportInput } from './input-rules.ts';
import { createError } from '@directus/errors';
import { sentence } from '../../kernel/refusal-rules.ts';
import { findByClientKey } from '../issue-store.ts';
import { messages } from '../messages.ts';

export interface Earlier {
  id: Uuid;
  number: string;
  same: boolean;
}

/** The report that came under this key, or null where the key is new. */
export async function alreadyReported(database: Db, input: ReportInput & { grid: Uuid }): Promise<Earlier | null> {
  if (input.client_key === null)
    return null;
  const earlier = await findByClientKey(database, input.client_key);
  if (earlier === null)
    return null;
  const same = (['description', 'kind', 'parties', 'source', 'severity', 'confidential', 'address', 'external_no', 'grid'] as const)
    .every(field => earlier[field] === input[field])
    && (input.category === null || earlier.category === input.category);
  return { id: earlier.id, number: earlier.number, same };
}

/** 409 `ALREADY_REPORTED` with the issue's id and number, or 409 `CLIENT_KEY_REUSED`. */
export function conflict({ same, ...issue }: Earlier, language: Language): Error {
  const text = sentence(messages, { code: same ? 'already_reported' : 'client_key_reused', params: { number: issue.number } }, language);
  const Conflict = createError<Omit<Earlier, 'same'>>(same ? 'ALREADY_REPORTED' : 'CLIENT_KEY_REUSED', text, 409);
  return new Conflict(issue);
}
