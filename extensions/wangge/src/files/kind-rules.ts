/**
 * What a file is, by what is in it: neither its name nor what the browser says of it counts. Only where content has no sign of
 * its own (CSV, JSON) does the name say which of the two it is meant to be.
 *
 * Signs: JPEG ITU-T T.81 B.1.1.3 · PNG ISO/IEC 15948 5.2 · WebP RFC 9649 §2.4 · HEIF and AVIF ISO/IEC 23008-12 (brands) ·
 * PDF ISO 32000-2 7.5 · OOXML ISO/IEC 29500-2 (a ZIP with `[Content_Types].xml`).
 */
import type { Buffer } from 'node:buffer';
import type { Refusal } from '../kernel/refusal-rules.ts';
import { isUtf8 } from 'node:buffer';
import { refused } from '../kernel/refusal-rules.ts';
import { partNames } from './zip-directory-rules.ts';

/** What a photograph may come as. `heif`: what an iPhone takes, if the library can decode it. */
export type PhotoFormat = 'jpeg' | 'png' | 'webp' | 'heif';

export interface Kind {
  /** The media type that is stored. */
  type: string;
  /** The ending of its name, without the point. */
  ending: string;
  /** Null: no picture. */
  photo: PhotoFormat | null;
}

const OFFICE = 'application/vnd.openxmlformats-officedocument';
const PHOTOS: Record<PhotoFormat, Kind> = {
  jpeg: { type: 'image/jpeg', ending: 'jpg', photo: 'jpeg' },
  png: { type: 'image/png', ending: 'png', photo: 'png' },
  webp: { type: 'image/webp', ending: 'webp', photo: 'webp' },
  // Written anew as JPEG: nothing else shows everywhere.
  heif: { type: 'image/jpeg', ending: 'jpg', photo: 'heif' },
};
const DOCUMENTS = {
  pdf: { type: 'application/pdf', ending: 'pdf', photo: null },
  xlsx: { type: `${OFFICE}.spreadsheetml.sheet`, ending: 'xlsx', photo: null },
  docx: { type: `${OFFICE}.wordprocessingml.document`, ending: 'docx', photo: null },
  pptx: { type: `${OFFICE}.presentationml.presentation`, ending: 'pptx', photo: null },
  csv: { type: 'text/csv', ending: 'csv', photo: null },
  json: { type: 'application/json', ending: 'json', photo: null },
} satisfies Record<string, Kind>;

/** The media types under which photographs are stored; AVIF stands from earlier releases. */
export const PHOTO_TYPES: readonly string[] = ['image/jpeg', 'image/png', 'image/webp', 'image/avif'];
/** Of names that say they are pictures: what is in them is told apart from other files that are not accepted. */
const PICTURE_ENDING = /\.(?:jpe?g|jpe|jfif|png|webp|hei[cf]|avif|gif|bmp|tiff?|svg)$/i;

/** `name` and `type` as they were sent. */
export interface Sent { content: Buffer; name: string; type: string }

/** The refusal says what would be accepted. */
export function kindOf({ content, name, type }: Sent): Kind | Refusal {
  if (content.length === 0)
    return refused('file_empty');
  const photo = photoFormat(content);
  if (photo !== null)
    return PHOTOS[photo];
  if (isOtherPicture(content) || PICTURE_ENDING.test(name) || type.startsWith('image/'))
    return refused('file_no_photo');
  if (content.subarray(0, 5).toString('latin1') === '%PDF-')
    // The end of a PDF is marked; what broke off on the way has none.
    return content.lastIndexOf('%%EOF') >= content.length - 4096 && content.includes('%%EOF') ? DOCUMENTS.pdf : refused('file_broken');
  if (content.subarray(0, 4).toString('hex') === '504b0304')
    return officeKind(content);
  // The format of Office until 2003, and of files under a password since.
  if (content.subarray(0, 8).toString('hex') === 'd0cf11e0a1b11ae1')
    return refused('file_old_office');
  return textKind(content, name, type) ?? refused('file_kind');
}

function photoFormat(content: Buffer): PhotoFormat | null {
  const hex = content.subarray(0, 12).toString('hex');
  if (hex.startsWith('ffd8ff'))
    return 'jpeg';
  if (hex.startsWith('89504e470d0a1a0a'))
    return 'png';
  if (hex.startsWith('52494646') && hex.endsWith('57454250'))
    return 'webp';
  return /^ftyp(?:hei[cxms]|hev[cxms]|mif[12]|msf1|avi[fs])/.test(content.subarray(4, 12).toString('latin1')) ? 'heif' : null;
}

/** GIF, BMP, TIFF, JPEG XL, JPEG 2000, Photoshop. */
function isOtherPicture(content: Buffer): boolean {
  return /^(?:474946383[79]61|424d.{8}0000|49492a00|4d4d002a|ff0a|0000000c(?:4a584c20|6a502020)|38425053)/.test(content.subarray(0, 16).toString('hex'));
}

function officeKind(content: Buffer): Kind | Refusal {
  const parts = partNames(content);
  if (parts === null)
    return refused('file_broken');
  if (parts.some(part => part.endsWith('vbaproject.bin')))
    return refused('file_macros');
  const folder = (['xl', 'word', 'ppt'] as const).find(folder => parts.some(part => part.startsWith(`${folder}/`)));
  if (folder === undefined || !parts.includes('[content_types].xml'))
    return refused('file_kind');
  return { xl: DOCUMENTS.xlsx, word: DOCUMENTS.docx, ppt: DOCUMENTS.pptx }[folder];
}

/** So much of a text is looked at closely. */
const HEAD = 65_536;

function textKind(content: Buffer, name: string, type: string): Kind | null {
  if (!isText(content))
    return null;
  const first = content.subarray(0, HEAD).toString('latin1').replace(/^\u00EF\u00BB\u00BF/, '').trimStart();
  const last = content.subarray(-HEAD).toString('latin1').trimEnd();
  if (/\.(?:geo)?json$/i.test(name) || /^application\/(?:geo\+)?json/.test(type))
    return (first.startsWith('{') && last.endsWith('}')) || (first.startsWith('[') && last.endsWith(']')) ? DOCUMENTS.json : null;
  // A browser on a machine with Excel calls a CSV its own.
  const csv = /\.csv$/i.test(name) || /^(?:text\/csv|application\/vnd\.ms-excel)/.test(type);
  return csv && !first.startsWith('<') ? DOCUMENTS.csv : null;
}

/** UTF-8, or GB18030 as Chinese programs save text; no control characters but those of lines. */
function isText(content: Buffer): boolean {
  if (content.includes(0))
    return false;
  // eslint-disable-next-line no-control-regex
  if (/[\u0001-\u0008\u000E-\u001A\u001C-\u001F]/.test(content.subarray(0, HEAD).toString('latin1')))
    return false;
  return isUtf8(content) || isGb18030(content.subarray(0, HEAD));
}

function isGb18030(head: Buffer): boolean {
  try {
    // What was cut in the middle of a character is none of its faults.
    new TextDecoder('gb18030', { fatal: true }).decode(head, { stream: true });
    return true;
  }
  catch {
    return false;
  }
}
