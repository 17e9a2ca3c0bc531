/** What happens beside the work: more time is asked for, other departments are called to help, people lose patience. */
import type { Moment } from '../../kernel/values.ts';
import type { Scene, Story } from './story.ts';
import { EXPLAIN_CAUSES } from '../../handling/model.ts';
import { leaderOf, officeFor, worker } from './actors.ts';
import { nextMinute, WORKING_DAY, workingBetween } from './office-time.ts';
import { lastMoment, later } from './story.ts';

/** In time, by whoever has the work; `due` is the limit. Somebody else decides the same day or the next. */
export function* moreTime(scene: Scene, due: Moment): Story {
  const { timeline, chance, phrases, directory } = scene;
  const left = workingBetween(directory.reference.calendar, lastMoment(scene), due);
  const { status, lead, handler } = timeline.state;
  if (left < 60 || (status !== 'assigned' && status !== 'handling') || !chance.chance(0.22))
    return;
  const suspension = chance.chance(0.12);
  const kind = suspension ? 'suspension' : 'extension';
  const asker = worker(scene);
  const at = later(scene, left * chance.between(0.2, 0.7));
  yield {
    type: 'request_extension',
    ifPossible: true,
    person: asker,
    at,
    said: { request_kind: kind, cause: chance.pick(EXPLAIN_CAUSES), note: chance.pick(phrases.request[kind]), until: suspension ? later(scene, chance.between(8, 25) * WORKING_DAY, due) : null },
  };
  const approver = suspension || lead === null || lead === asker ? leaderOf(scene, 1) : lead;
  if (approver === null || approver === asker || approver === handler || chance.chance(0.08))
    return;
  const yes = chance.chance(0.8);
  yield {
    type: 'decide_extension',
    ifPossible: true,
    person: approver,
    at: later(scene, chance.between(5, Math.min(200, left * 0.25))),
    said: { decision: yes ? 'yes' : 'no', note: yes ? null : chance.pick(phrases.request.no) },
  };
  const { resumes_at } = timeline.state;
  if (timeline.state.status === 'suspended' && resumes_at !== null && !timeline.over(nextMinute(resumes_at)))
    timeline.pass(nextMinute(resumes_at));
}

/** 吹哨报到: another office is called, comes, says what it did, and is rated. */
export function* helpCalled(scene: Scene): Story {
  const { timeline, chance, phrases } = scene;
  const { status } = timeline.state;
  if (status !== 'assigned' && status !== 'handling')
    return;
  const office = officeFor(scene);
  if (office.head === null || timeline.helpers().some(({ department }) => department === office.id))
    return;
  const caller = worker(scene);
  yield { ifPossible: true, type: 'call_in', person: caller, at: later(scene, chance.between(10, 60)), said: { to_department: office.id, note: chance.pick(phrases.help.call) } };
  yield { ifPossible: true, type: 'answer_call', person: office.head, at: later(scene, chance.between(15, 200)), said: { note: chance.pick(phrases.help.come) } };
  if (chance.chance(0.15))
    return;
  yield { ifPossible: true, type: 'answer_call', person: office.head, at: later(scene, chance.between(15, 120)), said: { result: chance.pick(phrases.help.result) } };
  if (chance.chance(0.7))
    yield { ifPossible: true, type: 'rate_help', person: timeline.state.handler ?? caller, at: later(scene, chance.between(5, 60)), said: { to_department: office.id, satisfaction: chance.pick([5, 5, 4, 4, 3]) } };
}

/** Who waits urges; now and then level 1 supervises. */
export function* impatience(scene: Scene): Story {
  const { timeline, chance, phrases } = scene;
  const { handler } = timeline.state;
  const { reporter } = timeline.report;
  if (reporter !== handler && chance.chance(0.25))
    yield { ifPossible: true, type: 'urge', person: reporter, at: later(scene, chance.between(10, 90)), said: { note: chance.pick(phrases.urge) } };
  const above = leaderOf(scene, 1);
  if (above !== null && above !== handler && chance.chance(0.06))
    yield { ifPossible: true, type: 'supervise', person: above, at: later(scene, chance.between(10, 60)), said: { note: chance.pick(phrases.supervise) } };
}
