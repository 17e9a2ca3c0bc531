/** What a calendar moves, as rows to read. */
import type { CodeName } from '../../../ui/speaker.ts';
import type { Move } from '../../clocks/recalendar-diff-rules.ts';
import type { Speak } from './words.ts';
import { momentText } from '../../../ui/person.ts';

export interface MovedRow { key: string; issue: string; number: string; title: string; clock: string; from: string; to: string; change: string; bad: boolean }

export function movedRows(moves: readonly Move[], speak: Speak, codeName: CodeName, locale: string): MovedRow[] {
  return moves.map(({ issue, number, title, kind, department_name, opened_by_seq, from, to, working_days, becomes_overdue, provisional, verdict }) => ({
    key: `${issue} ${kind} ${opened_by_seq} ${department_name}`,
    issue,
    number,
    title: title ?? speak('confidential'),
    clock: [codeName('clock', kind), department_name].filter(Boolean).join(' · '),
    from: momentText(from, locale),
    to: momentText(to, locale),
    change: [
      working_days === 0 ? (from === to ? speak('same') : '') : speak(working_days > 0 ? 'later' : 'earlier', { count: Math.abs(working_days) }),
      becomes_overdue ? speak('overdue') : '',
      verdict === undefined ? '' : speak(verdict),
      provisional.from === provisional.to ? '' : speak(provisional.to ? 'provisional' : 'confirmed'),
    ].filter(Boolean).join(' · '),
    bad: becomes_overdue || verdict === 'late',
  }));
}
