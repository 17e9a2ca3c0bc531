/** The parts of an archive by name, inflated only as fast as they are taken. What its directory says of size and checksum has to be true. */
import type { Buffer } from 'node:buffer';
import type { Entry } from 'yauzl';
import { crc32 } from 'node:zlib';
import { fromBufferPromise } from 'yauzl';
import { PARTS_AT_MOST, RATIO_AT_MOST, RATIO_FREE, tooLarge, UNPACKED_AT_MOST, Unreadable } from './reading-limits.ts';

export interface ZipParts {
  has: (name: string) => boolean;
  /** Throws where it is larger than `bytesAtMost`, breaks off, or is not what was packed. */
  read: (name: string, bytesAtMost: number) => AsyncIterable<Buffer>;
}

/** Throws where the file breaks off or is none. Names of parts are the same in any case (ECMA-376-2). */
export async function openZip(file: Buffer): Promise<ZipParts> {
  const archive = await fromBufferPromise(file);
  if (archive.entryCount > PARTS_AT_MOST)
    throw tooLarge('parts');
  const entries = new Map<string, Entry>();
  for await (const entry of archive.eachEntry()) {
    if (entries.has(entry.fileName.toLowerCase()))
      throw new Error(`${entry.fileName} is there twice`);
    entries.set(entry.fileName.toLowerCase(), entry);
  }
  const taken = new Set<Entry>();
  let unpacked = 0;

  /** By what the directory says: more than that does not come out. A part that is read again counts once. */
  function assertBearable(entry: Entry, bytesAtMost: number): void {
    const { uncompressedSize, compressedSize, fileName } = entry;
    if (!taken.has(entry))
      unpacked += uncompressedSize;
    taken.add(entry);
    if (uncompressedSize > bytesAtMost || unpacked > UNPACKED_AT_MOST || (uncompressedSize > RATIO_FREE && uncompressedSize > compressedSize * RATIO_AT_MOST))
      throw tooLarge(fileName);
  }

  async function* read(name: string, bytesAtMost: number): AsyncGenerator<Buffer> {
    const entry = entries.get(name.toLowerCase());
    if (entry === undefined)
      throw new Error(`No part ${name}`);
    if (entry.isEncrypted())
      throw new Unreadable('file_encrypted');
    assertBearable(entry, bytesAtMost);
    let sum = 0;
    // A part that grows beyond the size it is said to have is broken off by the archive's reader.
    for await (const chunk of await archive.openReadStreamPromise(entry)) {
      sum = crc32(chunk as Buffer, sum);
      yield chunk as Buffer;
    }
    if (sum !== entry.crc32)
      throw new Error(`${name} is damaged`);
  }
  return { has: name => entries.has(name.toLowerCase()), read };
}
