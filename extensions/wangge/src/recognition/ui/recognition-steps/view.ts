/** What the form of a recognition shows, from the server's answer. Pure. */
import type { Remaining } from '../../../calendar/remaining-time-rules.ts';
import type { CodeName } from '../../../ui/speaker.ts';
import type { State, StepName } from '../../model.ts';
import type { Step } from '../../step-rules.ts';
import type { Speak } from './words.ts';
import { dayWords } from '../../../ui/days.ts';
import { dayText, momentText } from '../../../ui/person.ts';
import { remainingText } from '../../../ui/remaining-time.ts';
import { HELD, PRAISE } from '../../model.ts';

export interface RecognitionAnswer {
  recognition: { id: string; kind: string; cause: string; state: State; honour_level: string | null; text: string; number: string | null; answer_until: string; person: string | null; grid: string | null; department: string | null; rule: string | null };
  remaining: Remaining | null;
  evidence: { fact_kind: string; fact: string; label: string; says: string; says_en: string; collection: string | null; item: string | null; on_day: string | null; stands: boolean; grid: string | null }[];
  steps: { step: StepName; actor: string | null; reason: string | null; at: string }[];
  may: Step[];
  concerned: boolean;
  cites: { kind: string; of: string } | null;
}

/** Why something is suspended is a code. */
const FALLEN = ['exempted', 'dismissed', 'corrected', 'overturned', 'appeal_upheld'] as const;

export type Tone = 'primary' | 'warning' | 'success' | 'danger' | 'quiet';

export interface RecognitionView {
  title: string;
  state: string;
  tone: Tone;
  facts: string[];
  text: string;
  evidence: { key: string; says: string; where: string; to: string | null; stands: boolean; appeal: string | null }[];
  steps: string[];
  may: Step[];
  appeal: string | null;
  /** As evidence for an honour or a renewal. */
  cites: { fact: string; title: string; against: boolean; kind: string; of: string } | null;
  /** Is there a circular to print? */
  circular: boolean;
}

export function recognitionView({ recognition: one, remaining, evidence, steps, may, concerned, cites }: RecognitionAnswer, speak: Speak, codeName: CodeName, locale: string): RecognitionView {
  const english = locale.toLowerCase().startsWith('en');
  const over = one.state === 'proposed' && remaining?.overdue === true;
  const state = over ? speak('proposed_over') : speak(one.state, { until: dayText(one.answer_until, locale), left: remaining === null ? '' : remainingText(remaining, locale) });
  return {
    title: speak('of', { kind: codeName('recognition_kind', one.kind), cause: codeName('recognition_cause', one.cause) }),
    state,
    tone: one.state === 'suspended' ? 'danger' : may.length > 0 ? 'warning' : one.state === 'dismissed' || one.state === 'revoked' ? 'quiet' : 'primary',
    facts: [
      speak('about', { whose: [one.person, one.grid, one.department].filter(name => name !== null && name !== '').join(speak('comma')) }),
      ...one.honour_level === null ? [] : [codeName('honour_level', one.honour_level)],
      ...one.number === null ? [] : [speak('number', { number: one.number })],
      ...one.rule === null ? [] : [speak('by_rule', { rule: one.rule })],
    ],
    text: one.text,
    evidence: evidence.map(fact => ({
      key: `${fact.fact_kind}:${fact.fact}`,
      says: english ? fact.says_en : fact.says,
      where: [fact.label, fact.grid ?? '', fact.on_day === null ? '' : dayWords(fact.on_day, locale)].filter(text => text !== '').join(speak('comma')),
      to: fact.collection === null || fact.item === null ? null : `/content/${fact.collection}/${fact.item}`,
      stands: fact.stands,
      // Whom it concerns appeals the fact itself, too.
      appeal: concerned && fact.stands && !PRAISE.has(one.kind) ? `${fact.fact_kind}:${fact.fact}` : null,
    })),
    steps: steps.map(({ step, actor, reason, at }) => {
      const who = step === 'silent' ? '' : actor ?? speak('by_itself');
      const fell = step === 'suspended' ? FALLEN.find(code => code === reason) : undefined;
      const why = fell === undefined ? reason : speak(`suspended_${fell}`);
      return speak(why === null || why === '' ? 'line' : 'line_reason', { at: momentText(at, locale), who, step: speak(`step_${step}`), reason: why ?? '' });
    }),
    may,
    appeal: concerned && HELD.has(one.state) && !PRAISE.has(one.kind) ? `recognition:${one.id}` : null,
    cites: cites === null ? null : { ...cites, fact: `recognition:${one.id}`, title: [codeName('recognition_kind', one.kind), one.person ?? one.department ?? one.grid ?? '', one.number ?? ''].filter(text => text !== '').join(speak('comma')), against: false },
    circular: one.state === 'published' || one.state === 'acknowledged',
  };
}
