/** Visits as the page of inspection lists them: what is under way, what comes, what waits for its word, what was held. Pure. */
import type { ListGroup, ListLine } from '../../../ui/grouped-list.ts';
import type { VisitState } from '../../inspection/model.ts';
import type { Speak } from './inspection-words.ts';
import { dayWords } from '../../../ui/days.ts';
import { groupedBy } from '../../../ui/grouped-list.ts';
import { nameOf } from '../../../ui/person.ts';

interface Named { first_name: string | null; last_name: string | null }
export interface VisitRow {
  id: string;
  state: VisitState;
  occasion: 'drawn' | 'called';
  reason: string | null;
  planned_on: string;
  held_on: string | null;
  grid: { name: string } | null;
  inspector_1: Named | null;
  inspector_2: Named | null;
}

const ORDER = ['under_way', 'planned', 'held', 'acknowledged'] as const;

export function visitGroups(rows: readonly VisitRow[], today: string, speak: Speak, locale: string): ListGroup[] {
  return groupedBy(ORDER, rows.filter(({ state }) => state !== 'cancelled'), ({ state }) => state as typeof ORDER[number], state => speak(state), row => lineOf(row, today, speak, locale));
}

function lineOf({ id, state, occasion, reason, planned_on, held_on, grid, inspector_1, inspector_2 }: VisitRow, today: string, speak: Speak, locale: string): ListLine {
  const people = [inspector_1, inspector_2].map(nameOf).filter(name => name !== '').join(speak('and'));
  return {
    id,
    to: `/content/inspection_visits/${id}`,
    title: grid?.name ?? speak('grid_unseen'),
    text: [
      speak(held_on === null ? 'planned_for' : 'held_on', { day: dayWords(held_on ?? planned_on, locale) }),
      people,
      occasion === 'drawn' ? speak('drawn') : reason ?? '',
    ].filter(text => text !== '').join(speak('comma')),
    chip: state === 'planned' && planned_on < today ? speak('late') : '',
  };
}
