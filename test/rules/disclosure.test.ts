/** Personal data in a text that is to be published: always found, wherever it stands; never seen in harmless words. */
import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { checkDigit } from '../../extensions/wangge/src/kernel/identity-number-rules.ts';
import { findPersonalData } from '../../extensions/wangge/src/kernel/personal-data-rules.ts';

const HARMLESS = [
  '小区北门路灯',
  '连续三晚不亮',
  '夜间出行不便',
  '已更换灯具两盏',
  '照明恢复',
  '，',
  '。',
  '；',
  '物业公司',
  '街道城管科',
  '居民',
  '接报后',
  '现场查看',
  '井盖破损',
  '周边无沉陷',
  '2026年3月2日',
  '3月2日上午9时',
  '共12处',
  '约300米',
  '第3网格',
  '5个工作日',
  '更换井盖2个',
  '投入1.5万元',
  '24小时',
  '二单元门口',
  '3号楼前',
  '东侧消防通道',
  '楼道堆物',
  '垃圾已清运',
  '三轮车4辆',
  '反映人已知晓',
  '联系人已告知',
  '经办理',
  '高压电线',
  '安全隐患',
  '水管漏水',
  '车辆乱停乱放',
  '张贴告示',
  '金额合计',
  '时间为',
  '黄色警戒线',
  '马路对面',
  '南侧围墙',
  '常态巡查',
  '110千伏',
  '2026-03-02',
  'A区',
  'B座大堂',
  'DN100管道',
  '于当日办结',
  '高大乔木',
  '石板路',
  '万家超市门前',
  '老年人',
  '全体业主',
  '平安社区',
  '许多居民',
  '时有发生',
  '应急处置',
  '施工单位',
  '何时修复',
  '关于加装',
  '解决了',
  '方便通行',
  '12345热线',
  '6月1日至8日',
  '9:00—18:00',
  '2025.01.02—2025.03.04',
] as const;
const harmless = fc.array(fc.constantFrom(...HARMLESS), { minLength: 0, maxLength: 12 }).map(parts => parts.join('，'));
/** Without digits at its edges: a number that stands next to another one is another number. */
const around = fc.array(fc.constantFrom(...HARMLESS.filter(part => !/[\dA-Z]/i.test(part))), { maxLength: 6 }).map(parts => `${parts.join('')}，`);

const digits = (n: number) => fc.array(fc.integer({ min: 0, max: 9 }), { minLength: n, maxLength: n }).map(list => list.join(''));
const mobile = fc.tuple(fc.integer({ min: 3, max: 9 }), digits(9)).map(([second, rest]) => `1${second}${rest}`);
const landline = fc.tuple(fc.constantFrom('010', '021', '0571', '0755'), fc.integer({ min: 2, max: 8 }), digits(7)).map(([area, first, rest]) => `${area}-${first}${rest}`);
const identity = fc.tuple(fc.constantFrom('110105', '330102', '654321'), fc.date({ min: new Date('1930-01-01'), max: new Date('2020-01-01'), noInvalidDate: true }), digits(3)).map(([region, birthday, sequence]) => {
  const first = region + birthday.toISOString().slice(0, 10).replaceAll('-', '') + sequence;
  return first + checkDigit(first);
});
const plate = fc.tuple(fc.constantFrom(...'京津沪浙粤川'), fc.constantFrom(...'ABCDE'), fc.constantFrom('', '·', ' '), fc.constantFrom('12345', 'A1234', 'D12345', '88K88', 'F0001')).map(parts => parts.join(''));
const email = fc.tuple(fc.constantFrom('zhang.san', 'lamp_01', 'a'), fc.constantFrom('example.com', 'mail.gov.cn')).map(([name, host]) => `${name}@${host}`);
const number = fc.integer({ min: 1, max: 40 });
const room = fc.integer({ min: 101, max: 2999 });
const door = fc.oneof(
  fc.tuple(number, number, room).map(([b, u, r]) => `${b}号楼${u}单元${r}室`),
  fc.tuple(number, room).map(([b, r]) => `${b}栋${r}`),
  fc.tuple(number, room).map(([u, r]) => `${u}单元${r}户`),
  fc.tuple(number, number, room).map(([b, u, r]) => `${b}-${u}-${r}`),
  room.map(r => `${r}室`),
  fc.tuple(number, room).map(([b, r]) => `${b}-${r}室`),
);
const name = fc.oneof(
  fc.tuple(fc.constantFrom('王', '李', '张', '欧阳', '赵'), fc.constantFrom('先生', '女士', '某某', '某', '阿姨')).map(parts => parts.join('')),
  fc.tuple(fc.constantFrom('姓名：', '联系人:', '反映人：', '户主为'), fc.constantFrom('王建国', '李芳', '欧阳明', '赵铁柱')).map(parts => parts.join('')),
);

const fullWidth = (text: string): string => text.replaceAll(/[\u0021-\u007E]/g, sign => String.fromCharCode(sign.charCodeAt(0) + 0xFEE0));
const spaced = (text: string, size: number): string => text.match(new RegExp(`.{1,${size}}`, 'g'))!.join(' ');
const writings = (text: string): string[] => [text, fullWidth(text), ...(/^[\dX]+$/.test(text) ? [spaced(text, 4), spaced(text, 1), fullWidth(spaced(text, 3)), spaced(text, 4).replaceAll(' ', '-')] : [])];

describe('personal data', () => {
  test.prop([harmless], { numRuns: 2000 })('is not seen in harmless words', (text) => {
    expect(findPersonalData({ text })).toEqual([]);
  });

  const KINDS = { phone: fc.oneof(mobile, landline), identity_number: identity, plate, email, door, name } as const;
  for (const [kind, inserted] of Object.entries(KINDS)) {
    test.prop([around, inserted, around, fc.nat()], { numRuns: 1000 })(`is found wherever it stands: ${kind}`, (before, secret, after, pick) => {
      const written = writings(secret)[pick % writings(secret).length]!;
      const text = `${before}${written}${after === '，' ? '' : `，${after}`}`;
      const faults = findPersonalData({ summary: text });
      expect(faults.map(fault => fault.kind)).toContain(kind);
      const fault = faults.find(entry => entry.kind === kind)!;
      expect(fault.field).toBe('summary');
      expect(text.slice(fault.position, fault.position + fault.found.length)).toBe(fault.found);
      // What is found covers the secret, less the label before a name.
      expect(fault.position).toBeLessThan(before.length + written.length);
    });
  }

  test.prop([around, mobile, around])('the contact is found without any word around it', (before, phone, after) => {
    const contact = { name: '南宫婉', phone };
    const kinds = findPersonalData({ result: `${before}南宫婉同意${after}致电${phone.slice(0, 3)}-${phone.slice(3, 7)}-${phone.slice(7)}` }, contact).map(fault => fault.kind);
    expect(kinds).toContain('contact');
    expect(kinds.length).toBeGreaterThanOrEqual(2);
  });

  it('says field, kind, words and place', () => {
    expect(findPersonalData({ title: '路灯照明：海棠里社区', summary: '住３号楼2单元501室的王女士（１３８ ００１３ ８０００）反映', result: null })).toEqual([
      { field: 'summary', kind: 'door', found: '３号楼2单元501室', position: 1 },
      { field: 'summary', kind: 'name', found: '王女士', position: 12 },
      { field: 'summary', kind: 'phone', found: '１３８ ００１３ ８０００', position: 16 },
    ]);
  });

  it('a wrong check digit is a slip of the pen, a case number is no person', () => {
    expect(findPersonalData({ text: '身份证11010519491231002Y' })).toEqual([]);
    expect(findPersonalData({ text: '身份证110105194912310029' })[0]?.kind).toBe('identity_number');
    expect(checkDigit('11010519491231002')).toBe('X');
    expect(findPersonalData({ text: '案号110105014-20260302-0001' })).toEqual([]);
  });
});
