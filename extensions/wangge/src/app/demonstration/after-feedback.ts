/** After the feedback: verified by another person, closed by hand or by itself, or done again. */
import type { Uuid } from '../../kernel/values.ts';
import type { Scene, Step, Story } from './story.ts';
import { mayClose } from '../../handling/lifecycle/transition-rules.ts';
import { dispatcher, verifier } from './actors.ts';
import { nextMinute, WORKING_DAY } from './office-time.ts';
import { later } from './story.ts';

const SATISFACTION = { 5: 50, 4: 32, 3: 12, 2: 4, 1: 2 };

/** `again`: it may be sent back once more. */
export function* ending(scene: Scene, again: boolean): Story {
  const { timeline, chance } = scene;
  if (timeline.state.verify_required)
    yield* verification(scene, again);
  else
    yield* closing(scene, again);
  if (timeline.state.status === 'closed' && timeline.state.disclosed_at === null)
    yield* publishing(scene);
  if (timeline.state.status === 'closed' && again && chance.chance(0.012))
    yield reopening(scene, chance.between(1, 6) * WORKING_DAY);
}

function* verification(scene: Scene, again: boolean): Story {
  const { timeline, chance, phrases, quality } = scene;
  const person = verifier(scene);
  if (person === null)
    return;
  const forgotten = chance.chance(0.03);
  const solved = again && chance.chance(quality.rework(timeline.state.department ?? '')) ? 'no' : 'yes';
  yield {
    type: 'verify',
    person,
    at: later(scene, (forgotten ? chance.between(5, 11) : chance.between(0.2, 2.9)) * WORKING_DAY),
    said: {
      solved,
      channel: chance.weighted({ phone: 6, visit: 4 }),
      satisfaction: solved === 'yes' ? Number(chance.weighted(SATISFACTION)) : chance.pick([1, 2, 2, 3]),
      note: chance.pick(solved === 'yes' ? phrases.verify_yes : phrases.verify_no),
    },
  };
}

function* closing(scene: Scene, again: boolean): Story {
  const { timeline, chance, phrases, quality } = scene;
  const { lead, handler, closes_at, department } = timeline.state;
  if (again && chance.chance(quality.rework(department ?? ''))) {
    yield reopening(scene, chance.between(0.2, 1.4) * WORKING_DAY);
    return;
  }
  if (lead !== null && lead !== handler && mayClose(timeline.state) && chance.chance(0.2)) {
    yield { type: 'close', person: lead, at: later(scene, chance.between(0.1, 1.4) * WORKING_DAY), said: { note: chance.pick(phrases.close) } };
    return;
  }
  if (closes_at !== null && !timeline.over(nextMinute(closes_at)))
    timeline.pass(nextMinute(closes_at));
}

/** By the grid centre, mostly in time. */
function* publishing(scene: Scene): Story {
  const { chance, timeline } = scene;
  const person = dispatcher(scene);
  const days = chance.chance(0.95) ? chance.between(0.3, 4) : chance.between(5, 9);
  if (timeline.state.handler !== person)
    yield { type: 'disclose', person, at: later(scene, days * WORKING_DAY), said: {} };
}

/** Found not to be solved: by whoever reported it, or by who is accountable. */
function reopening(scene: Scene, minutes: number): Step {
  const { timeline, chance, phrases } = scene;
  const { lead } = timeline.state;
  const person: Uuid = lead !== null && chance.chance(0.4) ? lead : timeline.report.reporter;
  return { type: 'reopen', person, at: later(scene, minutes), said: { note: chance.pick(phrases.reopen) } };
}
