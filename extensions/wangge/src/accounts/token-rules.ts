/** What tokens say, and whether they were made here. */
import { Buffer } from 'node:buffer';
import { createHmac, timingSafeEqual } from 'node:crypto';

/** Signed here (HS256)? Of a token that somebody made up nothing is said: not whether there is such an account, nor whose name it has. */
export function isOurs(token: string, secret: string): boolean {
  const [head = '', claims = '', signature = ''] = token.split('.');
  const given = Buffer.from(signature, 'base64url');
  const right = createHmac('sha256', secret).update(`${head}.${claims}`).digest();
  return given.length === right.length && timingSafeEqual(given, right);
}

/** Of tokens that no session stands behind: they say themselves how often the password had been set (`auth.jwt`). */
export function isOutdated(token: string | null, changes: number): boolean {
  const claims = claimsOf(token ?? '');
  if (claims === null)
    return false;
  const { session, share, password_changes = 0 } = claims;
  return session === undefined && share === undefined && password_changes !== changes;
}

interface Claims { iss?: string; session?: string; share?: string; password_changes?: number }

/** Directus has proved them already. Null: a fixed token, which may have points in it, too. */
function claimsOf(token: string): Claims | null {
  const [, claims, signature] = token.split('.');
  try {
    const said = signature === undefined ? null : JSON.parse(Buffer.from(claims!, 'base64url').toString('utf8')) as Claims | null;
    return said?.iss === 'directus' ? said : null;
  }
  catch {
    return null;
  }
}
