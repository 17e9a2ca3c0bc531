/** Every new item that the Studio sends carries a key of the form it was entered in: pressing save again after an answer that never came finds the first one. */
import type { Sent, Studio } from './studio-api.ts';
import { attemptsOf } from './client-key-rules.ts';

/** Reports keep their key in a column of their own, which a role of an administrator's may not have. */
const IN_A_COLUMN: ReadonlySet<string> = new Set(['issues']);

export function sendClientKeys({ api, onPage, writable }: Studio): void {
  const attempts = attemptsOf(newKey);
  onPage(attempts.forget);
  api.interceptors.request.use((sent) => {
    const created = creation(sent);
    if (created === null || (IN_A_COLUMN.has(created.collection) && writable(created.collection)?.includes('client_key') === false))
      return sent;
    const place = window.location.pathname;
    const key = attempts.keyFor({ ...created, place, form: place.endsWith(`/content/${created.collection}/+`) });
    return Object.assign(sent, { data: { ...created.item, client_key: key } });
  });
  const heard = (config: Sent | undefined, outcome: 'saved' | 'refused' | 'unknown'): void => {
    const key = keyIn(config);
    if (key !== null)
      attempts.answered(key, outcome);
  };
  api.interceptors.response.use((answer) => {
    heard(answer.config, 'saved');
    return answer;
  }, (error: unknown) => {
    const { config, response } = (error ?? {}) as { config?: Sent; response?: { status: number } };
    heard(config, response !== undefined && response.status < 500 ? 'refused' : 'unknown');
    throw error;
  });
}

interface Creation { collection: string; item: Record<string, unknown>; content: string }

function creation({ method, url, data }: Sent): Creation | null {
  const collection = /^\/?items\/([^/?]+)$/.exec(url ?? '')?.[1];
  if (method?.toLowerCase() !== 'post' || collection === undefined || typeof data !== 'object' || data === null || Array.isArray(data) || data instanceof FormData)
    return null;
  const item = data as Record<string, unknown>;
  return 'client_key' in item ? null : { collection, item, content: JSON.stringify(item) };
}

/** Once it was sent, its content is a text. */
function keyIn(config: Sent | undefined): string | null {
  if (config?.method?.toLowerCase() !== 'post' || typeof config.data !== 'string' || !config.data.includes('"client_key"'))
    return null;
  try {
    return String((JSON.parse(config.data) as { client_key?: unknown }).client_key ?? '') || null;
  }
  catch {
    return null;
  }
}

/** `crypto.randomUUID` is there only where the page is secure; an office's own network may have no certificate. */
function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = bytes[6]! & 0x0F | 0x40;
  bytes[8] = bytes[8]! & 0x3F | 0x80;
  const hex = Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
