/** From where somebody asks, and from whose page. */

/** The network of an address: of IPv6 the first half (/64), since one household has all of it. */
export function networkOf(address: string): string {
  if (!address.includes(':') || address.toLowerCase().startsWith('::ffff:'))
    return address.replace(/^::ffff:/i, '');
  const [head = '', tail = ''] = address.split('%')[0]!.split('::') as [string, string?];
  const parts = (text: string): string[] => text === '' ? [] : text.split(':');
  const zeros = Math.max(0, 8 - parts(head).length - parts(tail).length);
  const groups = address.includes('::') ? [...parts(head), ...Array.from<string>({ length: zeros }).fill('0'), ...parts(tail)] : parts(head);
  return groups.slice(0, 4).map(group => Number.parseInt(group, 16).toString(16)).join(':');
}

interface Asking { headers: Record<string, string | string[] | undefined> }

/**
 * Does a form come from our own page? Of one that acts for nobody (no session, no cookie) a foreign page gains nothing but
 * somebody else's address; of one that acts for whoever is signed in it would gain what it asks for.
 */
export function isOwnForm({ headers }: Asking, publicUrl: string): boolean {
  const site = headers['sec-fetch-site'];
  if (typeof site === 'string')
    return site === 'same-origin' || site === 'none';
  const { origin } = headers;
  if (typeof origin !== 'string')
    return true;
  const hosts = [headers.host, URL.canParse(publicUrl) ? new URL(publicUrl).host : null];
  return URL.canParse(origin) && hosts.includes(new URL(origin).host);
}
