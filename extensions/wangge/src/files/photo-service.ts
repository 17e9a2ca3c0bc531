/**
 * A photograph as it is kept: decoded whole, turned upright, scaled down to what is needed, and written anew. So nothing of the
 * camera's record (place, time, device) stays, nor anything that was hidden before, after or between its pixels.
 *
 * The work is done in libuv's threads by the library that Directus has too (sharp), so many at once; the main thread only waits.
 */
import type { Buffer } from 'node:buffer';
import type { Refusal } from '../kernel/refusal-rules.ts';
import type { PhotoFormat } from './kind-rules.ts';
import { createRequire } from 'node:module';
import process from 'node:process';
import { refused } from '../kernel/refusal-rules.ts';
import { LONGEST_SIDE, objectionToPhoto, pixelsAtMost } from './photo-rules.ts';

const sharp = librarySharp();
const SECONDS = 30;
/** What cameras of phones do to their files, and every viewer overlooks (libjpeg, jerror.h: JWRN_EXTRANEOUS_DATA, JWRN_NOT_SEQUENTIAL, JWRN_ADOBE_XFORM). */
const OVERLOOKED = /extraneous bytes|Invalid SOS parameters|Adobe color transform/;

export async function cleanPhoto(content: Buffer, format: PhotoFormat): Promise<Buffer | Refusal> {
  // The head alone; how much is decoded afterwards has its limit.
  const head = await sharp(content, { limitInputPixels: false }).metadata().catch(() => null);
  if (head === null || (format !== 'heif' && head.format !== format))
    return refused(unreadable(format));
  const objection = objectionToPhoto({ ...head, pages: isAnimatedPng(content, format) ? 2 : head.pages });
  if (objection !== null)
    return objection;
  try {
    return await written(content, format, pixelsAtMost(head), 'warning');
  }
  catch (error) {
    if (!OVERLOOKED.test(String(error)))
      return refused(unreadable(format));
  }
  return await written(content, format, pixelsAtMost(head), 'error').catch(() => refused(unreadable(format)));
}

function written(content: Buffer, format: PhotoFormat, limitInputPixels: number, failOn: 'warning' | 'error'): Promise<Buffer> {
  const photo = sharp(content, { limitInputPixels, failOn, sequentialRead: true })
    .timeout({ seconds: SECONDS })
    .autoOrient()
    .resize({ width: LONGEST_SIDE, height: LONGEST_SIDE, fit: 'inside', withoutEnlargement: true });
  switch (format) {
    case 'png': return photo.png().toBuffer();
    case 'webp': return photo.webp({ quality: 85 }).toBuffer();
    default: return photo.jpeg({ quality: 85 }).toBuffer();
  }
}

/** What the library cannot decode of an iPhone's is no fault of the file. */
function unreadable(format: PhotoFormat): string {
  return format === 'heif' ? 'photo_heic' : 'photo_unreadable';
}

/** The library sees one picture in it; `acTL` stands before the first (PNG 3rd edition, 11.3.6.1). */
function isAnimatedPng(content: Buffer, format: PhotoFormat): boolean {
  return format === 'png' && content.subarray(0, Math.max(content.indexOf('IDAT'), 0)).includes('acTL');
}

/**
 * It is Directus' own, with a binary for the machine that Directus runs on: in the official image it stands where only Directus
 * finds it.
 */
function librarySharp(): typeof import('sharp') {
  const finders = [
    () => createRequire(import.meta.url),
    () => createRequire(createRequire(process.argv[1]!).resolve('@directus/api')),
    () => createRequire(createRequire(createRequire(process.argv[1]!).resolve('directus/package.json')).resolve('@directus/api')),
  ];
  for (const finder of finders) {
    try {
      return finder()('sharp') as typeof import('sharp');
    }
    catch {}
  }
  throw new Error('The library that decodes photographs (sharp) is not found beside Directus');
}
