/** Who held an issue how long: the server's spans, by holder, as a bar and a table. */
import type { HoldingTimes, Waiting } from '../../clocks/holding-times-rules.ts';
import type { Speak, Word } from './words.ts';
import { dayText } from '../../../ui/person.ts';
import { timeText } from '../../../ui/remaining-time.ts';

export type HoldingAnswer = Pick<HoldingTimes, 'spans'> & { names: Record<string, string> };

export interface HeldRow {
  key: string;
  who: string;
  days: string;
  /** Of the whole, in per cent. */
  share: number;
  spans: string[];
}

/** One row for each holder, in the order in which they first held it. */
export function holdingRows({ spans, names }: HoldingAnswer, speak: Speak, locale: string): HeldRow[] {
  const total = spans.reduce((sum, { working_minutes }) => sum + working_minutes, 0);
  return [...Map.groupBy(spans, ({ department, person }) => `${department ?? ''} ${person ?? ''}`)].map(([key, held]) => {
    const { department, person } = held[0]!;
    const minutes = held.reduce((sum, { working_minutes }) => sum + working_minutes, 0);
    const days = held.reduce((sum, { working_days }) => sum + working_days, 0);
    return {
      key,
      who: [department, person].map(id => id === null ? undefined : names[id]).filter(Boolean).join(' · ') || speak('nobody'),
      days: days < 1 ? timeText(minutes, locale) : speak('working_days', { count: Number(days.toFixed(1)) }),
      share: total === 0 ? 0 : 100 * minutes / total,
      spans: held.map(({ from, until, waiting, helpers }) => {
        const why = [waitingText(waiting, speak), ...helpers.map(id => names[id]).filter(Boolean)].join(' ');
        return until === null
          ? speak('span_open', { from: dayText(from, locale), why })
          : speak('span', { from: dayText(from, locale), until: dayText(until, locale), why });
      }),
    };
  });
}

function waitingText(waiting: Waiting, speak: Speak): string {
  return speak(`waiting_${waiting}` satisfies Word);
}
