import { expect, it } from 'vitest';
import { phaseOf, withPhases } from '../../extensions/wangge/src/assessment/periods/computing.ts';

it('knows of each sub-district how far it is, and of all that are computed at once', async () => {
  const [a, b] = [{ code: '2026-Q3', subdistrict: 'A' }, { code: '2026-Q3', subdistrict: 'B' }];
  await withPhases(a, async (onPhase) => {
    onPhase('scores');
    await withPhases(b, async onOther => onOther('facts'));
    expect([phaseOf(a), phaseOf(b)]).toEqual(['scores', null]);
  });
  await withPhases({ ...a, subdistrict: null }, async (onPhase) => {
    onPhase('evidence');
    expect([phaseOf(a), phaseOf({ code: '2026-Q2', subdistrict: 'A' })]).toEqual(['evidence', null]);
  });
  expect(phaseOf(a)).toBeNull();
});
