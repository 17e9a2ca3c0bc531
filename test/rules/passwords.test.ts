/** Which passwords may be chosen. */
import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { commonPasswords } from '../../extensions/wangge/src/accounts/common-passwords.ts';
import { messages } from '../../extensions/wangge/src/accounts/messages.ts';
import { firstPassword, isCommon, LEAST_SIGNS, passwordFault } from '../../extensions/wangge/src/accounts/password-rules.ts';
import { sentence } from '../../extensions/wangge/src/kernel/refusal-rules.ts';

const WANG = { email: 'wangxm@jd.example.cn', first_name: '小明', last_name: '王' };
const NOBODY = { email: null, first_name: null, last_name: null };
const common = commonPasswords();
const code = (password: unknown, holder = WANG): string | null => passwordFault(password, holder, common)?.code ?? null;

describe('a password', () => {
  it.each(['梧桐 咖啡 第七 码头', 'correct horse battery', 'Tq7-vm4x-Lw9z', 'Zk93.plum-tea', '今天下雨不带伞还是走路去'])('may be %s', password => expect(code(password)).toBeNull());

  it.each([
    ['短', 'password_short'],
    ['Tq7-vm4x-', 'password_short'],
    ['x'.repeat(129), 'password_long'],
    [12345678901, 'password_text'],
    [null, 'password_text'],
    ['王小明的密码是什么', 'password_short'],
    ['王小明的密码是什么呢呀', 'password_named'],
    ['我叫小明今年三十岁啦啦', 'password_named'],
    ['WangXM-spring-tea', 'password_named'],
    ['ｗａｎｇｘｍ-spring-tea', 'password_named'],
    ['小 明 forever young', 'password_named'],
    ['password1234', 'password_common'],
    ['Password!!', 'password_common'],
    ['QWERTYUIOP', 'password_common'],
    ['1q2w3e4r5t', 'password_common'],
    ['13800138000', 'password_common'],
    ['2026-11-30', 'password_common'],
    ['110105199003078515', 'password_common'],
    ['aaaaaaaaaa', 'password_common'],
    ['abababababab', 'password_common'],
    ['abcdefghij', 'password_common'],
    ['zyxwvutsrq', 'password_common'],
    ['ab12ab12ab12', 'password_common'],
    ['wangge2026!', 'password_common'],
    ['网格化管理123456', 'password_common'],
  ])('%s: %s', (password, expected) => expect(code(password)).toBe(expected));

  it('a surname or two letters of a name are no reason', () => {
    expect(code('王府井的早茶 7 元一份')).toBeNull();
    expect(code('l3 goes to the harbour', { email: 'l3@example.com', first_name: 'Al', last_name: null } as never)).toBeNull();
  });

  test.prop([fc.string({ unit: 'grapheme', maxLength: 140 })])('is refused with a sentence, or may be chosen', (password) => {
    const fault = passwordFault(password, WANG, common);
    if (fault !== null)
      expect(sentence(messages, fault, 'zh-CN')).not.toMatch(/\{\w+\}/);
    else
      expect([...password.normalize('NFC')].length).toBeGreaterThanOrEqual(LEAST_SIGNS);
  });
  test.prop([fc.string({ minLength: 0, maxLength: 20 }), fc.constantFrom('wangxm', 'WANGXM', 'ＷａｎｇＸＭ', '王小明', '小明'), fc.string({ minLength: 0, maxLength: 20 })])('with the name anywhere in it is refused', (before, name, after) => {
    expect(passwordFault(before + name + after, WANG, common)).not.toBeNull();
  });
  test.prop([fc.constantFrom(...[...common].slice(0, 3000)), fc.stringMatching(/^\d{0,4}[!.]?$/), fc.boolean()])('a common word with a year behind it is refused', (word, frills, loud) => {
    expect(passwordFault((loud ? word.toUpperCase() : word) + frills, NOBODY, common)).not.toBeNull();
  });
  test.prop([fc.infiniteStream(fc.nat({ max: 1_000_000 }))])('a first password is one that may be chosen, whatever the dice say', (dice) => {
    const made = firstPassword(below => dice.next().value! % below);
    expect(made).toMatch(/^(?:[a-z2-9]{4}-){3}[a-z2-9]{4}$/);
    expect(made).not.toMatch(/[il01o]/);
  });
  it('runs are found in any direction, words are not taken for runs', () => {
    expect(isCommon('9876543210x', new Set())).toBe(true);
    expect(isCommon('harbour lantern', new Set())).toBe(false);
  });
});
