/** What masked text still says: the ends of a number, a surname, the building; and never more (I1). */
import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { isMasked, maskAddress, maskIdentityNumber, maskName, maskPersonal, maskPhone, maskSealed } from '../../extensions/wangge/src/kernel/mask-rules.ts';

const digits = (length: number): fc.Arbitrary<string> => fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: length, maxLength: length });

describe('numbers', () => {
  it('keep their ends', () => {
    expect(maskIdentityNumber('11010519491231002X')).toBe('110105********002X');
    expect(maskPhone('13812341234')).toBe('138****1234');
    expect(maskPhone('01062345678')).toBe('010****5678');
    expect(maskPhone('057188123456')).toBe('057*****3456');
    expect(maskSealed('identity_number', '110105199003070017')).toBe('110105********0017');
  });
  test.prop([digits(18)])('the birthday of an identity number is gone', (number) => {
    const masked = maskIdentityNumber(number);
    expect(masked).toHaveLength(18);
    expect(masked.slice(6, 14)).toBe('********');
    expect(maskIdentityNumber(masked)).toBe(masked);
  });
  test.prop([fc.integer({ min: 10, max: 12 }).chain(digits)])('at least three digits of a telephone are gone', (number) => {
    expect(maskPhone(number)).toMatch(/^\d{3}\*{3,}\d{4}$/);
  });
  test.prop([fc.string({ maxLength: 8 })])('of what is too short nothing stays', (text) => {
    expect(maskIdentityNumber(text)).toBe('*'.repeat(text.length));
  });
});

describe('names', () => {
  it.each([['张三', '张*'], ['张小明', '张**'], ['欧阳小明', '欧**'], ['阿卜杜·热合曼', '阿**'], ['John Smith', 'J**'], ['𠮷野', '𠮷*'], ['王', '*'], ['', '*']])('%s → %s', (name, masked) => {
    expect(maskName(name)).toBe(masked);
  });
  test.prop([fc.string({ unit: 'grapheme', minLength: 2 })])('say one character, nothing of their length beyond two', (name) => {
    const masked = maskName(name);
    expect(isMasked(masked)).toBe(true);
    expect([...masked].length).toBeLessThanOrEqual(3);
    expect(maskName(masked)).toBe(masked);
  });
});

describe('addresses', () => {
  it.each([
    ['北京市朝阳区幸福路3号院5号楼2单元501室', '北京市朝阳区幸福路3号院5号楼***'],
    ['幸福小区12栋1单元302', '幸福小区12栋***'],
    ['幸福家园Ａ座１２０１', '幸福家园A座***'],
    ['幸福小区3-2-501', '幸福小区3***'],
    ['幸福小区3号楼', '幸福小区3号楼'],
    ['幸福镇李家村38号', '幸福镇李家村***'],
    ['幸福镇李家村二十三号', '幸福镇李家村***'],
    ['解放路56号', '解放路***'],
    ['村东头老槐树旁', '村***'],
    ['501', '***'],
    ['', '***'],
  ])('%s → %s', (address, masked) => {
    expect(maskAddress(address)).toBe(masked);
  });
  test.prop([fc.constantFrom('幸福小区', '李家村', '解放路'), fc.integer({ min: 1, max: 30 }), fc.integer({ min: 1, max: 6 }), fc.integer({ min: 101, max: 3305 })])('no door is left, however it is written', (place, building, unit, door) => {
    for (const address of [`${place}${building}号楼${unit}单元${door}室`, `${place}${building}栋${door}`, `${place}${building}-${unit}-${door}`, `${place}${building}幢 ${unit}单元 ${door}户`]) {
      const masked = maskAddress(address);
      expect(masked.endsWith('***')).toBe(true);
      expect(masked.startsWith(place)).toBe(true);
      expect(masked.slice(place.length)).toMatch(new RegExp(`^${building}(?:号楼|栋|幢)?\\*\\*\\*$`));
    }
  });
  test.prop([fc.string({ unit: 'binary', maxLength: 400 })])('are masked once', (text) => {
    expect(maskAddress(maskAddress(text))).toBe(maskAddress(text));
  });
});

test.prop([fc.string()])('of other personal text nothing is said', (text) => {
  expect(maskPersonal('other', text)).toBe('***');
});
