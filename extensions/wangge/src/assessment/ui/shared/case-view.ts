/** The lines of a list behind a number, from the server's answer. */
import type { FactDate, FactKind } from '../../facts/model.ts';
import type { ListedFact } from '../../periods/list-service.ts';
import type { Speak } from './words.ts';
import { referenceText } from '../../facts/fact-reference-rules.ts';

export interface CaseAnswer { total: number; rows: ListedFact[]; exempt?: ListedFact[] }

/** `fact`: as it is named where something may be done about it; null: nothing may. */
export interface CaseLine { id: string; title: string; dates: string; to: string | null; fact: string | null }

/** As they follow each other. */
const ORDER: readonly FactDate[] = ['on_day', 'reported_at', 'started_at', 'warn_at', 'due_at', 'handled_at', 'done_at'];

/** `kind`: of the facts. */
export function caseLines(rows: readonly ListedFact[], speak: Speak, locale: string, kind: FactKind | null = null): CaseLine[] {
  return rows.map(({ id, title, item, dates, amount, times }) => ({
    id,
    // Of what is summed up, each line says how much of the number it is.
    title: amount > 1 ? speak('amount_of', { title: title ?? speak('nameless'), amount }) : times === undefined ? title ?? speak('nameless') : speak('times_of', { title: title ?? speak('nameless'), times }),
    dates: ORDER.filter(date => dates[date]).map(date => `${speak(date)} ${whenOf(dates[date]!, locale)}`).join(speak('comma')),
    to: item === null ? null : `/content/${item.collection}/${item.id}`,
    fact: kind === null ? null : referenceText(kind, id, dates.on_day ?? null),
  }));
}

/** Days stay days; moments are told in the reader's own time. */
function whenOf(value: string, locale: string): string {
  const day = /^\d{4}-\d\d-\d\d$/.test(value);
  return new Intl.DateTimeFormat(locale, day ? { dateStyle: 'medium', timeZone: 'UTC' } : { dateStyle: 'medium', timeStyle: 'short', hour12: false }).format(Date.parse(value));
}
