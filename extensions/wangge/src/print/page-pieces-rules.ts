/** What a page of pdfmake is put together from where everything has its place: text that fits, frames, enlarging. Pure. */

export type Node = Record<string, unknown>;

export const COLOURS = {
  deep: '#17456b',
  accent: '#a8322d',
  ink: '#1a1f27',
  grey: '#566170',
  line: '#c3ccd6',
  ground: '#f4f6f9',
  pale: '#dbe7f2',
  white: '#ffffff',
} as const;

/** How wide a text is, in the size of its letters. */
export function emsOf(text: string): number {
  return [...text].reduce((sum, letter) => sum + (letter > '~' ? 1 : 0.56), 0);
}

export function at(x: number, y: number, width: number, node: Node): Node {
  return { absolutePosition: { x, y }, columns: [{ width, ...node }] };
}

export function rect(x: number, y: number, w: number, h: number, look: { color?: string; lineColor?: string; lineWidth?: number; r?: number }): Node {
  return { absolutePosition: { x, y }, canvas: [{ type: 'rect', x: 0, y: 0, w, h, ...look }] };
}

/** The height of a line, in the size of its letters: of Noto Sans SC, as pdfmake sets it. */
export const LINE = 1.448;

interface Fitted { text: string; fontSize: number; noWrap?: true }

/** As large as it fits on one line; a text that does not even at the smallest size is cut. */
export function fitted(text: string, width: number, largest: number, smallest: number): Fitted {
  // A little to spare: bold letters are wider.
  const fontSize = Math.min(largest, Math.max(smallest, Math.floor(width / (emsOf(text) * 1.04 || 1) * 4) / 4));
  return { text: cut(text, width / fontSize / 1.04), fontSize, noWrap: true };
}

/** On two lines, if on one it would be smaller than `least`. */
export function fittedTwice(text: string, width: number, largest: number, least: number): Fitted {
  const once = fitted(text, width, largest, least);
  if (!once.text.endsWith('…'))
    return once;
  const fontSize = Math.max(least / 2, Math.min(least, Math.floor(width * 0.9 * 2 / emsOf(text) * 4) / 4));
  return { text: clipped(text, width, fontSize, 2), fontSize };
}

function cut(text: string, ems: number): string {
  if (emsOf(text) <= ems)
    return text;
  const letters = [...text];
  while (letters.length > 1 && emsOf(`${letters.join('')}…`) > ems)
    letters.pop();
  return `${letters.join('')}…`;
}

/** How many lines a text takes; Chinese punctuation moves a letter now and then. */
export function linesOf(text: string, width: number, fontSize: number): number {
  return Math.max(1, Math.ceil(emsOf(text) * fontSize / (width * 0.95)));
}

/** At most so many lines. */
export function clipped(text: string, width: number, fontSize: number, lines: number): string {
  return linesOf(text, width, fontSize) <= lines ? text : cut(text, width * 0.95 / fontSize * lines);
}

const MEASURES = new Set(['fontSize', 'width', 'height', 'margin', 'x', 'y', 'x1', 'x2', 'y1', 'y2', 'w', 'h', 'r', 'lineWidth', 'fit', 'characterSpacing', 'columnGap']);

/** The same page on larger paper: A3 is A4 by the root of two. */
export function enlarged<Value>(value: Value, times: number, measured = false): Value {
  if (typeof value === 'number')
    return (measured ? value * times : value) as Value;
  if (Array.isArray(value))
    return value.map(one => enlarged(one as unknown, times, measured)) as Value;
  if (typeof value !== 'object' || value === null)
    return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, enlarged(one as unknown, times, MEASURES.has(key))])) as Value;
}
