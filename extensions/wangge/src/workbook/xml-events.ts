/** A part of a workbook as events: elements that begin and end, and their text. Prefixes are left out. */
import type { Buffer } from 'node:buffer';
import { SaxesParser } from 'saxes';

export interface XmlEvents {
  opened: (name: string, attributes: Readonly<Record<string, string>>) => void;
  closed?: (name: string) => void;
  text?: (text: string) => void;
}

/** No part of a workbook is as deep, and no element that holds no others as long. */
const DEEPEST = 64;
const LONGEST = 4 * 1024 * 1024;

/** After each piece of the part; what is not well-formed is thrown. */
export async function* parsed(part: AsyncIterable<Buffer>, { opened, closed, text }: XmlEvents): AsyncGenerator<void> {
  const parser = new SaxesParser();
  let [depth, since] = [0, 0];
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name, attributes }) => {
    if (++depth > DEEPEST)
      throw new Error('Too deep');
    since = 0;
    opened(withoutPrefix(name), attributes);
  });
  parser.on('closetag', ({ name }) => {
    depth--;
    since = 0;
    closed?.(withoutPrefix(name));
  });
  if (text !== undefined) {
    parser.on('text', text);
    parser.on('cdata', text);
  }
  let decoder: TextDecoder | null = null;
  for await (const chunk of part) {
    decoder ??= new TextDecoder(encodingOf(chunk), { fatal: true });
    parser.write(decoder.decode(chunk, { stream: true }));
    since += chunk.length;
    if (since > LONGEST)
      throw new Error('Too long');
    yield;
  }
  parser.write(decoder?.decode() ?? '').close();
}

/** A part that is read for what it says, not row by row. */
export async function parseWhole(part: AsyncIterable<Buffer>, events: XmlEvents): Promise<void> {
  for await (const _ of parsed(part, events)) { /* The events are all there is. */ }
}

/** By its mark, by how it begins, or as it says: some programs write GB 2312. One that says UTF-16 and is not, is UTF-8. */
function encodingOf(begin: Buffer): string {
  const [first, second] = begin;
  if ((first === 0xFF && second === 0xFE) || (first === 0x3C && second === 0))
    return 'utf-16le';
  if ((first === 0xFE && second === 0xFF) || (first === 0 && second === 0x3C))
    return 'utf-16be';
  const said = /^\s*<\?xml[^>]+?\bencoding\s*=\s*["']([\w.:-]+)["']/.exec(begin.subarray(0, 200).toString('latin1'))?.[1]?.toLowerCase() ?? 'utf-8';
  return said.startsWith('utf-16') || said.startsWith('ucs-2') ? 'utf-8' : said;
}

function withoutPrefix(name: string): string {
  const colon = name.indexOf(':');
  return colon < 0 ? name : name.slice(colon + 1);
}
