/** The names in a ZIP, by its central directory (APPNOTE 4.3.12, 4.3.16): nothing is unpacked. */
import { Buffer } from 'node:buffer';

const END = Buffer.from('504b0506', 'hex');
const ENTRY = 0x02014B50;
/** An end record, and the longest comment after it. */
const END_AT_MOST = 22 + 65_535;
/** A presentation of a hundred slides has about a thousand. */
const PARTS_AT_MOST = 20_000;

/** In lower case and with slashes, since programs write them either way; null: the directory is not whole. */
export function partNames(content: Buffer): string[] | null {
  const from = Math.max(0, content.length - END_AT_MOST);
  const end = content.subarray(from).lastIndexOf(END) + from;
  if (end < from || end + 22 > content.length)
    return null;
  const count = content.readUInt16LE(end + 10);
  const names: string[] = [];
  let at = content.readUInt32LE(end + 16);
  while (names.length < Math.min(count, PARTS_AT_MOST)) {
    if (at + 46 > end || content.readUInt32LE(at) !== ENTRY)
      return null;
    const [name, extra, comment] = [28, 30, 32].map(offset => content.readUInt16LE(at + offset)) as [number, number, number];
    names.push(content.subarray(at + 46, at + 46 + name).toString('latin1').replaceAll('\\', '/').toLowerCase());
    at += 46 + name + extra + comment;
  }
  return names;
}
