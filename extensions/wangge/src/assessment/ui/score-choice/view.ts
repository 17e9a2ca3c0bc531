/** What may be scored, as the form of a score shows it: from the server's answers, without a component. */
import type { FieldChange } from '../../../ui/fill-form.ts';
import type { Speak } from './words.ts';

export type Kind = 'grid' | 'department' | 'person';
export interface PeriodToScore { id: string; code: string; subdistrict_name: string }
export interface IndicatorToScore { id: string; name: string; subject: Kind; bonus: boolean; open: number; of: number }
export interface SubjectToScore { id: string; name: string; place: string | null; raters: number; mine: number | null }

export interface ToScore { periods: PeriodToScore[]; period: string | null; indicators: IndicatorToScore[] }

export interface Choice { id: string; text: string }

/** Several sub-districts: each is named. */
export function periodChoices(periods: readonly PeriodToScore[], named: (code: string) => string): Choice[] {
  const several = new Set(periods.map(({ subdistrict_name }) => subdistrict_name)).size > 1;
  return periods.map(({ id, code, subdistrict_name }) => ({ id, text: several ? `${named(code)}　${subdistrict_name}` : named(code) }));
}

export function indicatorName({ name, subject }: Pick<IndicatorToScore, 'name' | 'subject'>, speak: Speak): string {
  return speak('indicator_of', { name, kind: speak(subject) });
}

export function indicatorChoices(indicators: readonly IndicatorToScore[], speak: Speak): Choice[] {
  return indicators.map(one => ({ id: one.id, text: `${indicatorName(one, speak)}　${one.bonus ? speak('bonus') : one.open === 0 ? speak('all_done') : speak('to_do', { open: one.open })}` }));
}

/** The first of which something is missing. */
export function firstToScore(indicators: readonly IndicatorToScore[]): IndicatorToScore | null {
  return indicators.find(({ open, bonus }) => open > 0 && !bonus) ?? indicators[0] ?? null;
}

export function remarkOf({ raters, mine }: Pick<SubjectToScore, 'raters' | 'mine'>, speak: Speak): string {
  return mine !== null ? speak('mine', { score: mine }) : raters === 0 ? speak('unscored') : speak('raters', { count: raters });
}

/** What the form is told; with nobody chosen, nothing. */
export function changesFor(period: string | null, indicator: Pick<IndicatorToScore, 'id' | 'subject'> | null, subject: string | null): FieldChange[] {
  const chosen = period === null || indicator === null || subject === null ? null : { period, indicator, subject };
  const kinds: Kind[] = ['grid', 'department', 'person'];
  return [
    { field: 'period', value: chosen?.period ?? null },
    { field: 'indicator', value: chosen?.indicator.id ?? null },
    { field: 'subject_kind', value: chosen?.indicator.subject ?? 'grid' },
    ...kinds.map(kind => ({ field: kind, value: chosen?.indicator.subject === kind ? chosen.subject : null })),
  ];
}
