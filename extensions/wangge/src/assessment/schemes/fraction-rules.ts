/**
 * Exact fractions: what is compared is never rounded.
 *
 * A rank must not depend on the order of additions or on a rounding before the sort (T18),
 * so rates, points and totals are fractions of integers until they are shown or stored.
 */

export interface Fraction {
  readonly numerator: bigint;
  /** Always positive. */
  readonly denominator: bigint;
}

export const ZERO: Fraction = { numerator: 0n, denominator: 1n };
export const ONE: Fraction = { numerator: 1n, denominator: 1n };

export function fraction(numerator: number | bigint, denominator: number | bigint = 1n): Fraction {
  const [n, d] = [BigInt(numerator), BigInt(denominator)];
  if (d === 0n)
    throw new RangeError('A fraction needs a denominator other than zero');
  return d < 0n ? { numerator: -n, denominator: -d } : { numerator: n, denominator: d };
}

/** The exact value of a decimal such as `12.5`, given as a number or as the text a database returns. */
export function decimal(value: number | string): Fraction {
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(String(value).trim());
  if (!match)
    throw new RangeError(`Not a decimal: ${value}`);
  const places = match[3] ?? '';
  const digits = BigInt(`${match[2]}${places}`);
  return { numerator: match[1] === '-' ? -digits : digits, denominator: 10n ** BigInt(places.length) };
}

export function add(a: Fraction, b: Fraction): Fraction {
  if (a.denominator === b.denominator)
    return { numerator: a.numerator + b.numerator, denominator: a.denominator };
  return { numerator: a.numerator * b.denominator + b.numerator * a.denominator, denominator: a.denominator * b.denominator };
}

export function subtract(a: Fraction, b: Fraction): Fraction {
  return add(a, { numerator: -b.numerator, denominator: b.denominator });
}

export function multiply(a: Fraction, b: Fraction): Fraction {
  return { numerator: a.numerator * b.numerator, denominator: a.denominator * b.denominator };
}

/** `b` must not be zero. */
export function divide(a: Fraction, b: Fraction): Fraction {
  return fraction(a.numerator * b.denominator, a.denominator * b.numerator);
}

/** Negative, zero or positive, as `a` is less than, equal to or greater than `b`. */
export function compare(a: Fraction, b: Fraction): number {
  const [left, right] = [a.numerator * b.denominator, b.numerator * a.denominator];
  return left < right ? -1 : left > right ? 1 : 0;
}

export function atLeast(a: Fraction, least: Fraction): Fraction {
  return compare(a, least) < 0 ? least : a;
}

export function atMost(a: Fraction, most: Fraction): Fraction {
  return compare(a, most) > 0 ? most : a;
}

/** As decimal text with two places, half away from zero: 0.125 → `0.13`. */
export function rounded(value: Fraction): string {
  const negative = value.numerator < 0n;
  const size = negative ? -value.numerator : value.numerator;
  const hundredths = (size * 200n + value.denominator) / (value.denominator * 2n);
  const text = `${hundredths / 100n}.${String(hundredths % 100n).padStart(2, '0')}`;
  return negative && hundredths > 0n ? `-${text}` : text;
}
