/** The work itself: accepted, carried on, explained when it cannot be in time, handled and fed back; or reported upwards. */
import type { Channel } from '../../handling/model.ts';
import type { Moment } from '../../kernel/values.ts';
import type { Scene, Step, Story } from './story.ts';
import { EXPLAIN_CAUSES } from '../../handling/model.ts';
import { acceptor, dispatcher, districtFor, worker } from './actors.ts';
import { WORKING_DAY, workingBetween } from './office-time.ts';
import { helpCalled, impatience, moreTime } from './side-events.ts';
import { lastMoment, later } from './story.ts';

const CHANNELS: Record<Channel, number> = { phone: 5, visit: 4, message: 2, notice: 1 };
/** How many photographs there are to choose from. */
export const PHOTOS = 4;

export function* work(scene: Scene): Story {
  const { timeline, chance } = scene;
  if (timeline.state.status === 'assigned' && chance.chance(0.7))
    yield { type: 'accept', person: acceptor(scene), at: later(scene, chance.between(8, 260)), said: {} };
  if (timeline.state.scope === 'district' && timeline.state.escalated_to === null)
    yield* reportUpwards(scene);
  else
    yield* handle(scene);
}

/** Within the limit or not, as people there usually are. */
function* handle(scene: Scene): Story {
  const { timeline, chance, quality, directory, phrases } = scene;
  const { report } = timeline;
  const begun = lastMoment(scene);
  const due = timeline.clocks.findLast(({ kind }) => kind === 'resolve')?.due_at ?? begun;
  const left = workingBetween(directory.reference.calendar, begun, due);
  const after = (minutes: number): Moment => later(scene, minutes, begun);
  const punctual = chance.chance(quality.punctuality(timeline.state.department ?? '', report.grid, report.quarter));
  const lateBy = chance.chance(0.15) ? chance.between(3, 9) * WORKING_DAY : chance.between(30, 2.5 * WORKING_DAY);
  const lateFeedback = !punctual && chance.chance(0.2);
  const handledAt = Math.max(5, punctual || lateFeedback ? left * chance.between(0.3, 0.8) : left + lateBy);
  const fedBackAt = punctual ? handledAt + left * chance.between(0.01, 0.15) : lateFeedback ? left + lateBy : handledAt + chance.between(10, 200);

  const steps: [number, () => Step][] = [];
  const plan = (minutes: number, step: () => Omit<Step, 'at'>): void => void steps.push([minutes, () => ({ ...step(), at: after(minutes) })]);
  if (chance.chance(0.75))
    plan(handledAt * chance.between(0.1, 0.5), () => progress(scene));
  if (chance.chance(0.3))
    plan(handledAt * chance.between(0.5, 0.9), () => progress(scene));
  if (chance.chance(0.1))
    plan(handledAt * chance.between(0.3, 0.9), () => ({ type: 'progress', person: report.reporter, said: { note: chance.pick(phrases.reporter_progress) } }));
  if (!punctual && chance.chance(0.6))
    plan(Math.min(handledAt, left * chance.between(0.7, 1)) * 0.99, () => explanation(scene));
  steps.sort(([a], [b]) => a - b);
  for (const [, step] of steps)
    yield step();
  if (!punctual && due > lastMoment(scene))
    yield* moreTime(scene, due);
  // Until its suspension ends nothing more happens to it.
  if (timeline.state.status === 'suspended')
    return;
  if (chance.chance(0.05))
    yield* helpCalled(scene);
  if (!punctual)
    yield* impatience(scene);

  const from = lastMoment(scene);
  const notBefore = (moment: Moment): Moment => moment > from ? moment : later(scene, 20, from);
  yield* finish(scene, notBefore(after(handledAt)), notBefore(after(fedBackAt)), punctual || (!lateFeedback && chance.chance(0.5)));
}

function* finish(scene: Scene, handledAt: Moment, fedBackAt: Moment, atOnce: boolean): Story {
  const { timeline, chance, directory } = scene;
  const photos = directory.category(timeline.state.category).photo_required || chance.chance(0.1)
    ? [Math.floor(chance.next() * PHOTOS)]
    : [];
  const channel = chance.weighted(CHANNELS);
  const drawn = atOnce && chance.chance(0.7);
  // Whoever asked not to be named is told by those who may see who it is.
  const { confidential } = timeline.report;
  const together = drawn && !confidential;
  yield { type: 'handle', person: worker(scene), at: handledAt, said: { result: chance.pick(timeline.report.matter.results), photos, channel: together ? channel : null } };
  if (!together)
    yield { type: 'feed_back', person: confidential ? dispatcher(scene) : worker(scene), at: fedBackAt, said: { channel, note: null } };
}

function progress(scene: Scene): Omit<Step, 'at'> {
  const { chance, phrases } = scene;
  return { type: 'progress', person: worker(scene), said: { note: chance.pick(phrases.progress), channel: chance.chance(0.35) ? chance.weighted({ phone: 3, visit: 2 }) : null } };
}

function explanation(scene: Scene): Omit<Step, 'at'> {
  const { timeline, chance, phrases } = scene;
  const cause = chance.pick(EXPLAIN_CAUSES);
  return { type: 'explain', person: timeline.state.handler ?? timeline.state.lead!, said: { cause, note: chance.pick(phrases.explain[cause]!) } };
}

/** Within one working day to the district, followed up until there is an answer. */
function* reportUpwards(scene: Scene): Story {
  const { chance, phrases } = scene;
  const punctual = chance.chance(0.9);
  yield {
    type: 'escalate',
    person: worker(scene),
    at: later(scene, punctual ? chance.between(20, 350) : chance.between(1.5, 2.6) * WORKING_DAY),
    said: { to_department: districtFor(scene), note: null },
  };
  for (let times = chance.pick([1, 1, 2, 3]); times > 0; times--) {
    yield {
      type: 'progress',
      person: worker(scene),
      at: later(scene, chance.between(0.8, 4) * WORKING_DAY),
      said: { note: chance.pick(phrases.progress_district), channel: chance.chance(0.4) ? 'phone' : null },
    };
  }
  const handledAt = later(scene, chance.between(0.5, 5) * WORKING_DAY);
  yield* finish(scene, handledAt, later(scene, chance.between(15, 300), handledAt), true);
}
