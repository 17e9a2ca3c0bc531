/** What may be written into a ledger: every fault at its field, numbers out of sight, the same again when sent again (I1, I2). */
import type { Facts } from '../../extensions/wangge/src/ledgers/entry-rules.ts';
import type { Dataset, Field, FieldKind, Values } from '../../extensions/wangge/src/ledgers/model.ts';
import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { sentence } from '../../extensions/wangge/src/kernel/refusal-rules.ts';
import { COMMON } from '../../extensions/wangge/src/ledgers/common-field-rules.ts';
import { checkEntry, entryChecker, entryKey, entryKeys } from '../../extensions/wangge/src/ledgers/entry-rules.ts';
import { fieldCipherOf } from '../../extensions/wangge/src/ledgers/field-encryption-rules.ts';
import { compileValidation } from '../../extensions/wangge/src/ledgers/field-validation.ts';
import { messages } from '../../extensions/wangge/src/ledgers/messages.ts';
import { COMMON_FIELDS, FIELD_KINDS } from '../../extensions/wangge/src/ledgers/model.ts';

const TODAY = '2026-03-11';
const GRID = '6f9619ff-8b86-4d01-b42d-00cf4fc964ff';
const seals = fieldCipherOf('a key of the installation, of any words');
const facts: Facts = { today: TODAY, seals, compile: compileValidation };
const NUMBER = '11010519491231002X';

function field(name: string, kind: FieldKind, more: Partial<Field> = {}): Field {
  return {
    field: name,
    kind,
    type: kind === 'person' || kind === 'entry' ? 'uuid' : 'string',
    label: { 'zh-CN': `字段${name}`, 'en-US': name },
    note: null,
    required: false,
    choices: kind === 'choice' || kind === 'choices' ? [{ value: 'a', label: { 'zh-CN': '甲', 'en-US': 'First' } }, { value: 'b', label: { 'zh-CN': '乙', 'en-US': 'Second' } }] : null,
    of: null,
    sealed: kind === 'identity_number' || kind === 'phone' ? kind : null,
    personal: null,
    min: null,
    max: null,
    max_length: null,
    validation: null,
    validation_message: null,
    ...more,
  };
}

function dataset(fields: Field[], key_fields: string[][] = []): Dataset {
  return { id: 'set', collection: 'ledger_test', name: { 'zh-CN': '测试', 'en-US': 'Test' }, category: 'c', review_days: 90, required: false, expected_from: 'declared', sensitivity: 'personal', key_fields, reference_field: 'name', print_fields: [], export_allowed: true, active: true, fields };
}

const RESIDENTS = dataset([
  field('name', 'text', { required: true, personal: 'name', max_length: 50 }),
  field('name_masked', 'text'),
  field('identity_number', 'identity_number'),
  field('phone', 'phone'),
  field('sex', 'choice', { choices: [{ value: 'male', label: { 'zh-CN': '男', 'en-US': 'Male' } }, { value: 'female', label: { 'zh-CN': '女', 'en-US': 'Female' } }], required: true }),
  field('birth_on', 'date', { required: true }),
], [['identity_number'], ['grid', 'name', 'birth_on']]);

const check = entryChecker(RESIDENTS, facts);
const codes = (faults: readonly { field: string | null; code: string }[]): Record<string, string> => Object.fromEntries(faults.map(({ field: at, code }) => [at, code]));
/** What one field makes of one value. */
function reads(kind: FieldKind, value: unknown, more: Partial<Field> = {}): unknown {
  const { values, faults } = checkEntry(dataset([field('x', kind, more)]), { grid: GRID, x: value }, { ...facts, stored: null });
  return faults.length > 0 ? codes(faults).x : values.x;
}

describe('one field', () => {
  it.each<[FieldKind, unknown, unknown, Partial<Field>?]>([
    ['text', ' 幸福小区　', '幸福小区'],
    ['text', 1203, '1203'],
    ['text', 'two\r\n  lines', 'two lines'],
    ['text', '', null],
    ['text', '　', null],
    ['text', 'a\0b', 'ab'],
    ['text', '\uD800', null],
    ['text', '\u200B', null],
    ['text', '𠮷'.repeat(3), '𠮷𠮷𠮷', { max_length: 3 }],
    ['text', '𠮷'.repeat(4), 'too_long', { max_length: 3 }],
    ['text', 'x'.repeat(256), 'too_long'],
    ['text', { a: 1 }, 'text_invalid'],
    ['text', ['a'], 'text_invalid'],
    ['text', true, 'text_invalid'],
    // T21: text that begins like a formula is text, kept as it is; the export makes it harmless.
    ['text', '=HYPERLINK("http://x")', '=HYPERLINK("http://x")'],
    ['text', '-5℃以下关闭', '-5℃以下关闭'],
    ['text', '@全体', '@全体'],
    ['long_text', 'two\r\nlines', 'two\nlines'],
    ['integer', '12', 12],
    ['integer', '１２', 12],
    ['integer', '1,200', 1200],
    ['integer', '12.0', 12],
    ['integer', 12.5, 'integer_invalid'],
    ['integer', '12人', 'number_invalid'],
    ['integer', 2 ** 31, 'out_of_range'],
    ['integer', -1, 'out_of_range', { min: 0 }],
    ['integer', -0, 0],
    ['decimal', '.5', 0.5],
    ['decimal', '1e3', 'number_invalid'],
    ['decimal', 1e300, 'out_of_range'],
    ['decimal', Number.NaN, 'number_invalid'],
    ['decimal', Number.POSITIVE_INFINITY, 'number_invalid'],
    ['percent', '85%', 85],
    ['percent', 101, 'out_of_range'],
    ['boolean', '是', true],
    ['boolean', 0, false],
    ['boolean', 'FALSE', false],
    ['boolean', '也许', 'boolean_invalid'],
    ['date', '2024年3月5日', '2024-03-05'],
    ['date', '2024/3/5', '2024-03-05'],
    ['date', '2024.03.05', '2024-03-05'],
    ['date', '20240305', '2024-03-05'],
    ['date', 20240305, '2024-03-05'],
    ['date', '2024-03-05T00:00:00.000Z', '2024-03-05'],
    ['date', new Date('2024-03-05T00:00:00Z'), '2024-03-05'],
    ['date', new Date(Number.NaN), 'date_invalid'],
    ['date', '2024-02-31', 'date_invalid'],
    ['date', '2023-02-29', 'date_invalid'],
    ['date', '1899-12-31', 'date_out_of_range'],
    ['date', '2200-01-01', 'date_out_of_range'],
    ['date', 45356, 'date_invalid'],
    ['choice', 'a', 'a'],
    ['choice', '乙', 'b'],
    ['choice', 'Second', 'b'],
    ['choice', '丙', 'choice_unknown'],
    ['choice', '__proto__', 'choice_unknown'],
    ['choices', ['a', '乙', 'a'], ['a', 'b']],
    ['choices', '甲、b', ['a', 'b']],
    ['choices', '["a","b"]', ['a', 'b']],
    ['choices', [], null],
    ['choices', ['a', 'z'], 'choice_unknown'],
    ['choices', { a: true }, 'text_invalid'],
    ['person', GRID.toUpperCase(), GRID],
    ['person', { id: GRID }, GRID],
    ['person', { id: GRID, name: '新名' }, 'reference_invalid'],
    ['person', '张三', 'reference_invalid'],
    ['entry', 5, 'reference_invalid'],
    ['credit_code', '91350100m000100y43', '91350100M000100Y43'],
    ['credit_code', '91350100M000100Y44', 'credit_code_invalid'],
    ['location', '116.397428, 39.909230', { type: 'Point', coordinates: [116.397428, 39.90923] }],
    ['location', '{"type":"Point","coordinates":[116.4,39.9]}', { type: 'Point', coordinates: [116.4, 39.9] }],
    ['location', '39.9, 116.4', 'location_invalid'],
    ['location', { type: 'Point', coordinates: 'x' }, 'location_invalid'],
    ['location', { type: 'Polygon', coordinates: [[[0, 0], [1, 0], [1, 1], [0, 0]]] }, { type: 'Polygon', coordinates: [[[0, 0], [1, 0], [1, 1], [0, 0]]] }],
    ['identity_number', '110105199003070018', 'identity_number_invalid'],
    // A spreadsheet has rounded it: one in eleven would still pass the check digit.
    ['identity_number', 110105194912310020, 'digits_lost'],
    ['phone', 13800138000, '138****8000'],
    ['phone', '62345678', 'phone_invalid'],
    ['phone', '138****8000', 'masked_text'],
  ])('%s of %j', (kind, value, expected, more) => {
    expect(reads(kind, value, more)).toEqual(expected);
  });

  const anything = fc.oneof(fc.anything({ withDate: true, withBigInt: true, withNullPrototype: true, withTypedArray: true, withSparseArray: true, maxDepth: 3 }), fc.string({ unit: 'binary' }), fc.double());
  test.prop([fc.constantFrom(...FIELD_KINDS), anything])('anything at all is a value or a fault with a sentence, never an exception', (kind, value) => {
    const { values, faults } = checkEntry(dataset([field('x', kind)]), { grid: GRID, x: value }, { ...facts, stored: null });
    expect(faults.length).toBeLessThanOrEqual(1);
    for (const fault of faults) {
      expect(fault.field).toBe('x');
      for (const language of ['zh-CN', 'en-US'] as const)
        expect(sentence(messages, fault, language)).toContain(language === 'zh-CN' ? '字段x' : 'x');
    }
    // What has passed can be stored: it survives JSON, holds no zero byte, and is the same when sent again.
    if (faults.length === 0 && values.x !== undefined) {
      const json = JSON.stringify(values.x);
      expect(json).not.toMatch(/\\u0000|\\ud[89a-f]/i);
      if (kind !== 'identity_number' && kind !== 'phone')
        expect(reads(kind, JSON.parse(json))).toEqual(values.x);
    }
  });
  test.prop([fc.anything()])('no entry is too strange either', (strange) => {
    expect(() => check(strange as Values, null)).not.toThrow();
    expect(() => check({ name: 'x' }, strange as Values)).not.toThrow();
  });
});

describe('an entry', () => {
  const complete = { grid: GRID, name: '张小明', identity_number: NUMBER };

  it('has its number sealed, shown masked, and birthday and sex from it', () => {
    const { values, sealed, faults } = check({ ...complete, phone: '138 0013 8000' }, null);
    expect(faults).toEqual([]);
    expect(values).toEqual({ grid: GRID, name: '张小明', name_masked: '张**', identity_number: '110105********002X', phone: '138****8000', sex: 'female', birth_on: '1949-12-31' });
    expect(seals.open(sealed.identity_number!.cipher)).toBe(NUMBER);
    expect(sealed.identity_number).toMatchObject({ kind: 'identity_number', hash: seals.hash(NUMBER) });
    expect(sealed.phone).toMatchObject({ kind: 'phone', hash: seals.hash('13800138000') });
    expect(JSON.stringify(values)).not.toContain('19491231');
  });
  it('says at which field number and birthday disagree, and what the number says', () => {
    const { faults } = check({ ...complete, birth_on: '1949-12-30', sex: '男' }, null);
    expect(codes(faults)).toEqual({ birth_on: 'birth_disagrees', sex: 'sex_disagrees' });
    expect(faults.map(fault => sentence(messages, fault, 'zh-CN'))).toEqual(expect.arrayContaining([expect.stringContaining('1949-12-31'), expect.stringContaining('女')]));
    expect(check({ ...complete, birth_on: '1949/12/31', sex: 'Female' }, null).faults).toEqual([]);
  });
  it('half filled in is refused with every field named', () => {
    expect(codes(check({}, null).faults)).toEqual({ grid: 'field_required', name: 'field_required', sex: 'field_required', birth_on: 'field_required' });
    expect(codes(check({ ...complete, name: '  ' }, null).faults)).toEqual({ name: 'field_required' });
    expect(codes(check({ ...complete, identity_number: 'x' }, null).faults)).toEqual({ identity_number: 'identity_number_invalid', sex: 'field_required', birth_on: 'field_required' });
  });
  it('born tomorrow is refused', () => {
    expect(codes(check({ grid: GRID, name: '张三', sex: 'male', birth_on: '2026-03-12' }, null).faults)).toEqual({ birth_on: 'date_future' });
  });
  it('keeps what only the system writes, and what it does not know, out', () => {
    const { values } = check({ ...complete, name_masked: '张小明', unknown: 1, entry_key: 'x', ['__proto__']: 1 }, null);
    expect(values).not.toHaveProperty('unknown');
    expect(values).not.toHaveProperty('entry_key');
    expect(values.name_masked).toBe('张**');
    expect(check({ name_masked: '张小明' }, { ...complete }).values).toEqual({ sex: 'female', birth_on: '1949-12-31' });
  });
  it('without a key of the installation takes no number in', () => {
    const { faults, values, sealed } = checkEntry(RESIDENTS, { ...complete, sex: 'female', birth_on: '1949-12-31' }, { ...facts, seals: null, stored: null });
    expect(codes(faults)).toEqual({ identity_number: 'no_ledger_key' });
    expect(JSON.stringify([values, sealed])).not.toContain(NUMBER);
  });
  it('leaves state and source to their defaults when empty, and never empties them', () => {
    expect(check({ ...complete, state: '', source: null }, null).values).not.toHaveProperty('state');
    expect(codes(check({ state: '' }, { ...complete, state: 'current', sex: 'female', birth_on: '1949-12-31' }).faults)).toEqual({ state: 'field_required' });
    expect(codes(check({ ...complete, state: 'gone' }, null).faults)).toEqual({ state: 'choice_unknown' });
    expect(check({ ...complete, state: '迁出' }, null).values.state).toBe('moved');
  });
});

describe('a change', () => {
  const stored = { grid: GRID, state: 'current', name: '张小明', name_masked: '张**', identity_number: '110105********002X', phone: '138****8000', sex: 'female', birth_on: '1949-12-31' };

  it('with the masked text sent back changes nothing', () => {
    expect(check({ ...stored }, stored)).toEqual({ values: expect.not.objectContaining({ identity_number: expect.anything(), phone: expect.anything() }), sealed: {}, faults: [] });
  });
  it('with any other stars is refused', () => {
    expect(codes(check({ identity_number: '110105********0017', phone: '139****8000', name: '张**' }, stored).faults)).toEqual({ identity_number: 'masked_text', phone: 'masked_text', name: 'masked_text' });
  });
  it('of the number replaces what is sealed; without a number it is taken away', () => {
    const { values, sealed } = check({ phone: '13900139000' }, stored);
    expect(values).toEqual({ phone: '139****9000' });
    expect(seals.open(sealed.phone!.cipher)).toBe('13900139000');
    expect(check({ phone: '' }, stored)).toEqual({ values: { phone: null }, sealed: { phone: null }, faults: [] });
  });
  it('is judged together with what stands', () => {
    expect(check({ remark: '走访' }, stored)).toEqual({ values: { remark: '走访' }, sealed: {}, faults: [] });
    expect(codes(check({ remark: '走访' }, { ...stored, name: null }).faults)).toEqual({ name: 'field_required' });
    expect(codes(check({ name: '' }, stored).faults)).toEqual({ name: 'field_required' });
    expect(codes(check({ identity_number: '650203198506151234' }, stored).faults)).toEqual({ birth_on: 'birth_disagrees', sex: 'sex_disagrees' });
    // Where the number was revealed, a birthday by itself is compared with it.
    expect(codes(check({ birth_on: '1950-01-01' }, { ...stored, identity_number: NUMBER }).faults)).toEqual({ birth_on: 'birth_disagrees' });
    expect(check({ identity_number: '110105********002X' }, { ...stored, identity_number: NUMBER }).faults).toEqual([]);
  });
  it('makes an incomplete entry void or moved all the same', () => {
    expect(check({ state: 'void' }, { ...stored, name: null }).faults).toEqual([]);
    expect(codes(check({ state: 'void', name: '' }, { ...stored, name: null }).faults)).toEqual({ name: 'field_required' });
    expect(codes(check({ state: 'current' }, { ...stored, state: 'void', name: null }).faults)).toEqual({ name: 'field_required' });
  });
});

describe('an administrator\'s own check', () => {
  const set = (filter: Record<string, unknown>, message: string | null = null): Dataset => dataset([field('code', 'text', { validation: filter, validation_message: message }), field('floors', 'integer')]);
  const faultsOf = (filter: Record<string, unknown>, values: Values, stored: Values | null = null): Record<string, string> => codes(checkEntry(set(filter), { grid: GRID, ...values }, { ...facts, stored }).faults);

  it('is the filter of Directus', () => {
    expect(faultsOf({ _and: [{ code: { _regex: '^B-\\d+$' } }] }, { code: 'B-12' })).toEqual({});
    expect(faultsOf({ _and: [{ code: { _regex: '^B-\\d+$' } }] }, { code: 'C-12' })).toEqual({ code: 'check_failed' });
    expect(faultsOf({ _or: [{ code: { _eq: 'none' } }, { _and: [{ code: { _starts_with: 'B' } }, { floors: { _gt: 3 } }] }] }, { code: 'B1', floors: 4 })).toEqual({});
    expect(faultsOf({ _or: [{ code: { _eq: 'none' } }, { _and: [{ code: { _starts_with: 'B' } }, { floors: { _gt: 3 } }] }] }, { code: 'B1', floors: 3 })).toEqual({ code: 'check_failed' });
    expect(faultsOf({}, { code: 'x' })).toEqual({});
  });
  it('is asked only of what is written', () => {
    expect(faultsOf({ code: { _regex: '^B' } }, { floors: 3 }, { grid: GRID, code: 'old' })).toEqual({});
    expect(faultsOf({ code: { _regex: '^B' } }, { code: 'new' }, { grid: GRID, code: 'old' })).toEqual({ code: 'check_failed' });
  });
  it('is told in the administrator\'s words', () => {
    const { faults } = checkEntry(set({ code: { _regex: '^B' } }, '楼号以 B 开头'), { grid: GRID, code: 'x' }, { ...facts, stored: null });
    expect(sentence(messages, faults[0]!, 'zh-CN')).toBe('“字段code”：楼号以 B 开头');
  });
  it('that nobody can understand lets nothing pass, and breaks nothing', () => {
    for (const filter of [{ code: { _regex: '(' } }, { _and: [{ code: { _regex: '[' } }] }])
      expect(faultsOf(filter, { code: 'x' })).toEqual({ code: 'check_failed' });
    for (const filter of [{ code: {} }, { code: null }, { _and: 5 }, { _or: null }, { code: { _unheard_of: 1 } }])
      expect(() => faultsOf(filter, { code: 'x' })).not.toThrow();
  });
});

describe('what makes two entries the same', () => {
  const person = { grid: GRID, name: '张小明', birth_on: '1949-12-31' };

  it('is the first list that is filled in', () => {
    const byNumber = entryKey(RESIDENTS, { ...person, identity_number: seals.hash(NUMBER) }, seals);
    expect(byNumber).toMatch(/^[\da-f]{64}$/);
    expect(entryKey(RESIDENTS, { name: '别名', identity_number: seals.hash(NUMBER) }, seals)).toBe(byNumber);
    expect(entryKey(RESIDENTS, person, seals)).not.toBe(byNumber);
    expect(entryKey(RESIDENTS, { ...person, birth_on: null }, seals)).toBeNull();
    expect(entryKey(RESIDENTS, person, null)).toBeNull();
    expect(entryKey(dataset([]), person, seals)).toBeNull();
    expect(entryKey(dataset([], [[]]), person, seals)).toBeNull();
  });
  it('is not spacing, width, case or trailing zeros', () => {
    expect(entryKey(RESIDENTS, { ...person, name: '张 小明 ' }, seals)).toBe(entryKey(RESIDENTS, person, seals));
    const areas = dataset([field('area', 'decimal')], [['area', 'code']]);
    expect(entryKey(areas, { area: '12.50', code: 'ａ1' }, seals)).toBe(entryKey(areas, { area: 12.5, code: 'A1' }, seals));
  });
  it('is looked for under the key of earlier releases, too, where that was another', () => {
    const doors = dataset([field('code', 'text')], [['code']]);
    const former = (code: string): string => seals.hash(JSON.stringify([doors.collection, ['code'], [code]]));
    expect(entryKeys(doors, { code: 'a 3-2' }, seals)).toEqual([former('A3-2')]);
    expect(entryKeys(doors, { code: 'a3—2【东】' }, seals)).toEqual([former('A3-2(东)'), former('A3—2【东】')]);
    expect(entryKeys(doors, { code: '\u200B' }, seals)).toEqual([]);
  });
  test.prop([fc.array(fc.string({ unit: fc.constantFrom('a', 'b', '"', ',') }), { minLength: 2, maxLength: 2 }), fc.array(fc.string({ unit: fc.constantFrom('a', 'b', '"', ',') }), { minLength: 2, maxLength: 2 })])('is told apart by every value in its place', (one, two) => {
    const set = dataset([field('x', 'text'), field('y', 'text')], [['x', 'y']]);
    const key = ([x, y]: string[]): string | null => entryKey(set, { x, y }, seals);
    fc.pre(key(one) !== null && key(two) !== null);
    expect(key(one) === key(two)).toBe(one[0] === two[0] && one[1] === two[1]);
  });
  test.prop([fc.anything(), fc.anything()])('is answered for anything', (name, birth_on) => {
    expect(() => entryKey(RESIDENTS, { grid: GRID, name, birth_on }, seals)).not.toThrow();
  });
});

it('the common fields are those of the model', () => {
  expect(COMMON.map(one => one.field)).toEqual([...COMMON_FIELDS]);
});
