/** What the form of a scheme works on: indicators as they are typed, their sums and faults, and what is to be saved of them. Pure. */
import type { FlaggedSource } from '../../../handling/code-list-rules.ts';
import type { Refusal } from '../../../kernel/refusal-rules.ts';
import type { SubjectKind } from '../../facts/model.ts';
import type { Indicator, IndicatorParams } from '../../schemes/model.ts';
import type { Speak } from './words.ts';
import { FLAGGED_SOURCES } from '../../../handling/code-list-rules.ts';
import { isRefusal, languageOf, sentence } from '../../../kernel/refusal-rules.ts';
import { hasNumbersOf, isMeasure } from '../../facts/measure-lookup-rules.ts';
import { MEASURES } from '../../facts/measure-rules.ts';
import { messages } from '../../messages.ts';
import { compare, fraction, rounded, subtract } from '../../schemes/fraction-rules.ts';
import { mayMultiply } from '../../schemes/point-rules.ts';
import { indicatorIn, objectionToIndicator } from '../../schemes/scheme-guard-rules.ts';
import { tellsScope, weightSums } from '../../schemes/scheme-rules.ts';

/** As stored; null: new. */
export interface Stored extends Omit<Indicator, 'params'> { id: string; params: IndicatorParams | null }
export interface Draft extends Indicator { key: string; id: string | null; removed: boolean }

/** In the order of the form: by kind, group and name. */
const GROUPS = ['tasks', 'operation', 'information', 'handling', 'bonus'];
const KINDS: SubjectKind[] = ['grid', 'department', 'person'];
const OWN = ['code', 'name', 'group', 'subject', 'levels', 'measure', 'weight', 'rule', 'params', 'no_data'] as const;

export function draftsOf(rows: readonly Stored[]): Draft[] {
  return rows.map(({ id, ...row }): Draft => ({ ...row, levels: (row.levels ?? []).map(level => Number(level) as 1 | 2 | 3), weight: Number(row.weight), params: { ...row.params }, key: id, id, removed: false }))
    .sort((a, b) => KINDS.indexOf(a.subject) - KINDS.indexOf(b.subject) || GROUPS.indexOf(a.group) - GROUPS.indexOf(b.group) || firstLevel(b) - firstLevel(a) || (a.code < b.code ? -1 : 1));
}

function firstLevel({ levels }: Draft): number {
  return levels.length === 3 ? 4 : Math.max(0, ...levels);
}

export function newDraft(key: string, among: readonly Draft[]): Draft {
  const taken = new Set(among.map(({ code }) => code));
  const number = Array.from({ length: among.length + 1 }, (_, n) => n + 1).find(n => !taken.has(`indicator_${n}`))!;
  return { key, id: null, removed: false, code: `indicator_${number}`, name: '', group: 'handling', subject: 'grid', levels: [3], measure: 'on_time_rate', weight: 0, rule: 'ratio', params: { scopes: ['community'] }, no_data: 'exclude' };
}

/** With another measure: its name, and the rule that goes with it, unless somebody chose otherwise. */
export function withMeasure(draft: Draft, measure: string, language: string): Draft {
  if (!isMeasure(measure))
    return draft;
  const names = Object.values(MEASURES[measure].name);
  const wasNamed = draft.name !== '' && !(isMeasure(draft.measure) && (Object.values(MEASURES[draft.measure].name)).includes(draft.name));
  const scores = ['inspection', 'manual'].includes(MEASURES[measure].fact);
  const natural = scores ? 'manual' : MEASURES[measure].better === 'lower' ? 'inverse_ratio' : 'ratio';
  const { scopes, ...rest } = draft.params;
  return {
    ...draft,
    measure,
    name: wasNamed ? draft.name : MEASURES[measure].name[languageOf(language)] ?? names[0]!,
    rule: ['ratio', 'inverse_ratio', 'manual', 'raters'].includes(draft.rule) ? natural : draft.rule,
    params: tellsScope(measure) ? { ...rest, scopes: scopes ?? ['community'] } : rest,
  };
}

export interface Sum { kind: SubjectKind; level: 1 | 2 | 3 | null; sum: string; short: string; over: string; right: boolean }

/** What each kind and level weighs in all, as one types. */
export function sumsOf(drafts: readonly Draft[]): Sum[] {
  return weightSums({ indicators: kept(drafts) }).map(({ kind, level, sum }) => {
    const short = subtract(fraction(100), sum);
    return { kind, level, sum: plain(rounded(sum)), short: plain(rounded(short)), over: plain(rounded(subtract(sum, fraction(100)))), right: compare(sum, fraction(100)) === 0 };
  });
}

export function sumText({ kind, level, sum, short, over, right }: Sum, speak: Speak): string {
  const field = level === null ? speak(kind) : `${speak(kind)} ${speak(`level_${level}`)}`;
  return right ? speak('sum', { field, sum }) : Number(short) > 0 ? speak('sum_short', { field, sum, short }) : speak('sum_over', { field, sum, over });
}

function plain(decimal: string): string {
  return decimal.replace(/\.?0+$/, '');
}

function kept(drafts: readonly Draft[]): Indicator[] {
  return drafts.filter(({ removed }) => !removed).map(({ key: _, id: __, removed: ___, ...indicator }) => indicator);
}

/** Would it never have data, whoever is scored? It may be saved all the same: its weight is spread, or given by its rule for no data. */
export function lacksNumbers({ measure, subject, removed }: Pick<Draft, 'measure' | 'subject' | 'removed'>): boolean {
  return !removed && isMeasure(measure) && !hasNumbersOf(measure, subject);
}

export interface FieldFault { field: string; text: string }

/** The first thing that saving it would meet, at its field. */
export function faultOf(draft: Draft, drafts: readonly Draft[], language: string): FieldFault | null {
  if (draft.removed)
    return null;
  const named = draft.name.trim() === '' ? { ...draft, name: draft.code } : draft;
  const indicator = indicatorIn({ ...named });
  const refusal: Refusal | null = isRefusal(indicator) ? indicator : objectionToIndicator({ ...indicator, code: named.name }, null);
  if (refusal !== null)
    return { field: refusal.field ?? 'code', text: sentence(messages, refusal, languageOf(language)) };
  const twin = drafts.some(other => other.key !== draft.key && !other.removed && other.code === draft.code);
  return twin ? { field: 'code', text: sentence(messages, { code: 'indicator_twice', params: {} }, languageOf(language)) } : null;
}

export interface Staged { create: Indicator[]; update: (Partial<Indicator> & { id: string })[]; delete: string[] }

/** What is to be saved with the form; null: nothing was changed. */
export function stagedOf(drafts: readonly Draft[], stored: readonly Draft[]): Staged | null {
  const before = new Map(stored.map(draft => [draft.id, draft]));
  const staged: Staged = { create: [], update: [], delete: [] };
  for (const draft of drafts) {
    const own = Object.fromEntries(OWN.map(field => [field, draft[field]])) as unknown as Indicator;
    const was = before.get(draft.id);
    if (draft.removed) {
      if (draft.id !== null)
        staged.delete.push(draft.id);
    }
    else if (was === undefined || draft.id === null) {
      staged.create.push(own);
    }
    else {
      const changed = OWN.filter(field => JSON.stringify(draft[field]) !== JSON.stringify(was[field]));
      if (changed.length > 0)
        staged.update.push({ id: draft.id, ...Object.fromEntries(changed.map(field => [field, draft[field]])) });
    }
  }
  return staged.create.length + staged.update.length + staged.delete.length === 0 ? null : staged;
}

/** For a trial: the indicators as they stand on the form. */
export function toTry(drafts: readonly Draft[]): Indicator[] {
  return kept(drafts);
}

/** A number as soon as what is typed is one; what cannot be read stays text, and is left to the check. */
export function numberTyped(text: string): number | string {
  const trimmed = text.trim();
  return trimmed !== '' && Number.isFinite(Number(trimmed)) ? Number(trimmed) : trimmed;
}

/** What stands in the box: what was typed for as long as it says what is kept, `7.` while that is 7. */
export function boxText(typed: string, kept: number | string | undefined): string {
  return numberTyped(typed) === (kept ?? '') ? typed : String(kept ?? '');
}

/** `0:0, 60:5, 90:10`; a number that could not be read is left out. */
export function bandsText({ bands = [] }: IndicatorParams): string {
  return [...bands].sort((a, b) => a.from - b.from).map(({ from, points }) => [from, points].filter(Number.isFinite).join(':')).filter(Boolean).join(', ');
}

/** As `boxText`. */
export function bandsBox(typed: string, params: IndicatorParams): string {
  return JSON.stringify(bandsFrom(typed)) === JSON.stringify(params.bands ?? []) ? typed : bandsText(params);
}

export function bandsFrom(text: string): NonNullable<IndicatorParams['bands']> {
  return text.split(/[,，;；]/).map(part => part.trim()).filter(Boolean).map((part) => {
    const [from, points] = part.split(/[:：]/).map(Number);
    return { from: from ?? Number.NaN, points: points ?? Number.NaN };
  });
}

/** Which numbers a rule wants. */
export function paramsOf({ rule, measure, params }: Pick<Indicator, 'rule' | 'measure' | 'params'>): NumberParam[] {
  // Where it stands out of place it stays to be seen, and taken out.
  const multiplier: NumberParam[] = mayMultiply({ rule, measure }) || params.multiplier !== undefined ? ['multiplier'] : [];
  switch (rule) {
    case 'threshold': return ['full_at', 'per_point', ...multiplier];
    case 'deduct_per_case':
    case 'add_per_case': return ['per_case', 'cap', ...multiplier];
    default: return multiplier;
  }
}

export type NumberParam = 'full_at' | 'per_point' | 'per_case' | 'cap' | 'multiplier';

/** The sources that weigh more; all of them is nothing to say. */
export function withFlags(params: IndicatorParams, sources: readonly FlaggedSource[]): IndicatorParams {
  const { flagged_sources: _, ...rest } = params;
  return FLAGGED_SOURCES.every(source => sources.includes(source)) ? rest : { ...rest, flagged_sources: FLAGGED_SOURCES.filter(source => sources.includes(source)) };
}

export function measuresByFact(): { code: string; name: Record<string, string>; fact: string }[] {
  return Object.entries(MEASURES).map(([code, { name, fact }]) => ({ code, name, fact }));
}

export interface MeasureWords { name: string; says: string; better: 'higher' | 'lower'; burden: { fields: number; minutes: number } }

export function measureWords(code: string, language: string): MeasureWords | null {
  if (!isMeasure(code))
    return null;
  const { name, says, better, burden } = MEASURES[code];
  return { name: name[languageOf(language)], says: says[languageOf(language)], better, burden };
}
