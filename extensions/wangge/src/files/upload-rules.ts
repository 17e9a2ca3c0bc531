/** What may be said of a file with its upload or afterwards; all else the system finds out, or it is nobody's to say. */
import type { Refusal } from '../kernel/refusal-rules.ts';
import type { Values } from '../kernel/values.ts';
import type { Kind } from './kind-rules.ts';
import { refused } from '../kernel/refusal-rules.ts';
import { cleanText } from '../kernel/text-rules.ts';

const SAID: readonly string[] = ['title', 'description', 'folder'];
/** An administrator may order files by them. */
const SAID_LATER: readonly string[] = ['tags', 'location'];
/** What Directus' own doors put beside it, whoever uploads; the file's content decides both. */
const PUT_BESIDE: readonly string[] = ['type', 'filename_download'];

/** `storage` may be named, as long as it is the one there is. */
export function objectionToFields(sent: Values, { upload, storage }: { upload: boolean; storage: string }): Refusal | null {
  const known = [...SAID, ...upload ? PUT_BESIDE : SAID_LATER];
  const field = Object.keys(sent).find(name => !known.includes(name) && !(upload && name === 'storage' && sent.storage === storage));
  return field === undefined ? null : refused('managed_field', field, { field });
}

export interface Description { title: string | null; description: string | null; folder: string | null }

/** What of the sent is stored; a form has nothing but texts. */
export function describedAs({ title, description, folder }: Values): Description {
  const text = (value: unknown, most: number): string | null => typeof value === 'string' ? [...cleanText(value).trim()].slice(0, most).join('') || null : null;
  return {
    title: text(title, 255),
    description: text(description, 2000),
    folder: typeof folder === 'string' && !['', 'undefined', 'null'].includes(folder) ? folder : null,
  };
}

const ENDINGS = /\.(?:jpe?g|jpe|jfif|png|webp|hei[cf]|avif|pdf|xlsx|docx|pptx|csv|txt|(?:geo)?json)$/i;
const NAME_AT_MOST = 120;

/** The name to download it by: no path, nothing that a file system minds, and the ending of what it is. */
export function nameOf(sent: unknown, { ending }: Kind): string {
  const base = cleanText(typeof sent === 'string' ? sent : '').replace(/^.*[/\\]/s, '').replaceAll(/[<>:"|?*\s]+/g, ' ').trim();
  const stem = [...base.replace(ENDINGS, '')].slice(0, NAME_AT_MOST).join('').replace(/^\.+|[. ]+$/g, '');
  return `${stem || 'file'}.${ending}`;
}

const UNITS: Record<string, number> = { b: 1, kb: 2 ** 10, mb: 2 ** 20, gb: 2 ** 30 };
const UNLESS_SAID = 20 * 2 ** 20;

/** As Directus reads `FILES_MAX_UPLOAD_SIZE`: `20mb`. */
export function bytesOf(size: unknown): number {
  const [, number, unit = 'b'] = /^(\d+(?:\.\d+)?) *([kmg]?b)?$/i.exec(String(size ?? '').trim()) ?? [];
  return number === undefined ? UNLESS_SAID : Math.floor(Number(number) * UNITS[unit.toLowerCase()]!);
}

export function megabytes(bytes: number): string {
  return String(Math.round(bytes / 2 ** 20 * 10) / 10);
}
