/** How wide is each column? By what stands in it: short ones whole, long ones share what is left. Pure. */

/** So many characters count: beyond, a text is cut, since a row does not go over the page. */
export const LONGEST = 240;
/** Text that has no gap is not narrower than this, in characters. */
const WORD = 8;
const LEAST = 2.2;

/** Width in characters of Chinese text: Latin letters and digits are a little over half as wide, capitals two thirds. */
export function widthOf(text: string): number {
  let width = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    width += code < 0x2E80 ? (code >= 0x41 && code <= 0x5A ? 0.68 : 0.57) : code >= 0xDC00 && code <= 0xDFFF ? 0 : 1;
  }
  return width;
}

/** Widths that sum up to `total`. A column that fits into its fair share is as wide as its longest text; the others share by how much they hold. */
export function columnWidths(columns: readonly string[], rows: readonly (readonly string[])[], total: number, size: number): number[] {
  const wanted = columns.map((title, at) => demandOf(title, rows, at, size));
  const widths = new Map<number, number>();
  let left = total;
  for (;;) {
    const open = wanted.map((_, at) => at).filter(at => !widths.has(at));
    const fair = left / open.length;
    const fitting = open.filter(at => wanted[at]!.whole <= fair);
    if (open.length === 0 || fitting.length === 0)
      return share(wanted, widths, open, left);
    for (const at of fitting) {
      widths.set(at, wanted[at]!.whole);
      left -= wanted[at]!.whole;
    }
  }
}

interface Demand {
  /** Of the longest text in one line. */
  whole: number;
  /** What it holds in all. */
  sum: number;
  least: number;
}

function demandOf(title: string, rows: readonly (readonly string[])[], at: number, size: number): Demand {
  let [longest, sum, word] = [widthOf(title), widthOf(title), 0];
  for (const row of rows) {
    const text = row[at] ?? '';
    const width = widthOf(text);
    sum += width;
    if (width > longest)
      longest = width;
    if (width > word)
      word = Math.max(word, ...text.split(/[\s\u2E80-\uFFFF]+/).map(widthOf));
  }
  // A hair more than measured: the font knows better.
  return { whole: Math.max(longest, LEAST) * size + 2, sum, least: Math.max(Math.min(word, WORD * 2), LEAST) * size + 2 };
}

/** Long columns get by the root of what they hold, so that one very long one does not crush the rest; all fitting: everything is stretched. */
function share(wanted: readonly Demand[], widths: Map<number, number>, open: readonly number[], left: number): number[] {
  if (open.length === 0) {
    const whole = wanted.reduce((sum, one) => sum + one.whole, 0);
    return wanted.map(one => one.whole + left * one.whole / whole);
  }
  const least = open.reduce((sum, at) => sum + wanted[at]!.least, 0);
  const weight = open.reduce((sum, at) => sum + Math.sqrt(wanted[at]!.sum), 0);
  const spare = left - least;
  return wanted.map((one, at) => widths.get(at)
    ?? (spare <= 0 ? left * one.least / least : one.least + spare * Math.sqrt(one.sum) / weight));
}

/** A word that is wider than its column is broken anywhere. The font has no sign for "here", so the line ends. */
export function breakable(text: string, width: number, size: number): string {
  const most = Math.max(2, Math.floor((width - 1) / (0.68 * size)));
  return text.replaceAll(/[\u0021-\u007E]+/g, word => word.length <= most || widthOf(word) * size < width ? word : word.match(new RegExp(`.{1,${most}}`, 'g'))!.join('\n'));
}
