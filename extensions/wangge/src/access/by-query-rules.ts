/**
 * Writes that name their rows by a query. Directus looks those rows up as the system, without anybody's rules: whether a
 * row matches would show in the answer, in every collection and of every column.
 */

/** What a path of Directus' own API leads to: a collection (`/items/issues`, `/users`), or something of it (`/users/me`). */
export interface Address { collection: string; whole: boolean }

/** However it is written: Express takes no notice of case in its own words, nor of a slash at the end. */
export function addressOf(path: string): Address | null {
  const [first, ...rest] = path.split('/').filter(part => part !== '').map(decoded);
  if (first === undefined)
    return null;
  if (first.toLowerCase() !== 'items')
    return { collection: `directus_${first.toLowerCase()}`, whole: rest.length === 0 };
  return rest[0] === undefined ? null : { collection: rest[0], whole: rest.length === 1 };
}

export function writesByQuery(method: string, { whole }: Address, body: unknown): boolean {
  return whole && (method === 'PATCH' || method === 'DELETE') && typeof body === 'object' && body !== null && !Array.isArray(body) && 'query' in body;
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  }
  catch {
    return part;
  }
}
