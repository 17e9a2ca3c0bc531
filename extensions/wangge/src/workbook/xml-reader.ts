/** As much of XML as the parts of a workbook need: elements of one name out of a stream, and their text. */

export interface Element { attributes: Record<string, string | undefined>; content: string }

/** A row or a string of a workbook is never as long. */
const LONGEST = 32 * 1024 * 1024;

/** Elements of this name, whatever their prefix; they do not contain each other. */
export async function* elements(part: AsyncIterable<string>, name: string): AsyncGenerator<Element> {
  const opening = new RegExp(`<((?:\\w+:)?${name})(?=[\\s/>])([^>]*)>`, 'g');
  let text = '';
  for await (const chunk of part) {
    text += chunk;
    let from = 0;
    while (true) {
      opening.lastIndex = from;
      const found = opening.exec(text);
      if (found === null) {
        // A tag may be cut in two.
        from = Math.max(from, text.lastIndexOf('<'));
        break;
      }
      const [tag, prefixed, attributes] = found;
      const after = found.index + tag.length;
      const end = attributes!.endsWith('/') ? after : text.indexOf(`</${prefixed}>`, after);
      if (end < 0) {
        from = found.index;
        break;
      }
      yield { attributes: attributesOf(attributes!), content: text.slice(after, end) };
      from = end;
    }
    text = text.slice(from);
    if (text.length > LONGEST)
      throw new Error('Too long');
  }
}

function attributesOf(text: string): Record<string, string> {
  return Object.fromEntries([...text.matchAll(/([\w:]+)="([^"]*)"/g)].map(([, name, value]) => [name!, value!]));
}

/** All that stands in `t`, but for the reading aids of East Asian text. */
export function textOf(content: string): string {
  const read = content.includes('rPh') ? content.replaceAll(/<(?:\w+:)?rPh[\s>].*?<\/(?:\w+:)?rPh>/gs, '') : content;
  let text = '';
  for (const [, inside] of read.matchAll(/<(?:\w+:)?t(?:\s[^>]*)?>([^<]*)</g))
    text += inside;
  return plainText(text);
}

/** What stands in `v`; null: there is none. */
export function valueOf(content: string): string | null {
  const value = /<(?:\w+:)?v(?:\s[^>]*)?>([^<]*)</.exec(content)?.[1];
  return value === undefined ? null : plainText(value);
}

const NAMED: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: '\'' };

/** Entities, and `_x000D_` for what XML cannot hold. */
function plainText(text: string): string {
  const known = text.includes('&')
    ? text.replaceAll(/&(?:#x([\da-f]{1,6})|#(\d{1,7})|(\w+));/gi, (all, hex: string | undefined, decimal: string | undefined, name: string | undefined) => {
        if (name !== undefined)
          return NAMED[name] ?? all;
        const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
        return code <= 0x10FFFF ? String.fromCodePoint(code) : all;
      })
    : text;
  return known.includes('_x') ? known.replaceAll(/_x([\dA-F]{4})_/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))) : known;
}
