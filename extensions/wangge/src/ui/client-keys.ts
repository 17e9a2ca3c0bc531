/** Every new item that the Studio sends carries a key of the form it was entered in: pressing save again after an answer that never came finds the first one. */
import type { Sent, Studio } from './studio-api.ts';
import { attemptsOf } from './client-key-rules.ts';
import { speakerOf } from './speaker.ts';

/** Reports keep their key in a column of their own, which a role of an administrator's may not have. */
const IN_A_COLUMN: ReadonlySet<string> = new Set(['issues']);

export function sendClientKeys({ api, sdk, onPage, writable }: Studio): void {
  const attempts = attemptsOf(newKey);
  onPage(attempts.forget);
  const keyed = (method: string | undefined, path: string | undefined, data: unknown): { data: object; key: string } | null => {
    const created = creation(method, path, data);
    if (created === null || (IN_A_COLUMN.has(created.collection) && writable(created.collection)?.includes('client_key') === false))
      return null;
    const place = window.location.pathname;
    const key = attempts.keyFor({ ...created, place, form: place.endsWith(`/content/${created.collection}/+`) });
    return { data: { ...created.item, client_key: key }, key };
  };

  const request = sdk.request.bind(sdk);
  sdk.request = async (options) => {
    const asked = options();
    const one = keyed(asked.method, asked.path, asked.body);
    if (one === null)
      return request(() => asked);
    try {
      const answer = await request(() => ({ ...asked, body: typeof asked.body === 'string' ? JSON.stringify(one.data) : one.data }));
      attempts.answered(one.key, 'saved');
      return answer;
    }
    catch (error) {
      attempts.answered(one.key, outcomeOf(error));
      throw (error as { response?: unknown } | undefined)?.response === undefined ? noAnswer(error) : error;
    }
  };

  api.interceptors.request.use((sent) => {
    const one = keyed(sent.method, sent.url, sent.data);
    return one === null ? sent : Object.assign(sent, { data: one.data });
  });
  api.interceptors.response.use((answer) => {
    const key = keyIn(answer.config);
    if (key !== null)
      attempts.answered(key, 'saved');
    return answer;
  }, (error: unknown) => {
    const key = keyIn((error as { config?: Sent } | undefined)?.config);
    if (key !== null)
      attempts.answered(key, outcomeOf(error));
    throw error;
  });
}

const speaker = speakerOf(
  { no_answer: '没有等到服务器的答复。请不要离开本页，再点一次保存：已经存下的不会重复登记。' },
  { no_answer: 'No answer came from the server. Stay on this page and save again: what was stored already is not stored twice.' },
);

/** What the Studio shows of it: the title is the translation `errors.WANGGE_NO_ANSWER`. */
function noAnswer(cause: unknown): Error {
  const message = speaker(document.documentElement.lang)('no_answer');
  return Object.assign(new Error(message, { cause }), { errors: [{ message, extensions: { code: 'WANGGE_NO_ANSWER' } }] });
}

/** Without an answer, or with that of something between, nobody knows what became of it. */
function outcomeOf(error: unknown): 'refused' | 'unknown' {
  const status = (error as { response?: { status?: number } } | undefined)?.response?.status;
  return status !== undefined && status < 500 ? 'refused' : 'unknown';
}

interface Creation { collection: string; item: Record<string, unknown>; content: string }

function creation(method: string | undefined, path: string | undefined, data: unknown): Creation | null {
  const collection = /^\/?items\/([^/?]+)$/.exec(path ?? '')?.[1];
  if (method?.toLowerCase() !== 'post' || collection === undefined)
    return null;
  const item = typeof data === 'string' ? parsed(data) : data;
  if (typeof item !== 'object' || item === null || Array.isArray(item) || item instanceof FormData || 'client_key' in item)
    return null;
  return { collection, item: item as Record<string, unknown>, content: JSON.stringify(item) };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  }
  catch {
    return null;
  }
}

/** Once it was sent, its content is a text. */
function keyIn(config: Sent | undefined): string | null {
  if (config?.method?.toLowerCase() !== 'post' || typeof config.data !== 'string' || !config.data.includes('"client_key"'))
    return null;
  return (parsed(config.data) as { client_key?: string } | null)?.client_key ?? null;
}

/** `crypto.randomUUID` is there only where the page is secure; an office's own network may have no certificate. */
function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = bytes[6]! & 0x0F | 0x40;
  bytes[8] = bytes[8]! & 0x3F | 0x80;
  const hex = Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
