/** What the page of indicators shows: from the server's answers to words, without a component. */
import type { SubjectKind } from '../../facts/model.ts';
import type { IndicatorLine } from '../../schemes/indicator-line-rules.ts';
import type { Speak } from './words.ts';

export interface LineAnswer extends IndicatorLine { name: string; measure: string; says: Record<string, string>; burden: { fields: number; minutes: number } }

const FIELDS = ['grid-3', 'grid-2', 'grid-1', 'department', 'person-3', 'person-2', 'person-1'] as const;
/** Who is compared with each other. */
export type FieldName = (typeof FIELDS)[number];

export interface ShownLine { code: string; name: string; says: string; weight: number; spread: string; decides: string; burden: string; remark: string }

export function fieldsIn(lines: readonly Pick<LineAnswer, 'kind' | 'level'>[]): FieldName[] {
  const there = new Set(lines.map(fieldOf));
  return FIELDS.filter(field => there.has(field));
}

/** Null: not of grids. */
export function levelOf(field: FieldName): number | null {
  return field.startsWith('grid-') ? Number(field.at(-1)) : null;
}

export function linesOf(lines: readonly LineAnswer[], field: FieldName, speak: Speak, locale: string): ShownLine[] {
  const language = locale.toLowerCase().startsWith('en') ? 'en-US' : 'zh-CN';
  return lines.filter(line => fieldOf(line) === field).map(({ indicator, name, says, weight, least, most, decides, burden, verdict }) => ({
    code: indicator,
    name,
    says: says[language] ?? '',
    weight,
    spread: least === null || most === null ? speak('nothing') : `${shown(least)}–${shown(most)}`,
    decides: decides === null ? speak('nothing') : `${Math.round(decides)} %`,
    burden: speak('burden_of', { fields: burden.fields, minutes: burden.minutes }),
    remark: verdict === 'useful' ? '' : speak(verdict),
  }));
}

/** What is sent: other weights, and without weight left out. */
export function changeAsked(lines: readonly ShownLine[], weights: Readonly<Record<string, string>>, field: FieldName): { weights: Record<string, number>; leave_out: string[]; kind: SubjectKind; level?: number } {
  const asked = lines.map(({ code, weight }) => ({ code, was: weight, is: Number(weights[code] ?? weight) }));
  const [kind, level] = field.split('-') as [SubjectKind, string?];
  return {
    weights: Object.fromEntries(asked.filter(({ was, is }) => is > 0 && is !== was).map(({ code, is }) => [code, is])),
    leave_out: asked.filter(({ was, is }) => is === 0 && was !== 0).map(({ code }) => code),
    kind,
    ...level === undefined ? {} : { level: Number(level) },
  };
}

function fieldOf({ kind, level }: Pick<LineAnswer, 'kind' | 'level'>): string {
  return level === null ? kind : `${kind}-${level}`;
}

function shown(points: number): string {
  return points.toFixed(2).replace(/\.?0+$/, '');
}
