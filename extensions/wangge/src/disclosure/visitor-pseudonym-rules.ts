/** Who sends a form, without knowing who it is: a digest of the address, salted with the day's salt. */
import { createHmac } from 'node:crypto';

/** 32 hexadecimal digits; of an IPv6 address the network counts (/64), since one household has them all. */
export function visitorPseudonym(salt: string, address: string): string {
  return createHmac('sha256', salt).update(network(address)).digest('hex').slice(0, 32);
}

export function network(address: string): string {
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
 * Does the form come from our own page? It acts for nobody (no session, no cookie), so a foreign page gains nothing
 * by sending it but somebody else's address: that is what is kept out.
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
