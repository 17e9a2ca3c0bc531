/** What a number's format makes of it for people: a day, a share of a hundred, digits before it, signs around it (ECMA-376, 18.8.30 f.). Pure. */

/** `digits`: shown with zeros before it, so many digits in all. */
export type NumberFormat = 'plain' | 'date' | 'percent' | 'adorned' | { digits: number };

/** Built-in formats; of days and times the Chinese ones (27–36, 50–58) among them. */
const DATES = [[14, 22], [27, 36], [45, 47], [50, 58]] as const;
const [PERCENT, FRACTIONS] = [[9, 10], [12, 13]];

/** `code`: of a workbook's own format. */
export function numberFormatOf(id: number, code: string | undefined): NumberFormat {
  if (code !== undefined)
    return formatSaying(code);
  if (PERCENT!.includes(id))
    return 'percent';
  if (FRACTIONS!.includes(id))
    return 'adorned';
  return DATES.some(([from, to]) => from <= id && id <= to) ? 'date' : 'plain';
}

/** What stands in quotes, is escaped (`\`, in China also `!`), or is as wide as another sign or repeated. */
const LITERAL = /"[^"]*"|[\\!_*]./gs;
const LETTERS = /[\p{L}\p{N}]/u;

function formatSaying(code: string): NumberFormat {
  const literals = code.match(LITERAL) ?? [];
  const currencies = [...code.matchAll(/\[\$([^\]-]*)/g)].map(([, sign]) => sign!);
  const bare = code.replaceAll(LITERAL, '').replaceAll(/\[[^\]]*\]/g, '').replaceAll(/general|g\/通用格式/gi, '').replaceAll(/E[+-]/gi, '');
  // Elapsed hours (`[h]:mm`) have a minute beside them.
  if (/[ymdhse]|a{3}/i.test(bare.replaceAll('@', '')) || /\[[hms]+\]/i.test(code))
    return 'date';
  if (bare.includes('%'))
    return 'percent';
  const first = bare.split(';')[0]!.trim();
  const adorns = literals.some(literal => !'_*'.includes(literal[0]!) && LETTERS.test(literal)) || currencies.some(sign => LETTERS.test(sign)) || /[^\s\d#?.,+\-()@;¥$€£￥]/.test(bare);
  if (adorns)
    return 'adorned';
  if (/^0{2,}$/.test(first))
    return { digits: first.length };
  const whole = first.split('.')[0]!;
  return whole.replaceAll(/[^0]/g, '').length > 1 || /[0#?]\s*[-/]\s*[#?\d]/.test(first) ? 'adorned' : 'plain';
}
