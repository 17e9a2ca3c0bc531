/** What waits for its reader, line by line, from the server's answer. Pure. */
import type { CodeName } from '../../../ui/speaker.ts';
import type { InboxItem } from '../../inbox/inbox-rules.ts';
import type { Speak } from './inbox-words.ts';
import { dayWords } from '../../../ui/days.ts';
import { dayText } from '../../../ui/person.ts';
import { remainingText, urgencyOf } from '../../../ui/remaining-time.ts';

export interface InboxLine { key: string; to: string; step: string; title: string; due: string; urgency: 'over' | 'today' | 'calm' }

export function inboxLines(items: readonly InboxItem[], speak: Speak, codeName: CodeName, locale: string): InboxLine[] {
  return items.map(({ waits, collection, item, what, title, due_at, day, remaining }) => ({
    key: `${waits} ${item}`,
    to: collection === 'assessment_year_scores' ? `/assessment/year?year=${what ?? ''}` : `/content/${collection}/${item}`,
    step: speak(waits),
    title: what === null || collection !== 'recognitions' ? title : speak('of', { what: codeName('recognition_kind', what), title }),
    due: due_at !== null
      ? speak('until', { day: dayText(due_at, locale), left: remaining === null ? '' : remainingText(remaining, locale) })
      : day !== null ? speak('on_day', { day: dayWords(day, locale) }) : '',
    urgency: remaining === null ? 'calm' : urgencyOf(remaining),
  }));
}
