/** Sealed numbers: opened by the key that sealed them, found by their hash, changed by nobody unnoticed (I1). */
import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { fieldCipherOf } from '../../extensions/wangge/src/ledgers/field-encryption-rules.ts';

const KEY = 'a key of the installation, of any words';
const seals = fieldCipherOf(KEY);
const other = fieldCipherOf(`${KEY}!`);

describe('sealed numbers', () => {
  test.prop([fc.string({ unit: 'grapheme' })])('open to what was sealed', (number) => {
    const { cipher, hash } = seals.seal(number);
    expect(fieldCipherOf(KEY).open(cipher)).toBe(number);
    expect(fieldCipherOf(KEY).hash(number)).toBe(hash);
    expect(cipher).toMatch(/^v1\.[\w-]+$/);
  });
  test.prop([fc.string({ unit: fc.constantFrom(...'0123456789X'), minLength: 11, maxLength: 18 })])('two sealings of one number share the hash alone, and show no digit of it', (number) => {
    const [one, two] = [seals.seal(number), seals.seal(number)];
    expect(one.hash).toBe(two.hash);
    expect(one.cipher).not.toBe(two.cipher);
    expect(one.cipher + one.hash).not.toContain(number);
    expect(Buffer.from(one.cipher.slice(3), 'base64url').toString('latin1')).not.toContain(number);
  });
  test.prop([fc.string(), fc.string()])('other numbers have other hashes', (one, two) => {
    expect(seals.hash(one) === seals.hash(two)).toBe(one === two);
  });
  test.prop([fc.string({ minLength: 1 }), fc.nat(), fc.integer({ min: 1, max: 255 })])('a changed byte is noticed', (number, at, change) => {
    const bytes = Buffer.from(seals.seal(number).cipher.slice(3), 'base64url');
    const place = at % bytes.length;
    bytes[place] = bytes[place]! ^ change;
    expect(() => seals.open(`v1.${bytes.toString('base64url')}`)).toThrow();
  });
  test.prop([fc.string()])('another key opens nothing and hashes otherwise', (number) => {
    expect(() => other.open(seals.seal(number).cipher)).toThrow();
    expect(other.hash(number)).not.toBe(seals.hash(number));
  });
  test.prop([fc.string()])('what was never sealed is an error, not an answer', (text) => {
    expect(() => seals.open(text)).toThrow();
    expect(() => seals.open(`v1.${text}`)).toThrow();
  });
});

it('a key of less than 32 characters is none', () => {
  expect(() => fieldCipherOf('short')).toThrow(RangeError);
  expect(() => fieldCipherOf('k'.repeat(32))).not.toThrow();
});
