/** When somebody may be absent, and how a handover goes. */
import type { Handover } from '../../extensions/wangge/src/reorganisation/handovers/handover-rules.ts';
import { fc, it } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { dayString, epochDay } from '../../extensions/wangge/src/kernel/civil-date-rules.ts';
import { stepsOf } from '../../extensions/wangge/src/reorganisation/handovers/handover-rules.ts';
import { objectionToAbsence, objectionToLaterChange } from '../../extensions/wangge/src/territory/absences/absence-rules.ts';

const TODAY = '2026-11-23';
const day = fc.integer({ min: -20, max: 20 }).map(offset => dayString(epochDay(TODAY) + offset));
const term = fc.record({ starts_on: day, ends_on: fc.option(day) });
const days = ({ starts_on, ends_on }: { starts_on: string; ends_on: string | null }): string[] =>
  Array.from({ length: 61 }, (_, index) => dayString(epochDay(TODAY) - 30 + index)).filter(one => starts_on <= one && (ends_on === null || one <= ends_on));

describe('an absence', () => {
  it.prop([term, fc.array(term), fc.array(term), fc.array(term)])('is taken where no day of it is taken, by the person, by whom they stand in for, or by who stands in', (asked, own, stand_in, standing_in) => {
    const inOrder = ({ starts_on, ends_on }: typeof asked): boolean => ends_on === null || ends_on >= starts_on;
    const [mine, theirs, promised] = [own.filter(inOrder), stand_in.filter(inOrder), standing_in.filter(inOrder)];
    const refusal = objectionToAbsence({ ...asked, person: 'a', kind: 'leave', stand_in: 'b' }, { own: mine, stand_in: theirs, standing_in: promised.map(one => ({ ...one, name: '王五' })), stand_in_active: true });
    const shares = (others: typeof own): boolean => others.some(other => days(other).some(one => days(asked).includes(one)));
    const expected = !inOrder(asked) ? 'term_reversed' : shares(mine) ? 'absence_overlap' : shares(promised) ? 'absence_standing_in' : shares(theirs) ? 'absence_stand_in_away' : undefined;
    expect(refusal?.code).toBe(expected);
  });

  it.prop([term, day])('that is approved changes no day that is over', (before, ends_on) => {
    const absence = { ...before, person: 'a', kind: 'leave', stand_in: null, decision: 'yes' as const };
    fc.pre(before.ends_on === null || before.ends_on >= before.starts_on);
    if (objectionToLaterChange(absence, ['ends_on'], ends_on, TODAY) === null) {
      const over = (of: string[]): string[] => of.filter(one => one < TODAY);
      expect(over(days({ ...before, ends_on }))).toEqual(over(days(before)));
      expect(days(before)).toEqual(expect.arrayContaining(days({ ...before, ends_on })));
    }
  });
});

describe('a handover', () => {
  const handover: Handover = { id: 'h', grid: 'g', role: 'leader', from_person: 'giver', to_person: 'receiver', handed_on: TODAY, state: 'prepared', prepared_by: 'above' };
  it.each([
    ['prepared', 'giver', 'giver', false, ['give']],
    ['prepared', 'giver', 'receiver', false, []],
    ['prepared', 'giver', 'above', true, ['give', 'cancel']],
    ['prepared', 'giver', 'receiver', true, ['cancel']],
    ['prepared', null, 'receiver', false, ['take']],
    ['given', 'giver', 'receiver', false, ['take']],
    ['given', 'giver', 'giver', false, []],
    ['given', 'giver', 'stranger', false, []],
    ['taken', 'giver', 'receiver', true, []],
    ['cancelled', 'giver', 'above', true, []],
  ] as const)('%s, from %s: %s (above: %s) may %j', (state, from_person, person, above, steps) => {
    expect(stepsOf({ ...handover, state, from_person }, { person, above })).toEqual(steps);
  });
});
