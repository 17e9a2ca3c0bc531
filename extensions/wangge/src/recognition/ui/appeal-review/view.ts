/** What the form of an appeal shows, from the server's answer. Pure. */
import type { AppealDecision, AppealState, Stage } from '../../appeals/model.ts';
import type { Speak } from './words.ts';

export interface ReviewLine { stage: Stage; reviewer_name: string | null; decision: AppealDecision | null; reason: string | null; at: string | null; due_at: string; missed: boolean; explained: string | null }

export interface AppealAnswer {
  state: AppealState;
  title: string;
  subject_kind: string;
  reason: string;
  filed_at: string;
  filed_by_name: string | null;
  person_name: string | null;
  grid_name: string | null;
  department_name: string | null;
  on_day: string;
  facts: Record<string, string | number>;
  files: { id: string; name: string; type: string | null }[];
  reviews: ReviewLine[];
  step: 'review' | 'withdraw' | null;
  stage: Stage | null;
  why: string | null;
  reviewers: number | null;
  exempt: boolean;
  periods: { code: string; version: number; state: string; without: boolean }[];
}

export type Tone = 'primary' | 'warning' | 'success' | 'danger' | 'quiet';

/** Whose turn it is strikes the eye; what is over does not. */
export function toneOf({ state, step, reviews }: Pick<AppealAnswer, 'state' | 'step' | 'reviews'>): Tone {
  if (reviews.some(({ at, missed }) => at === null && missed) && (state === 'first_review' || state === 'second_review'))
    return 'danger';
  return step === 'review' ? 'warning' : state === 'upheld' ? 'success' : state === 'first_review' || state === 'second_review' ? 'primary' : 'quiet';
}

/** Where it stands; of one that was upheld what follows, by what was appealed. */
export function stateText({ state, subject_kind }: Pick<AppealAnswer, 'state' | 'subject_kind'>, speak: Speak): string {
  return speak(state === 'upheld' && (subject_kind === 'ranking' || subject_kind === 'recognition') ? `upheld_${subject_kind}` : state);
}

/** Whose matter it is: the person, the grid and the department, as far as there are any. */
export function whoseOf({ person_name, grid_name, department_name }: Pick<AppealAnswer, 'person_name' | 'grid_name' | 'department_name'>, comma: string): string {
  return [person_name, grid_name, department_name].filter(name => name !== null && name !== '').join(comma);
}

export function reviewText({ stage, reviewer_name, decision, reason, missed }: Omit<ReviewLine, 'explained'>, when: { at: string | null; due: string }, speak: Speak): string {
  return decision === null
    ? speak(missed ? 'review_missed' : 'review_open', { stage: speak(`stage_${stage}`), due: when.due })
    : speak('review_done', { stage: speak(`stage_${stage}`), name: reviewer_name ?? '', decision: speak(decision === 'upheld' ? 'is_upheld' : 'is_rejected'), at: when.at ?? '', reason: reason ?? '' });
}

const FACTS = ['clock', 'reported_at', 'started_at', 'on_day', 'warn_at', 'due_at', 'handled_at', 'done_at', 'checked_at', 'state', 'entries', 'fresh', 'expected', 'score', 'rank', 'of', 'total'] as const;
const CLOCKS = ['resolve', 'own', 'escalate', 'verify', 'disclose', 'external', 'met', 'missed', 'late', 'running'] as const;

/** What is on record of it, in the order in which it came about; `when` tells moments and days. */
export function factLines(facts: AppealAnswer['facts'], when: (value: string) => string, speak: Speak): string[] {
  return FACTS.flatMap((name) => {
    const value = facts[name];
    if (value === undefined)
      return [];
    const word = CLOCKS.find(one => one === value);
    return [speak('fact', { name: speak(`fact_${name}`), value: word !== undefined ? speak(`clock_${word}`) : name.endsWith('_at') || name === 'on_day' ? when(String(value)) : String(value) })];
  });
}

/** `2026-Q3` as people say it. */
export function periodText(code: string, speak: Speak): string {
  const quarter = /^(\d{4})-Q([1-4])$/.exec(code);
  const month = /^(\d{4})-(\d{2})$/.exec(code);
  return quarter ? speak('quarter', { year: quarter[1]!, n: quarter[2]! }) : month ? speak('month', { year: month[1]!, n: String(Number(month[2])) }) : code;
}
