/** What is kept of a text, and which texts name the same thing. */
import fc from 'fast-check';
import { SaxesParser } from 'saxes';
import { describe, expect, it } from 'vitest';
import { cleanDeep, cleanItem } from '../../extensions/wangge/src/kernel/clean-item-rules.ts';
import { misfits } from '../../extensions/wangge/src/kernel/fitting-rules.ts';
import { cleanText, sameKey } from '../../extensions/wangge/src/kernel/text-rules.ts';

/** What is at odds with each other in texts: controls, directions, joiners, selectors, emoji, half surrogates, several scripts. */
const SIGNS = [
  ...'aZé路灯安Ａ１1-–—－ 　.·\'"=()（【\t\n\r\v\f\0\u0085\u2028',
  '\u200B',
  '\u200C',
  '\u200D',
  '\u202E',
  '\u2066',
  '\uFEFF',
  '\u00AD',
  '\u0301',
  '\u0323',
  '\u3099',
  'か',
  '\uFE00',
  '\uFE0E',
  '\uFE0F',
  '\u{E0100}',
  '葛',
  '\uF92C',
  '\u{2F800}',
  '\u0958',
  '👨',
  '👩',
  '\u{1F3FD}',
  '❤',
  '🏴',
  '\u{E0067}',
  '\u{E007F}',
  '\u20E3',
  '\uD800',
  '\uDC00',
  '\uFFFE',
  '\uFFFC',
  '\u{1FFFF}',
  'ن',
  'ᠠ',
  '\u180B',
  '\u180E',
  '\u1160',
  '가',
  'İ',
  'ß',
  'ſ',
  '\u2800',
];
const text = fc.oneof(
  fc.array(fc.constantFrom(...SIGNS), { maxLength: 14 }).map(signs => signs.join('')),
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.array(fc.integer({ min: 0, max: 0xFFFF }), { maxLength: 12 }).map(units => String.fromCharCode(...units)),
);

/** XML 1.0 §2.2, and no sign that XML 1.0 advises against. */
const XML_CHARS = /^[\t\n\u0020-\u007E\u00A0-\uD7FF\uE000-\uFDCF\uFDF0-\uFFFD\u{10000}-\u{10FFFF}]*$/u;

describe('what is kept of a text', () => {
  it('is the same when it is cleaned again', () => {
    fc.assert(fc.property(text, (raw) => {
      expect(cleanText(cleanText(raw))).toBe(cleanText(raw));
    }), { numRuns: 2000 });
  });

  it('is well-formed XML 1.0 text, in normal form C', () => {
    fc.assert(fc.property(text, (raw) => {
      const kept = cleanText(raw);
      expect(kept).toMatch(XML_CHARS);
      expect(kept.isWellFormed()).toBe(true);
      expect(kept.normalize('NFC')).toBe(kept);
    }), { numRuns: 2000 });
  });

  it('is read back from a feed as it is', () => {
    fc.assert(fc.property(text, (raw) => {
      const kept = cleanText(raw);
      let read = '';
      const parser = new SaxesParser();
      parser.on('text', (part) => {
        read += part;
      });
      parser.on('error', (error) => {
        throw error;
      });
      parser.write(`<t>${kept.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')}</t>`).close();
      expect(read).toBe(kept);
    }));
  });

  it('is never longer than what was sent, in normal form', () => {
    fc.assert(fc.property(text, (raw) => {
      expect(cleanText(raw).length).toBeLessThanOrEqual(raw.normalize('NFC').length);
    }), { numRuns: 2000 });
  });

  it('is all of it, where everything can be seen', () => {
    fc.assert(fc.property(fc.array(fc.constantFrom(...'路灯不亮，安贞里3号楼；\nabc XYZ\t1。“”·—（）￥'), { minLength: 1 }), (signs) => {
      const seen = `始${signs.join('')}`;
      expect(cleanText(seen)).toBe(seen);
    }));
  });

  it.each([
    ['楼道灯不亮\u000B影响出行', '楼道灯不亮影响出行'],
    ['\u200B', ''],
    [' \u3000\u00A0\u200B\n\u2800', ''],
    ['\u3164', ''],
    ['一\r\n二\r三\u2028四\u0085五', '一\n二\n三\n四\n五'],
    ['\u202E54321\u202C 号', '54321 号'],
    ['李\u2060四\uFEFF', '李四'],
    ['e\u200B\u0301', 'é'],
    ['图\uFFFC片\uFFFE', '图片'],
    ['半\uD83D个', '半个'],
    ['b\u00AD\u0000d\u007F\u009F', 'bd'],
    ['李\u200D四', '李四'],
    ['1\uFE0F号', '1号'],
    ['\u{E0041}\u{E0042}藏', '藏'],
    ['葛\u{E0100}\u{E0101}', '葛\u{E0100}'],
  ])('%j is kept as %j', (raw, kept) => {
    expect(cleanText(raw)).toBe(kept);
  });

  it.each([
    ['a glyph of a rare name', '葛\u{E0100}城'],
    ['one chosen by the standard', '辻\uFE00'],
    ['a rare character beyond the first plane', '𠮷野，\u{30EDE}面'],
    ['a character of an office\'s own', '\uE000'],
    ['a family', '👨\u200D👩\u200D👧'],
    ['a coloured heart on fire', '❤\uFE0F\u200D🔥'],
    ['a firefighter of a tone of skin', '👩🏽\u200D🚒'],
    ['a digit on a key', '1\uFE0F\u20E3'],
    ['a region\'s flag', '🏴\u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E0067}\u{E007F}'],
    ['Persian joiners', 'می\u200Cخواهم'],
    ['a Mongolian suffix', 'ᠰᠠᠷ\u180Eᠠ'],
    ['a Mongolian letter\'s form', 'ᠨ\u180B'],
    ['a paragraph\'s indent', '\u3000\u3000安贞里\n\t一'],
  ])('%s stays', (_, seen) => {
    expect(cleanText(seen)).toBe(seen);
  });
});

describe('what names the same thing', () => {
  it('is the same key of a key', () => {
    fc.assert(fc.property(text, (raw) => {
      expect(sameKey(sameKey(raw))).toBe(sameKey(raw));
    }), { numRuns: 2000 });
  });

  it('is so before and after cleaning', () => {
    fc.assert(fc.property(text, (raw) => {
      expect(sameKey(cleanText(raw))).toBe(sameKey(raw));
    }), { numRuns: 2000 });
  });

  const code = fc.stringMatching(/^[A-Z]{1,3}\d{1,4}(-\d{1,4}){0,2}$/);
  it('is so however a keyboard or a spreadsheet wrote it', () => {
    const wide = (sign: string) => String.fromCharCode(sign.charCodeAt(0) + 0xFEE0);
    const disguises: ((written: string) => string)[] = [
      written => written.toLowerCase(),
      written => [...written].map(wide).join(''),
      written => ` ${[...written].join('\u3000')}\u200B`,
      written => written.replaceAll('-', '——'),
      written => written.replaceAll('-', '−'),
      written => `="${written}"`,
      written => `'${written}`,
    ];
    fc.assert(fc.property(code, fc.subarray(disguises, { minLength: 1 }), (written, some) => {
      expect(sameKey(some.reduce((so, disguise) => disguise(so), written))).toBe(sameKey(written));
    }));
  });

  it('is another where a digit, a letter or the place of a dash differs', () => {
    fc.assert(fc.property(code, code, (one, other) => {
      expect(sameKey(one) === sameKey(other)).toBe(one === other);
    }));
  });

  it.each([
    ['HX1-0001', 'hx1-0001'],
    ['HX1-0001', 'ＨＸ1-0001'],
    ['HX1-0001', 'HX1–0001'],
    ['京社〔2025〕12号', '京社[2025] 12 号'],
    ['京社（2025）12号', '京社【2025】12号'],
    ['阿依古丽·买买提', '阿依古丽・买买提'],
    ['阿依古丽·买买提', '阿依古丽．买买提'],
    ['张 三', '张三'],
    ['葛\u{E0100}城', '葛城'],
    ['="00123"', '00123'],
    ['\'00123', '00123'],
    ['＇00123', '00123'],
    ['ﬁn', 'FIN'],
  ])('%j and %j do', (one, other) => {
    expect(sameKey(one)).toBe(sameKey(other));
  });

  it.each([['1-12', '11-2'], ['HX10', 'HX1O'], ['0123', '123'], ['1.2', '1·2'], ['张三', '张叁'], ['a', '']])('%j and %j do not', (one, other) => {
    expect(sameKey(one)).not.toBe(sameKey(other));
  });
});

describe('a row that is sent', () => {
  const column = (field: string, type: string, special: string[] = []) => ({ field, type, alias: type === 'alias', special });
  const columns = Object.fromEntries([
    column('name', 'string'),
    column('more', 'json'),
    column('password', 'hash', ['hash', 'conceal']),
    column('token', 'string'),
    column('parts', 'alias', ['o2m']),
  ].map(one => [one.field, one]));

  it('is cleaned in its texts, and in no secret nor in rows that are cleaned by themselves', () => {
    const dirty = '甲\u200B';
    expect(cleanItem({ name: dirty, more: { 'a': [dirty], 'b\u0000': 1 }, password: dirty, token: dirty, parts: [{ name: dirty }], other: dirty }, columns, true))
      .toEqual({ name: '甲', more: { a: ['甲'], b: 1 }, password: dirty, token: dirty, parts: [{ name: dirty }], other: dirty });
    expect(cleanItem({ more: '{"a":"\\u0000甲\\u200b"}' }, columns, true)).toEqual({ more: '{"a":"甲"}' });
    expect(cleanItem({ name: '\u200B' }, columns, true)).toEqual({ name: null });
    expect(cleanItem({ name: '\u200B' }, columns, false)).toEqual({ name: '' });
  });

  it('is the very same where there is nothing to clean', () => {
    const item = { name: '甲', more: { a: [1, null, '乙'] }, other: new Date(0) };
    expect(cleanItem(item, columns, true)).toBe(item);
    const query = Object.assign(Object.create(null) as object, { filter: { name: '甲' } });
    expect(cleanDeep(query)).toBe(query);
  });

  it('is refused at each field whose column cannot hold it', () => {
    const limits = new Map([['name', { kind: 'text', most: 3 }], ['count', { kind: 'integer', most: 99 }], ['share', { kind: 'decimal', most: 9.9 }], ['grid', { kind: 'key' }]] as const);
    const at = (item: object) => misfits(item as Record<string, unknown>, limits).map(({ code, field }) => `${field}: ${code}`);
    expect(at({ name: '一二三四', count: 100, share: 10, grid: 'x' })).toEqual(['name: text_too_long', 'count: number_too_large', 'share: number_too_large', 'grid: choice_expected']);
    expect(at({ count: '十' })).toEqual(['count: integer_expected']);
    // Whether a part of one is enough says the room.
    expect(at({ count: 1.5 })).toEqual([]);
    // Counted as the database counts: by characters.
    expect(at({ name: '𠮷𠮷𠮷', count: '99', share: null, grid: { id: 1 }, other: 'x'.repeat(99) })).toEqual([]);
    expect(at({ name: ' 一二三 ' })).toEqual([]);
  });
});
