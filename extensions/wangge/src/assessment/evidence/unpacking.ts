/** Packed content, unpacked as it comes. */
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';

export function unpackedFrom(content: Readable): Readable {
  const unpacked = createGunzip();
  // An error of the source would otherwise leave the reader waiting.
  content.once('error', error => unpacked.destroy(error)).pipe(unpacked);
  return unpacked;
}
