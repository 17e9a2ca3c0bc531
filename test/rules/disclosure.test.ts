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
  it('is told as it stands, whatever becomes longer in capitals', () => {
    expect(findPersonalData({ text: 'Straße ŉ ﬃ，致电13800138000。' })).toEqual([{ field: 'text', kind: 'phone', found: '13800138000', position: 13 }]);
  });
  it('is looked for in a text of nothing but digits without looking at all of them for each', () => {
    // Each of a hundred thousand: all that stand behind it, seven times over, would take minutes.
    expect(findPersonalData({ text: '9 '.repeat(100_000) })).toEqual([]);
  });
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

  it.each([
    ['投诉人张伟反映路灯不亮', 'name', '张伟'],
    ['居民李强家漏水', 'name', '李强'],
    ['联系王芳核实情况', 'name', '王芳'],
    ['经与赵铁柱沟通，双方达成一致', 'name', '赵铁柱'],
    ['经与孙丽协商', 'name', '孙丽'],
    ['业主欧阳明，要求尽快修复', 'name', '欧阳明'],
    ['来电人刘洋称电梯困人', 'name', '刘洋'],
    ['当事人陈晓东同意拆除', 'name', '陈晓东'],
    ['住户周建国的水管破裂', 'name', '周建国'],
    ['回访徐静，表示满意', 'name', '徐静'],
    ['其子马超到场处理', 'name', '马超'],
    ['王大爷反映', 'name', '王大爷'],
    ['李大姐来电', 'name', '李大姐'],
    ['张师傅已修好', 'name', '张师傅'],
    ['卡号6222021234567890128', 'bank_card', null],
    ['工资卡4111 1111 1111 1111', 'bank_card', '4111 1111 1111 1111'],
    ['护照E12345678', 'document', null],
    ['持EA1234567入境', 'document', 'EA1234567'],
    ['港澳通行证C12345678', 'document', null],
    ['回乡证H1234567890', 'document', null],
    ['台胞证号：12345678', 'document', null],
    ['微信号wang_123456', 'account', null],
    ['加微信：13800138000', 'account', null],
    ['QQ：12345678', 'account', null],
    ['V信 abcdef88', 'account', null],
    ['电话一三八零零一三八零零零', 'phone', '一三八零零一三八零零零'],
    ['手机幺三八〇〇幺三八〇〇〇', 'phone', '幺三八〇〇幺三八〇〇〇'],
    ['手机１３８　００１３　８０００', 'phone', '１３８　００１３　８０００'],
    ['电话138—0013—8000', 'phone', '138—0013—8000'],
    ['座机（010）6234 5678', 'phone', null],
    ['致电138零零13八000', 'phone', '138零零13八000'],
  ] as const)('%s: %s', (text, kind, found) => {
    const fault = findPersonalData({ text }).find(one => one.kind === kind);
    expect(fault, JSON.stringify(findPersonalData({ text }))).toBeDefined();
    if (found !== null)
      expect(fault!.found).toBe(found);
  });

  it.each([
    '司机师傅已联系',
    '公交司机师傅提醒',
    '联系修车师傅',
    '请水管师傅上门',
    '全体老师参加',
    '居民安全意识提高',
    '居民高龄，行动不便',
    '居民方便出行',
    '联系方式已公开',
    '联系物业修复',
    '联系施工单位处理',
    '经与管理处协商',
    '经与物业公司沟通',
    '经与施工方协商',
    '与周边居民沟通',
    '群众满意，',
    '联系安监部门',
    '居民关于停车的建议',
    '居民何时能用水',
    '告知相关单位',
    '回访居民，表示满意',
    '业主大会同意',
    '统一社会信用代码91350211M000100Y43',
    '社会信用代码52330106MJ8725114K',
    '路灯杆号C12345678',
    '设备编号E12345678',
    '微信公众号已发布',
    '微信群通知',
    '案号110105014-20260302-0001',
    '2026年03月02日',
    '第十二届三次会议',
    '一二三期工程',
    '热线12345',
    '投入123456元',
    '联系张贴单位',
    '联系马路养护队，',
    '老人温暖过冬',
    '慰问老人，送上米面',
    '通知商户，清理占道',
    '居民金额未退',
  ])('none in: %s', (text) => {
    expect(findPersonalData({ text })).toEqual([]);
  });

  it('a wrong check digit is a slip of the pen, a case number is no person', () => {
    expect(findPersonalData({ text: '身份证11010519491231002Y' })).toEqual([]);
    expect(findPersonalData({ text: '身份证110105194912310029' })[0]?.kind).toBe('identity_number');
    expect(checkDigit('11010519491231002')).toBe('X');
    expect(findPersonalData({ text: '案号110105014-20260302-0001' })).toEqual([]);
  });
});
