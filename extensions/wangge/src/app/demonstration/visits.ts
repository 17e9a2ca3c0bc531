/** Two visits of the inspection team: one that was held today and acknowledged, with what was looked at, and one that is planned. */
import type { Db } from '../../kernel/context.ts';
import type { Day, Moment, Uuid } from '../../kernel/values.ts';
import type { DutyWords } from './material.ts';
import { answersOf, holdVisit, samplesOf } from '../../assessment/index.ts';
import { isRefusal } from '../../kernel/refusal-rules.ts';
import { todayOf } from '../../territory/index.ts';
import { idOf } from './random.ts';
import { plannedVisit, putPhoto } from './visits-store.ts';

export interface VisitsOf {
  /** The two of the inspection team. */
  inspectors: readonly [Uuid, Uuid];
  /** Where it was held, and who leads it; where the other is planned, and for when. */
  held: { grid: Uuid; leader: Uuid };
  planned: { grid: Uuid; on: Day };
  photo: Uuid;
  today: Day;
  now: Moment;
}

/** What two who score apart think of the same grid: out of ten, one question after the other. */
const SCORES = [[9, 8, 9, 10, 8], [8, 8, 9, 9, 7]] as const;

/** Visits take their steps as people take them, today: a demonstration of another day has none. */
export async function insertVisits(trx: Db, words: DutyWords['visits'], { inspectors, held, planned, photo, today, now }: VisitsOf): Promise<void> {
  if (await todayOf(trx) !== today)
    return;
  const [one, two] = inspectors;
  const visit = await plannedVisit(trx, { id: idOf('visit/held'), grid: held.grid, planned_on: today, inspectors, reason: words.reason, at: now });
  taken(await holdVisit.begin(trx, visit, one, now));
  await putPhoto(trx, { visit, inspector: one, photo, at: now });
  for (const [nth, sample] of (await samplesOf(trx, visit)).entries()) {
    const wrong = nth === 0;
    taken(await holdVisit.lookAt(trx, visit, sample.id, nth % 2 === 0 ? one : two, { result: wrong ? 'finding' : 'right', note: wrong ? words.found : null, kind: wrong ? 'outdated' : null }, now));
  }
  for (const [seat, person] of inspectors.entries()) {
    const answers = await answersOf(trx, visit, person);
    taken(await holdVisit.answer(trx, visit, person, answers.map(({ id }, nth) => ({ id, score: SCORES[seat]![nth % SCORES[seat]!.length]!, note: nth === 0 ? words.note : null })), now));
    taken(await holdVisit.complete(trx, visit, person, now));
  }
  taken(await holdVisit.acknowledge(trx, visit, held.leader, words.acknowledged, now));
  await plannedVisit(trx, { id: idOf('visit/planned'), grid: planned.grid, planned_on: planned.on, inspectors: [two, one], reason: words.planned, at: now });
}

function taken(answer: unknown): void {
  if (answer === null || (typeof answer === 'object' && isRefusal(answer)))
    throw new Error(`A visit of the demonstration could not take its step: ${JSON.stringify(answer)}`);
}
