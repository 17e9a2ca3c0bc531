/** What is said of a reader and what they may still do about it, from the rows that they may read. Pure. */
import type { CodeName } from '../../../ui/speaker.ts';
import type { AppealRow, RecognitionRow } from '../pages/list-view.ts';
import type { Speak } from './said-words.ts';
import { referenceText } from '../../../assessment/facts/fact-reference-rules.ts';
import { dayWords } from '../../../ui/days.ts';
import { dayText } from '../../../ui/person.ts';
import { HELD, PRAISE } from '../../model.ts';

export interface FindingRow { id: string; kind: string; state: string; description: string | null; found_on: string; item: string | null; work_log: string | null; grid: { id: string; name: string } | null }
export const FINDING_FIELDS = ['id', 'kind', 'state', 'description', 'found_on', 'item', 'work_log', 'grid.id', 'grid.name'];

/** `fact`: what may be appealed of it, null: nothing yet. `act`: what its link says. */
export interface SaidLine { id: string; to: string; title: string; chip: string; text: string; act: 'answer' | 'answer_finding' | 'see'; fact: string | null }

const ANSWERABLE = ['proposed', 'silent', 'answered'];

export interface Told { speak: Speak; codeName: CodeName; locale: string }

/** Praise is not appealed. */
export function saidLines(rows: readonly (RecognitionRow & { text: string })[], { speak, codeName, locale }: Told): SaidLine[] {
  return rows.map(({ id, kind, cause, state, text, answer_until }) => ({
    id,
    to: `/content/recognitions/${id}`,
    title: speak('of', { what: codeName('recognition_kind', kind), title: codeName('recognition_cause', cause) }),
    chip: codeName('recognition_state', state),
    text: [state === 'proposed' && answer_until !== null ? speak('until', { day: dayText(answer_until, locale) }) : '', text].filter(said => said !== '').join(speak('comma')),
    act: ANSWERABLE.includes(state) ? 'answer' : 'see',
    fact: HELD.has(state) && !PRAISE.has(kind) ? `recognition:${id}` : null,
  }));
}

/** One that is confirmed counts against the grid: of an entry as that entry's fact, of a log as that log's. */
export function findingLines(rows: readonly FindingRow[], { speak, codeName, locale }: Told): SaidLine[] {
  return rows.map(({ id, kind, state, description, found_on, item, work_log, grid }) => ({
    id,
    to: `/content/ledger_findings/${id}`,
    title: speak('of', { what: codeName('finding_kind', kind), title: description ?? grid?.name ?? '' }),
    chip: codeName('finding_state', state),
    text: speak('found_on', { day: dayWords(found_on, locale) }),
    act: state === 'open' ? 'answer_finding' : 'see',
    fact: state !== 'confirmed' && state !== 'corrected' ? null : item !== null && grid !== null ? referenceText('finding', `${item}:${grid.id}`, found_on) : work_log !== null ? referenceText('log', work_log, null) : null,
  }));
}

export function ownAppealLines(rows: readonly AppealRow[], { speak, codeName, locale }: Told): SaidLine[] {
  return rows.map(({ id, title, state, filed_at, due_at }) => ({
    id,
    to: `/content/appeals/${id}`,
    title,
    chip: codeName('appeal_state', state),
    text: [speak('filed_on', { day: dayText(filed_at, locale) }), due_at === null || !state.endsWith('_review') ? '' : speak('due_at', { day: dayText(due_at, locale) })].filter(said => said !== '').join(speak('comma')),
    act: 'see',
    fact: null,
  }));
}
