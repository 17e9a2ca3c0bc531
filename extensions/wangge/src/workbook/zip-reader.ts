/** The parts of a ZIP archive by name (APPNOTE 4.3), still compressed. Archives beyond 4 GiB are none of ours. */
import type { Buffer } from 'node:buffer';

export interface ZipPart { bytes: Buffer; deflated: boolean }

const END = 0x06054B50;
const ENTRY = 0x02014B50;
const PARTS_AT_MOST = 10_000;

/** Throws where the file breaks off or is none. */
export function openZip(file: Buffer): Map<string, ZipPart> {
  let end = file.length - 22;
  // A comment of up to 64 KiB may follow.
  while (end >= 0 && end > file.length - 22 - 65_536 && file.readUInt32LE(end) !== END)
    end--;
  if (end < 0 || file.readUInt32LE(end) !== END)
    throw new Error('No archive');
  const parts = new Map<string, ZipPart>();
  let at = file.readUInt32LE(end + 16);
  for (let left = Math.min(file.readUInt16LE(end + 10), PARTS_AT_MOST); left > 0; left--) {
    if (file.readUInt32LE(at) !== ENTRY)
      throw new Error('Broken archive');
    const [method, size, name, extra, comment, start] = [file.readUInt16LE(at + 10), file.readUInt32LE(at + 20), file.readUInt16LE(at + 28), file.readUInt16LE(at + 30), file.readUInt16LE(at + 32), file.readUInt32LE(at + 42)];
    if ((file.readUInt16LE(at + 8) & 1) === 1 || (method !== 0 && method !== 8))
      throw new Error('Encrypted, or packed in an unknown way');
    const data = start + 30 + file.readUInt16LE(start + 26) + file.readUInt16LE(start + 28);
    parts.set(file.toString('utf8', at + 46, at + 46 + name), { bytes: file.subarray(data, data + size), deflated: method === 8 });
    at += 46 + name + extra + comment;
  }
  return parts;
}
