/** The change of year: what is seen of each step, what may be said of it; and its archive. */
import type { YearFacts } from '../../extensions/wangge/src/assessment/year/change-rules.ts';
import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { archiveFile, archiveOf, archiveStanding, indexText } from '../../extensions/wangge/src/assessment/reports/archive-rules.ts';
import { askedStep, CHANGE_STEPS, objectionToStepOfYear, toldSteps } from '../../extensions/wangge/src/assessment/year/change-rules.ts';
import { objectionToConfirm, scoreIn } from '../../extensions/wangge/src/assessment/year/score-rules.ts';

const DONE: YearFacts = { next: 2027, calendar: { version: '2027', covers: true, days: 28 }, posts: 9, statements: 9, vacant: [], datasets: 30, planned: 30, scheme: { name: '方案', version: 3 }, year: { state: 'published' }, archive: { files: 26, asked: 26, made: 26, failed: 0 } };
const PLACE = '7b3f5c1e-0000-4000-8000-000000000001';

describe('a step of the change of year', () => {
  it('is seen to be done or not, and is told as done only then; skipped it is with a word alone', () => {
    const lacking: [typeof CHANGE_STEPS[number], Partial<YearFacts>][] = [
      ['calendar', { calendar: { version: '2026', covers: false, days: 0 } }],
      ['statements', { statements: 7 }],
      ['statements', { vacant: ['第一网格'] }],
      ['plans', { planned: 0 }],
      ['plans', { planned: 29 }],
      ['scheme', { scheme: null }],
      ['archive', { archive: { files: 26, asked: 26, made: 25, failed: 0 } }],
      ['archive', { archive: { files: 26, asked: 26, made: 25, failed: 1 } }],
      ['archive', { archive: { files: 26, asked: 21, made: 21, failed: 0 } }],
      ['archive', { archive: { files: 26, asked: 0, made: 0, failed: 0 } }],
      ['archive', { year: { state: 'preview' } }],
    ];
    for (const step of CHANGE_STEPS)
      expect(objectionToStepOfYear({ step, outcome: 'done' }, DONE)).toBeNull();
    for (const [step, facts] of lacking) {
      expect(objectionToStepOfYear({ step, outcome: 'done' }, { ...DONE, ...facts })?.missing).toHaveLength(1);
      expect(objectionToStepOfYear({ step, outcome: 'skipped' }, { ...DONE, ...facts })).toBeNull();
      expect(toldSteps({ ...DONE, ...facts }, []).filter(({ seen_done }) => !seen_done).map(one => one.step)).toEqual([step]);
    }
  });

  it('says the last that was said of it', () => {
    const said = (outcome: 'done' | 'skipped', at: string) => ({ step: 'plans' as const, outcome, word: '说明', actor_name: '王丽', at });
    expect(toldSteps(DONE, [said('skipped', '2027-01-04'), said('done', '2027-01-09')]).map(({ state }) => state)).toEqual(['open', 'open', 'done', 'open', 'open']);
  });

  it('wants a year, a place, an outcome and a word', () => {
    const whole = { year: 2026, subdistrict: PLACE, step: 'plans', outcome: 'skipped', word: '  沿用 ' };
    expect(askedStep(whole)).toMatchObject({ word: '沿用' });
    for (const [said, field] of [[{ year: '二〇二六' }, 'year'], [{ subdistrict: null }, 'subdistrict'], [{ step: 'dance' }, 'step'], [{ outcome: 'maybe' }, 'outcome'], [{ word: ' ' }, 'word'], [{ actor: PLACE }, 'actor']] as const)
      expect(askedStep({ ...whole, ...said })).toMatchObject({ kind: 'refused', field });
  });
});

describe('what a community said', () => {
  it('is confirmed by another of the team, once, as long as it stands', () => {
    const open = { id: PLACE, name: '第一网格', part: 'community' as const, entered_by: 'a', confirmed: false, superseded: false, part_of_it: false, inspects: true, state: 'open', period: '2026' };
    expect(objectionToConfirm(open, 'b')).toBeNull();
    for (const [said, code] of [[{ entered_by: 'b' }, 'year_confirm_second'], [{ confirmed: true }, 'year_confirmed'], [{ superseded: true }, 'year_superseded'], [{ inspects: false }, 'year_score_team'], [{ part_of_it: true }, 'year_confirm_own_line'], [{ state: 'published' }, 'year_score_closed'], [{ part: 'review' as const }, 'year_confirm_community']] as const)
      expect(objectionToConfirm({ ...open, ...said }, 'b')).toMatchObject({ code });
  });

  it('is a number from 0 to 100', () => {
    expect(['92.5', 100, '0', ' 88.25 ', 12.3].map(scoreIn)).toEqual([92.5, 100, 0, 88.25, 12.3]);
    expect(['', null, '-1', 100.01, '101', '9.999', 'NaN', '1e1', true, []].map(scoreIn)).toEqual(Array.from({ length: 10 }, () => null));
  });
});

describe('the archive of a year', () => {
  test.prop([fc.uniqueArray(fc.tuple(fc.constantFrom('2026', '2026-Q1', '2026-Q2', '2026-Q3', '2026-Q4'), fc.integer({ min: 1, max: 40 })), { selector: ([code]) => code })])('names each file so that the name says what it is', (versions) => {
    const files = archiveOf(versions.map(([code, version]) => ({ code, version })));
    expect(files).toHaveLength(versions.length === 0 ? 0 : 5 * versions.length + 1);
    expect(new Set(files.map(({ name }) => name)).size).toBe(files.length);
    for (const file of files)
      expect(archiveFile(file.name)).toEqual(file);
  });

  it('is of what is published now: what was published since is not asked for yet, what fell out of it does not count', () => {
    const rows = [{ name: '2026-Q1-v1.checkpoint.txt', made_at: 'then', error: null }, { name: '2026-Q1-v2.checkpoint.txt', made_at: null, error: 'x' }, { name: 'index.txt', made_at: 'then', error: null }];
    expect(archiveStanding([{ code: '2026-Q1', version: 2 }, { code: '2026', version: 1 }], rows)).toEqual({ files: 11, asked: 2, made: 1, failed: 1 });
  });

  it('has an index as sha256sum reads it', () => {
    expect(indexText([{ name: 'b', digest: '22' }, { name: 'a', digest: '11' }])).toBe('11  a\n22  b\n');
    expect([archiveFile('../etc/passwd'), archiveFile('2026-v1.exe')]).toEqual([null, null]);
  });
});
