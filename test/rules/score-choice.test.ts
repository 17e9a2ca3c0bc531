/** The forms of scores by hand and of spot checks: what is offered, how it is named, what the form is told. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { changesFor, firstToScore, indicatorChoices, periodChoices, remarkOf } from '../../extensions/wangge/src/assessment/ui/score-choice/view.ts';
import { speaker } from '../../extensions/wangge/src/assessment/ui/score-choice/words.ts';
import { DRAWN_BELOW } from '../../extensions/wangge/src/ledgers/model.ts';
import { entryName, fieldsToName } from '../../extensions/wangge/src/ledgers/upkeep/spot-check-offer-rules.ts';
import { checkOf } from '../../extensions/wangge/src/ledgers/upkeep/spot-check-rules.ts';

const speak = speaker('zh-CN');

describe('what is scored by hand', () => {
  const indicators = [
    { id: 'a', name: '加分', subject: 'grid', bonus: true, open: 9, of: 9 },
    { id: 'b', name: '督查评分', subject: 'grid', bonus: false, open: 0, of: 9 },
    { id: 'c', name: '督查评分', subject: 'person', bonus: false, open: 4, of: 9 },
  ] as const;

  it('begins with what is missing; a bonus is never missing', () => {
    expect(firstToScore(indicators)?.id).toBe('c');
    expect(firstToScore(indicators.slice(0, 2))?.id).toBe('a');
    expect(firstToScore([])).toBeNull();
    expect(indicatorChoices(indicators, speak).map(({ text }) => text)).toEqual(['加分（网格）　加分项，有则评', '督查评分（网格）　都已评', '督查评分（人员）　4 个未评']);
  });

  it('names the sub-district where there are several', () => {
    const period = (id: string, subdistrict_name: string) => ({ id, code: '2026-Q4', subdistrict_name });
    expect(periodChoices([period('1', '甲')], code => code)).toEqual([{ id: '1', text: '2026-Q4' }]);
    expect(periodChoices([period('1', '甲'), period('2', '乙')], code => code).map(({ text }) => text)).toEqual(['2026-Q4　甲', '2026-Q4　乙']);
  });

  it('fills in whom and nobody else; choosing another empties all', () => {
    const told = (changes: ReturnType<typeof changesFor>) => Object.fromEntries(changes.map(({ field, value }) => [field, value]));
    expect(told(changesFor('p', indicators[2], 'x'))).toEqual({ period: 'p', indicator: 'c', subject_kind: 'person', grid: null, department: null, person: 'x' });
    expect(told(changesFor('p', indicators[2], null))).toEqual({ period: null, indicator: null, subject_kind: 'grid', grid: null, department: null, person: null });
  });

  it('says who has scored', () => {
    expect([[0, null], [2, null], [2, 85]].map(([raters, mine]) => remarkOf({ raters: raters!, mine: mine! }, speak))).toEqual(['未评', '已有 2 人评分', '您已评 85 分，再评即更正']);
  });
});

describe('an entry that was looked at', () => {
  const look = { person: 'p', grid: 'g', draw: DRAWN_BELOW - 1, in_line: false, today: '2026-08-05' };

  it('counts if it was drawn: nobody who looks chooses what is right', () => {
    expect(checkOf({}, look)).toMatchObject({ grid: 'g', checked_by: 'p', checked_on: '2026-08-05', result: 'right' });
    expect(checkOf({}, { ...look, draw: DRAWN_BELOW })).toMatchObject({ code: 'spot_check_not_drawn', field: 'item' });
    // The team reads what is drawn, and no more.
    expect(readFileSync('seeds/access/matrix.yaml', 'utf8')).toContain(`drawn: { draw: { _lt: ${DRAWN_BELOW} } }`);
  });
});

describe('an entry to be looked at', () => {
  const people = { reference_field: 'resident', fields: [{ field: 'resident', kind: 'person' as const }, { field: 'branch', kind: 'text' as const }] };

  it('is named by what its reader may see: the name, its masked twin, else a text of its own', () => {
    const things = { reference_field: 'name', fields: [{ field: 'name', kind: 'text' as const }] };
    expect(entryName({ id: 'x', name: ' 健身路径 ' }, things as never)).toBe('健身路径');
    expect(entryName({ id: 'x', name_masked: '郭**' }, things as never)).toBe('郭**');
    expect(entryName({ id: 'x', resident: { id: 'y', name_masked: '孙**' }, branch: '第一支部' }, people as never)).toBe('孙**');
    // The person themselves is outside what the reader sees.
    expect(entryName({ id: 'x', resident: '0ca7e900-0000-4000-8000-000000000001', branch: '第一支部' }, people as never)).toBe('第一支部');
    expect(entryName({ id: 'x', resident: null }, people as never)).toBeNull();
    expect(fieldsToName(people as never)).toEqual(['*', 'grid.name', 'resident.*']);
    expect(fieldsToName(things as never)).toEqual(['*', 'grid.name']);
  });
});
