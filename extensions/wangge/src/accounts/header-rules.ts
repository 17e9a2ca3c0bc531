/** What every answer says of itself to browsers and to what lies between. */

export const ALWAYS: Readonly<Record<string, string>> = {
  // No guessing of types: a file is what the server says it is.
  'X-Content-Type-Options': 'nosniff',
  // Addresses here name issues and people: other sites are told the site at most (servers of map tiles ask for that).
  'Referrer-Policy': 'strict-origin-when-cross-origin',
  'X-Frame-Options': 'SAMEORIGIN',
};

/** The same files for everybody, pictures (`files/` says how long), and the public page: they say themselves how long they may be kept. */
const THEIR_OWN = /^\/(?:admin|assets|extensions\/sources|notices)(?:\/|$)/i;

/** How long an answer may be kept: one that somebody got by their rights, nowhere. `said`: what it says itself. */
export function cacheControl({ path, signedIn, said }: { path: string; signedIn: boolean; said: string | null }): string | null {
  if (THEIR_OWN.test(path))
    return said;
  return signedIn || /^\/auth(?:\/|$)/i.test(path) ? 'no-store' : said;
}

/**
 * A content security policy without sources that stand for any host: Directus' own lets the Studio speak with every https
 * server, and what an administrator writes is merged into it place by place, so that a rest of it may stay.
 */
export function withoutAnyHost(policy: string): string {
  return policy.split(';').map((directive) => {
    const [name = '', ...sources] = directive.split(/\s+/).filter(part => part !== '');
    const left = sources.filter(source => !/^(?:\*|(?:https?|wss?):(?:\/\/\*)?)$/i.test(source));
    return [name, ...sources.length > 0 && left.length === 0 ? ['\'none\''] : left].join(' ');
  }).join(';');
}
