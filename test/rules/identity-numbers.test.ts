/** Numbers of people and enterprises: the standards' own examples hold, any slip of one digit does not (I1). */
import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { isDay } from '../../extensions/wangge/src/kernel/civil-date-rules.ts';
import { checkDigit, creditCheckSign, parseCreditCode, parseIdentityNumber, parsePhone } from '../../extensions/wangge/src/kernel/identity-number-rules.ts';

const TODAY = '2026-03-11';
const digits = (length: number): fc.Arbitrary<string> => fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: length, maxLength: length });
const birthday = fc.date({ min: new Date('1900-01-01T00:00:00Z'), max: new Date('2026-03-11T00:00:00Z'), noInvalidDate: true }).map(day => day.toISOString().slice(0, 10));
const region = fc.tuple(fc.constantFrom('11', '23', '31', '44', '53', '65', '81', '83'), digits(4)).map(parts => parts.join(''));
const identity = fc.tuple(region, birthday, digits(3)).map(([place, born, sequence]) => {
  const first = place + born.replaceAll('-', '') + sequence;
  return first + checkDigit(first);
});
const CREDIT_SIGNS = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const credit = fc.tuple(fc.constantFrom('91', '52', '11', 'N2'), digits(6), fc.string({ unit: fc.constantFrom(...CREDIT_SIGNS), minLength: 9, maxLength: 9 }))
  .map(parts => parts.join('')).map(first => first + creditCheckSign(first));
/** Another sign in one place. */
const slipped = (number: string, at: number, signs: string, other: number): string => {
  const rest = [...signs].filter(sign => sign !== number[at]);
  return number.slice(0, at) + rest[other % rest.length]! + number.slice(at + 1);
};

describe('identity numbers (GB 11643)', () => {
  it.each([
    ['11010519491231002X', '1949-12-31', 'female', '110105'],
    ['440524188001010014', null, null, null],
    ['110105199003070017', '1990-03-07', 'male', '110105'],
    ['650203198506151234', '1985-06-15', 'male', '650203'],
    ['650203198506151242', '1985-06-15', 'female', '650203'],
  ])('%s', (number, birth_on, sex, place) => {
    // The second example of the standard was born in 1880: right by its check digit, and nobody's who is alive.
    expect(checkDigit(number.slice(0, 17))).toBe(number[17]);
    expect(parseIdentityNumber(number, TODAY)).toEqual(birth_on === null ? null : { number, birth_on, sex, region: place });
  });
  it.each(['110101199003070013', '310101198001010012', '650203201202300017', '990101199001010015', '11010519491231002', '11010519491231002XX', '', 'X'])('refuses %s', (number) => {
    expect(parseIdentityNumber(number, TODAY)).toBeNull();
  });
  it('refuses 30 February and a birthday to come, whatever the check digit', () => {
    for (const first of ['65020320120230001', '11010520260312001', '00010519900307001'])
      expect(parseIdentityNumber(first + checkDigit(first), TODAY)).toBeNull();
  });
  it('converts the fifteen digits of before 1999', () => {
    expect(parseIdentityNumber('110105491231002', TODAY)?.number).toBe('11010519491231002X');
  });
  it('reads the permanent residence of foreigners by its own region', () => {
    const first = '91184019810228012';
    expect(parseIdentityNumber(first + checkDigit(first), TODAY)?.birth_on).toBe('1981-02-28');
  });

  test.prop([identity])('says birthday and sex, and reads its own output again', (number) => {
    const read = parseIdentityNumber(number, TODAY);
    expect(read).toMatchObject({ number, region: number.slice(0, 6), sex: '13579'.includes(number[16]!) ? 'male' : 'female' });
    expect(read!.birth_on.replaceAll('-', '')).toBe(number.slice(6, 14));
  });
  test.prop([identity, fc.constantFrom(' ', '　', '-', ' ')])('forgives full width, spaces, hyphens and a small x', (number, gap) => {
    const wide = [...number.toLowerCase()].map(sign => String.fromCharCode(sign.charCodeAt(0) + 0xFEE0)).join('');
    expect(parseIdentityNumber(wide, TODAY)?.number).toBe(number);
    expect(parseIdentityNumber(` ${number.slice(0, 6)}${gap}${number.slice(6, 14)}${gap}${number.slice(14)} `, TODAY)?.number).toBe(number);
  });
  test.prop([identity, fc.nat(17), fc.nat(8)])('no slip of one digit passes', (number, at, other) => {
    expect(parseIdentityNumber(slipped(number, at, at === 17 ? '0123456789X' : '0123456789', other), TODAY)).toBeNull();
  });
  test.prop([identity, fc.nat(16)])('no two neighbours change places unnoticed', (number, at) => {
    const swapped = number.slice(0, at) + number[at + 1] + number[at] + number.slice(at + 2);
    fc.pre(swapped !== number);
    expect(parseIdentityNumber(swapped, TODAY)).toBeNull();
  });
  test.prop([fc.string({ unit: 'binary' })])('anything at all is answered', (text) => {
    const read = parseIdentityNumber(text, TODAY);
    expect(read === null || /^\d{17}[\dX]$/.test(read.number)).toBe(true);
    expect([parsePhone(text), parseCreditCode(text)].every(one => one === null || /^[\dA-Z]+$/.test(one))).toBe(true);
  });
});

describe('social credit codes (GB 32100)', () => {
  it.each(['91350100M000100Y43', '91110000802100433B', '91330106673959654P'])('takes %s, also in small letters and with a space', (code) => {
    expect(parseCreditCode(code)).toBe(code);
    expect(parseCreditCode(` ${code.toLowerCase().slice(0, 8)} ${code.slice(8)}`)).toBe(code);
  });
  it.each(['91350100M000100Y44', '91350100M000100Y4', 'I1350100M000100Y43', '', '110105199003070017'])('refuses %s', (code) => {
    expect(parseCreditCode(code)).toBeNull();
  });
  test.prop([credit, fc.nat(17), fc.nat(29)])('no slip of one sign passes', (code, at, other) => {
    expect(parseCreditCode(code)).toBe(code);
    expect(parseCreditCode(slipped(code, at, CREDIT_SIGNS, other))).toBeNull();
  });
});

describe('telephones', () => {
  it.each([
    ['13800138000', '13800138000'],
    ['138 0013 8000', '13800138000'],
    ['138-0013-8000', '13800138000'],
    ['+86 138 0013 8000', '13800138000'],
    ['8613800138000', '13800138000'],
    ['008613800138000', '13800138000'],
    ['１３８００１３８０００', '13800138000'],
    ['010-62345678', '01062345678'],
    ['（010）62345678', '01062345678'],
    ['+86 10 6234 5678', '01062345678'],
    ['0316-2123456', '03162123456'],
    ['0571—88123456', '057188123456'],
    ['400-810-8888', '4008108888'],
  ])('%s is %s', (text, number) => {
    expect(parsePhone(text)).toBe(number);
  });
  it.each(['12800138000', '1380013800', '138001380000', '62345678', '010-12345678', '110', '12345', '无', '138****1234', '+1 212 555 0100', ''])('refuses %s', (text) => {
    expect(parsePhone(text)).toBeNull();
  });
  test.prop([fc.constantFrom('13', '15', '17', '18', '19'), digits(9)])('a number that was read is read again as itself', (head, tail) => {
    expect(parsePhone(head + tail)).toBe(head + tail);
  });
});

test.prop([fc.integer({ min: 1900, max: 2199 }), fc.integer({ min: 0, max: 13 }), fc.integer({ min: 0, max: 32 })])('a day is one that the calendar has', (year, month, date) => {
  const text = `${year}-${String(month).padStart(2, '0')}-${String(date).padStart(2, '0')}`;
  const there = new Date(`${text}T00:00:00Z`);
  expect(isDay(text)).toBe(!Number.isNaN(there.getTime()) && there.toISOString().slice(0, 10) === text);
});
