/** Who and what stands behind a line of evidence is said by a salted hash; the salt stays in the database. The SQL of lines says the same. */
import { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';

const BYTES = 12;

/** Of a person, by their id: the same in every line and among the subjects. */
export function pseudonymOf(salt: Buffer, person: string): string {
  return createHash('sha256').update(salt).update(Buffer.from(person.replaceAll('-', ''), 'hex')).digest('hex').slice(0, 2 * BYTES);
}

export const PERSON_IN_SQL = (person: string): string => `encode(substr(sha256(:salt || uuid_send(${person})), 1, ${BYTES}), 'hex')`;

/** Of a row, by its kind and key: of two kinds, rows with one key have two. */
export const ROW_IN_SQL = (kind: string, key: string): string => `encode(substr(sha256(:salt || convert_to('${kind} ' || ${key}, 'UTF8')), 1, ${BYTES}), 'hex')`;
