/** What the Studio shows of ledgers: badges, protected numbers, changes, the trial of a workbook, the freshness panel. */
import type { Job } from '../../extensions/wangge/src/ledgers/ui/ledger-workbook/view.ts';
import type { StudioField } from '../../extensions/wangge/src/ui/form-fields.ts';
import type { Preset } from '../../extensions/wangge/src/ui/list-preset.ts';
import type { ImportAnswer } from '../../extensions/wangge/src/ui/trial-view.ts';
import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { checkDigit } from '../../extensions/wangge/src/kernel/identity-number-rules.ts';
import { freshness } from '../../extensions/wangge/src/ledgers/model.ts';
import { changesOf, findingFields, sealedIn } from '../../extensions/wangge/src/ledgers/ui/ledger-entry/view.ts';
import { speaker as entrySpeaker } from '../../extensions/wangge/src/ledgers/ui/ledger-entry/words.ts';
import { matrixOf, talliedByDay } from '../../extensions/wangge/src/ledgers/ui/ledger-freshness-panel/view.ts';
import { speaker as panelSpeaker } from '../../extensions/wangge/src/ledgers/ui/ledger-freshness-panel/words.ts';
import { jobShare, jobText } from '../../extensions/wangge/src/ledgers/ui/ledger-workbook/view.ts';
import { speaker as workbookSpeaker } from '../../extensions/wangge/src/ledgers/ui/ledger-workbook/words.ts';
import { filledIn, verdictOf } from '../../extensions/wangge/src/ledgers/ui/protected-value/view.ts';
import { speaker as numberSpeaker } from '../../extensions/wangge/src/ledgers/ui/protected-value/words.ts';
import { badgeOf } from '../../extensions/wangge/src/ledgers/ui/shared/freshness.ts';
import { rowsOf } from '../../extensions/wangge/src/ledgers/ui/shared/row-filter.ts';
import { addDays, dayIn } from '../../extensions/wangge/src/ui/days.ts';
import { nameIn } from '../../extensions/wangge/src/ui/file-download.ts';
import { presetWithFilter } from '../../extensions/wangge/src/ui/list-preset.ts';
import { trialOf } from '../../extensions/wangge/src/ui/trial-view.ts';

const zh = 'zh-CN';
const TODAY = '2026-11-23';

describe('the badge of an entry', () => {
  it('says how fresh it is, until when, and how long that is', () => {
    expect(badgeOf('2026-12-31', TODAY, zh)).toEqual({ state: 'fresh', label: '正常', until: '请于 2026年12月31日 前核实', left: '还剩 38 天' });
    expect(badgeOf('2026-11-30', TODAY, zh)).toMatchObject({ state: 'due', label: '待核', left: '还剩 7 天' });
    expect(badgeOf('2026-11-23', TODAY, zh)).toMatchObject({ state: 'due', left: '今日到期' });
    expect(badgeOf('2026-11-22', TODAY, zh)).toMatchObject({ state: 'stale', label: '逾期未维护', left: '已逾期 1 天' });
    expect(badgeOf('2026-12-31', TODAY, 'en-US')).toMatchObject({ label: 'Fresh', until: 'to be confirmed by December 31, 2026' });
    expect(badgeOf(null, TODAY, zh)).toBeNull();
  });

  it('knows the day where the installation is', () => {
    const moment = new Date('2026-11-22T17:00:00Z');
    expect(dayIn('Asia/Shanghai', moment)).toBe('2026-11-23');
    expect(dayIn('UTC', moment)).toBe('2026-11-22');
  });

  const days = fc.date({ min: new Date('2020-01-01'), max: new Date('2030-12-31'), noInvalidDate: true }).map(date => date.toISOString().slice(0, 10));
  test.prop([days, days])('and the filters of lists agree with it, each day in exactly one', (review_due_on, today) => {
    const matching = (['fresh', 'due', 'stale'] as const).filter((state) => {
      const [, { review_due_on: rule }] = rowsOf(null, today, state)._and as [unknown, { review_due_on: { _gt?: string; _lt?: string; _between?: [string, string] } }];
      return rule._between ? review_due_on >= rule._between[0] && review_due_on <= rule._between[1] : rule._gt ? review_due_on > rule._gt : review_due_on < rule._lt!;
    });
    expect(matching).toEqual([freshness(review_due_on, today)]);
  });
  test.prop([days, fc.nat(4000)])('days are added and taken away', (day, count) => {
    expect(addDays(addDays(day, count), -count)).toBe(day);
  });
});

describe('a list with a filter', () => {
  const filter = rowsOf('01/02/', TODAY);

  it('is the reader\'s own view, or a copy of everybody\'s', () => {
    const everybody: Preset = { id: 3, user: null, collection: 'ledger_shops', bookmark: null, filter: null, layout: 'tabular', layout_query: { tabular: { fields: ['name'] } } };
    expect(presetWithFilter(everybody, 'ledger_shops', 'me', filter)).toEqual({ ...everybody, id: undefined, user: 'me', role: null, search: null, filter });
    expect(presetWithFilter(everybody, 'ledger_shops', 'me', filter)).not.toHaveProperty('id');
    expect(presetWithFilter({ ...everybody, id: 4, user: 'me' }, 'ledger_shops', 'me', filter)).toMatchObject({ id: 4, user: 'me', filter });
    expect(presetWithFilter(null, 'ledger_shops', 'me', filter)).toMatchObject({ layout: 'tabular', collection: 'ledger_shops', user: 'me' });
  });
});

describe('a protected number', () => {
  const speak = numberSpeaker(zh);
  const verdict = (value: string | null, leaving = false, kind: 'identity_number' | 'phone' = 'identity_number', stored: string | null = null) =>
    verdictOf(kind, value, stored, leaving, TODAY, speak, zh);

  it('is left in peace while it is typed, and judged when it is whole', () => {
    const right = `11010519491231002${checkDigit('11010519491231002')}`;
    expect(verdict('110105')).toBeNull();
    expect(verdict('110105', true)).toEqual({ tone: 'bad', text: '身份号码不正确，请核对每一位' });
    expect(verdict(right)).toEqual({ tone: 'good', text: '女，1949年12月31日出生' });
    expect(verdict(`${right.slice(0, 17)}1`)).toMatchObject({ tone: 'bad' });
    expect(verdict('138123', false, 'phone')).toBeNull();
    expect(verdict('13812345678', false, 'phone')).toMatchObject({ tone: 'good' });
    expect(verdict('138123456789', false, 'phone')).toMatchObject({ tone: 'bad' });
    expect([verdict(null, true), verdict('  ', true)]).toEqual([null, null]);
  });

  it('stays as it was with its masked text, and takes no other stars', () => {
    expect(verdict('138****1234', true, 'phone', '138****1234')).toMatchObject({ tone: 'plain' });
    expect(verdict('138****12345', false, 'phone', '138****1234')).toEqual({ tone: 'bad', text: '带星号的号码不能保存，请输入完整号码' });
  });
});

describe('sex and date of birth', () => {
  it('follow from the number one after the other, where they are empty', () => {
    const right = `11010519491231002${checkDigit('11010519491231002')}`;
    const fields = ['birth_on', 'sex', 'name'];
    const next = (values: Record<string, unknown>, kind: 'identity_number' | 'phone' = 'identity_number', value = right): unknown => filledIn(kind, value, TODAY, fields, values);
    expect(next({})).toEqual({ field: 'birth_on', value: '1949-12-31' });
    expect(next({ birth_on: '1950-01-01' })).toEqual({ field: 'sex', value: 'female' });
    expect([next({ birth_on: '1949-12-31', sex: 'male' }), next({}, 'phone'), next({}, 'identity_number', '110105')]).toEqual([null, null, null]);
    expect(filledIn('identity_number', right, TODAY, ['name'], {})).toBeNull();
  });
});

describe('what is on an entry', () => {
  const speak = entrySpeaker(zh);
  const field = (name: string, meta: StudioField['meta'] = {}): StudioField => ({ field: name, name, meta });

  it('tells its changes, newest first, the beginning without its values', () => {
    const change = { actor: 'u', name: '王网格' };
    const [later, first] = changesOf([
      { ...change, at: '2026-01-02T02:00:00.000Z', action: 'create', changes: [{ field: 'name', label: '名称', before: null, after: '一店' }] },
      { ...change, at: '2026-03-02T02:00:00.000Z', action: 'update', actor: null, name: null, changes: [{ field: 'name', label: '名称', before: '一店', after: null }] },
    ], speak, zh);
    expect(later).toMatchObject({ who: '系统', action: '修改', tone: 'plain', lines: [{ label: '名称', before: '一店', after: '（空）' }] });
    expect(first).toMatchObject({ who: '王网格', action: '登记', tone: 'good', lines: [] });
  });

  it('offers numbers only where there are some, and findings that fit an entry', () => {
    const fields = [field('phone', { interface: 'protected-value' }), field('identity_number', { interface: 'protected-value' }), field('name')];
    expect(sealedIn(fields, { phone: '138****1234', identity_number: null, name: '张三' })).toEqual([{ field: 'phone', name: 'phone' }]);
    const stored = [field('description'), field('kind', { options: { choices: ['missing', 'outdated', 'false'].map(value => ({ value })) } }), field('evidence'), field('state')];
    const asked = findingFields(stored, true);
    expect(asked.map(one => [one.field, one.meta!.required])).toEqual([['kind', true], ['description', true], ['evidence', false]]);
    expect(asked[0]!.meta!.options!.choices).toEqual([{ value: 'outdated' }, { value: 'false' }]);
    expect(findingFields(stored, false)).toHaveLength(2);
  });
});

describe('the trial of a workbook', () => {
  const speak = workbookSpeaker(zh);
  const labels = new Map([['phone', '联系电话']]);
  const answer = (more: Partial<ImportAnswer> = {}): ImportAnswer => ({ dry_run: true, counts: { new: 0, changed: 0, same: 0, error: 0 }, stored: 0, rows: [], unknown_columns: [], ...more });

  it('names row, column and reason of every fault, and nothing else as long as there are any', () => {
    const trial = trialOf(answer({
      counts: { new: 1, changed: 0, same: 0, error: 1 },
      rows: [
        { row: 5, verdict: 'error', item: null, faults: [{ field: 'phone', text: '电话号码不正确' }, { field: null, text: '与第 4 行重复' }] },
        { row: 3, verdict: 'new', item: null, faults: [] },
      ],
      unknown_columns: ['备用', '其他'],
      notes: ['以下列没有对应的项目，不会导入：备用、其他。', '表头在第 2 行。'],
    }), labels, speak);
    expect(trial).toMatchObject({ outcome: 'errors', title: '有 1 行有误，全部改正后才能导入；有 2 列不会导入：备用、其他', notes: ['表头在第 2 行。'], cut: null });
    expect(trial.lines.map(({ row, field, text }) => [row, field, text])).toEqual([['第 5 行', '联系电话', '电话号码不正确'], ['', '', '与第 4 行重复']]);
    expect(trial.chips.map(({ text }) => text)).toEqual(['新增 1 条', '有误 1 行']);
  });

  it('is ready when something is to be stored, and says when there is nothing', () => {
    expect(trialOf(answer({ counts: { new: 2, changed: 1, same: 0, error: 0 }, rows: [{ row: 2, verdict: 'new', item: null, faults: [] }] }), labels, speak)).toMatchObject({ outcome: 'ready', cut: 1 });
    expect(trialOf(answer({ counts: { new: 0, changed: 0, same: 3, error: 0 } }), labels, speak)).toMatchObject({ outcome: 'nothing', title: '与现有台账一致，无需导入' });
  });

  it('files have the name that the server gave', () => {
    expect(nameIn('attachment; filename="ledger.xlsx"; filename*=UTF-8\'\'%E5%85%9A%E5%91%98.xlsx')).toBe('党员.xlsx');
    expect([nameIn('attachment; filename="a.xlsx"'), nameIn(''), nameIn('attachment; filename*=UTF-8\'\'%E5')]).toEqual(['a.xlsx', null, null]);
  });

  it('a job of books tells how far it is', () => {
    const job: Job = { id: 'j', state: 'running', done: 3, total: 12, error: null };
    expect([jobText(job, speak), jobShare(job)]).toEqual(['正在生成：3 / 12', 25]);
    expect([jobShare({ ...job, state: 'done' }), jobShare({ ...job, state: 'queued', done: null, total: null })]).toEqual([100, 0]);
    expect(jobText({ ...job, state: 'failed', error: '磁盘已满' }, speak)).toBe('没有完成：磁盘已满');
  });
});

describe('the freshness panel', () => {
  const speak = panelSpeaker(zh);
  const tally = fc.record({ fresh: fc.nat(500), due: fc.nat(500), stale: fc.nat(500) }).map(parts => ({ ...parts, total: parts.fresh + parts.due + parts.stale }));
  const answers = fc.array(fc.record({ a: tally, b: tally }), { maxLength: 8 }).map(rows => ({
    today: TODAY,
    level: 2,
    categories: [{ code: 'a', name: '甲' }, { code: 'b', name: '乙' }],
    grids: rows.map((categories, index) => ({ grid: `g${index}`, code: `${index}`, name: `网格${index}`, categories })),
  }));

  test.prop([answers])('adds up, and every bar is whole', (answer) => {
    const matrix = matrixOf(answer, speak);
    expect(matrix.columns.map(({ code }) => code)).toEqual(['', 'a', 'b']);
    const count = (text: string): number => Number(text || 0);
    for (const row of [matrix.total, ...matrix.rows]) {
      expect(count(row.cells[0]!.count)).toBe(count(row.cells[1]!.count) + count(row.cells[2]!.count));
      for (const cell of row.cells.filter(({ empty }) => !empty))
        expect(cell.parts.reduce((sum, { width }) => sum + width, 0)).toBeCloseTo(100);
    }
    expect(count(matrix.total.cells[1]!.count)).toBe(matrix.rows.reduce((sum, row) => sum + count(row.cells[1]!.count), 0));
  });

  it('says 100 % only where nothing is missing', () => {
    const share = (fresh: number, stale: number): string =>
      matrixOf({ today: TODAY, level: 3, categories: [{ code: 'a', name: '甲' }], grids: [{ grid: 'g', code: '1', name: '一格', categories: { a: { total: fresh + stale, fresh, due: 0, stale } } }] }, speak).rows[0]!.cells[1]!.share;
    expect([share(3, 0), share(999, 1), share(1, 999), share(0, 5), share(0, 0)]).toEqual(['100%', '99%', '1%', '0%', '—']);
  });

  it('counts rows by their day', () => {
    expect(talliedByDay([{ review_due_on: '2026-11-20', count: 2 }, { review_due_on: '2026-11-25', count: 3 }, { review_due_on: '2027-01-01', count: 5 }, { review_due_on: null, count: 1 }], TODAY)).toEqual({ total: 10, fresh: 5, due: 3, stale: 2 });
  });
});
