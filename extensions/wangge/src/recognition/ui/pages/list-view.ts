/** Recognitions, appeals and rules by their states, from the rows that their reader may see. Pure. */
import type { ListGroup } from '../../../ui/grouped-list.ts';
import type { Person } from '../../../ui/person.ts';
import type { CodeName } from '../../../ui/speaker.ts';
import type { Speak } from './words.ts';
import { groupedBy } from '../../../ui/grouped-list.ts';
import { dayText, nameOf } from '../../../ui/person.ts';

export interface RecognitionRow {
  id: string;
  kind: string;
  cause: string;
  state: string;
  honour_level: string | null;
  person: Person | null;
  grid: { name: string } | null;
  department: { name: string } | null;
  answer_until: string | null;
  decided_at: string | null;
  published_at: string | null;
}
export const RECOGNITION_FIELDS = ['id', 'kind', 'cause', 'state', 'honour_level', 'person.first_name', 'person.last_name', 'grid.name', 'department.name', 'answer_until', 'decided_at', 'published_at'];

export interface AppealRow { id: string; title: string; state: string; filed_at: string; filed_by: Person | null; due_at: string | null }
export const APPEAL_FIELDS = ['id', 'title', 'state', 'filed_at', 'filed_by.first_name', 'filed_by.last_name', 'due_at'];

export interface RuleRow { id: string; name: string; cause: string; kind: string | null; colour: string; active: boolean; tried_at: string | null }
export const RULE_FIELDS = ['id', 'name', 'cause', 'kind', 'colour', 'active', 'tried_at'];

export interface Told { speak: Speak; codeName: CodeName; locale: string }

/** What somebody must do stands before what is done. */
const RECOGNITION_GROUPS = ['suspended', 'answered', 'confirmed', 'proposed', 'published', 'acknowledged', 'dismissed', 'revoked'] as const;
const APPEAL_GROUPS = ['first_review', 'second_review', 'upheld', 'rejected', 'withdrawn'] as const;

/** Whose name or which grid it is about. */
export function subjectOf({ person, grid, department }: Pick<RecognitionRow, 'person' | 'grid' | 'department'>, speak: Speak): string {
  return person === null ? grid?.name ?? department?.name ?? '' : nameOf(person) || speak('somebody');
}

export function recognitionGroups(rows: readonly RecognitionRow[], { speak, codeName, locale }: Told): ListGroup[] {
  return groupedBy(
    RECOGNITION_GROUPS,
    rows,
    // Whether they answered or kept silent, it is decided now.
    ({ state }) => (state === 'silent' ? 'answered' : state) as typeof RECOGNITION_GROUPS[number],
    group => speak(`group_${group}`),
    row => ({
      id: row.id,
      to: `/content/recognitions/${row.id}`,
      title: `${codeName('recognition_kind', row.kind)}　${subjectOf(row, speak)}`,
      text: [
        codeName('recognition_cause', row.cause),
        row.honour_level === null ? '' : speak('honour', { level: codeName('honour_level', row.honour_level) }),
        row.state === 'proposed' && row.answer_until !== null ? speak('answer_until', { day: dayText(row.answer_until, locale) }) : '',
        row.published_at !== null ? speak('published_at', { day: dayText(row.published_at, locale) }) : row.decided_at !== null ? speak('decided_at', { day: dayText(row.decided_at, locale) }) : '',
      ].filter(text => text !== '').join(speak('comma')),
      chip: row.state === 'silent' ? codeName('recognition_state', 'silent') : '',
    }),
  );
}

export function appealGroups(rows: readonly AppealRow[], { speak, locale }: Omit<Told, 'codeName'>, now: string): ListGroup[] {
  return groupedBy(APPEAL_GROUPS, rows, ({ state }) => state as typeof APPEAL_GROUPS[number], group => speak(`group_${group}`), ({ id, title, state, filed_at, filed_by, due_at }) => {
    const runs = due_at !== null && (state === 'first_review' || state === 'second_review');
    return {
      id,
      to: `/content/appeals/${id}`,
      title,
      text: [speak('filed_by', { who: nameOf(filed_by) || speak('somebody'), day: dayText(filed_at, locale) }), runs ? speak('due_at', { day: dayText(due_at, locale) }) : ''].filter(text => text !== '').join(speak('comma')),
      chip: runs && Date.parse(due_at) < Date.parse(now) ? speak('overdue') : '',
    };
  });
}

export function ruleGroups(rows: readonly RuleRow[], { speak, codeName, locale }: Told): ListGroup[] {
  return groupedBy(['active', 'tried', 'untried'] as const, rows, ({ active, tried_at }) => active ? 'active' : tried_at === null ? 'untried' : 'tried', group => speak(`group_${group}`), ({ id, name, cause, kind, colour, tried_at }) => ({
    id,
    to: `/content/recognition_rules/${id}`,
    title: name,
    text: [
      codeName('recognition_cause', cause),
      kind === null ? '' : speak('proposes', { what: codeName('recognition_kind', kind) }),
      colour === 'none' ? '' : speak('card', { what: codeName('card_colour', colour) }),
      tried_at === null ? '' : speak('tried_at', { day: dayText(tried_at, locale) }),
    ].filter(text => text !== '').join(speak('comma')),
    chip: '',
  }));
}
