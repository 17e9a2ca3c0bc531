/** Before the work: what is withdrawn, rejected, dispatched, returned and routed anew. */
import type { Uuid } from '../../kernel/values.ts';
import type { Scene, Story } from './story.ts';
import { acceptor, dispatcher, officeFor, worker } from './actors.ts';
import { WORKING_DAY } from './office-time.ts';
import { later } from './story.ts';

export function* beginning(scene: Scene): Story {
  const { timeline, chance, phrases, quality } = scene;
  const { report } = timeline;
  if (timeline.state.status === 'reported') {
    yield {
      type: 'route',
      person: dispatcher(scene),
      at: later(scene, chance.between(20, 300)),
      said: { to_department: officeFor(scene).id, note: chance.pick(phrases.route.unrouted) },
    };
  }
  if (chance.chance(0.012)) {
    yield { type: 'withdraw', person: report.reporter, at: later(scene, chance.between(5, 90)), said: { note: chance.pick(phrases.withdraw) } };
    return;
  }
  if (chance.chance(0.012)) {
    yield { type: 'reject', person: dispatcher(scene), at: later(scene, chance.between(30, 400)), said: { note: chance.pick(phrases.reject) } };
    return;
  }
  if (timeline.state.scope === 'district')
    return;
  if (chance.chance(0.05))
    yield* misrouted(scene);
  else if (chance.chance(quality.carelessness(report.grid)))
    yield* insufficient(scene);
  else if (timeline.state.scope === 'community' && chance.chance(0.02))
    yield* beyond(scene);
}

/** Sent to the wrong desk: returned, and routed to the right one. */
function* misrouted(scene: Scene): Story {
  const { timeline, chance, phrases } = scene;
  const cause = timeline.state.scope === 'community' ? 'not_in_duty' : 'wrong_routing';
  yield* giveBack(scene, cause);
  const home = timeline.state.scope === 'subdistrict' && chance.chance(0.3) ? communityOf(scene) : officeFor(scene).id;
  yield {
    type: 'route',
    person: dispatcher(scene),
    at: later(scene, chance.between(15, 1.6 * WORKING_DAY)),
    said: { to_department: home, note: chance.pick(phrases.route.moved) },
  };
}

/** The report lacks what is needed: returned, completed, and back to the same desk; or it turns out to be nothing. */
function* insufficient(scene: Scene): Story {
  const { timeline, chance, phrases } = scene;
  const department = timeline.state.department;
  yield* giveBack(scene, 'insufficient');
  if (chance.chance(0.08)) {
    yield { type: 'reject', person: dispatcher(scene), at: later(scene, chance.between(60, 500)), said: { note: chance.pick(phrases.reject) } };
    return;
  }
  yield {
    type: 'route',
    person: dispatcher(scene),
    at: later(scene, chance.between(30, 1.2 * WORKING_DAY)),
    said: { to_department: department, to_scope: timeline.state.scope, note: chance.pick(phrases.route.same) },
  };
}

function* giveBack(scene: Scene, cause: 'wrong_routing' | 'not_in_duty' | 'insufficient'): Story {
  const { chance, phrases } = scene;
  if (chance.chance(0.4))
    yield { type: 'accept', person: acceptor(scene), at: later(scene, chance.between(10, 200)), said: {} };
  yield { type: 'return', person: worker(scene), at: later(scene, chance.between(20, 350)), said: { cause, note: chance.pick(phrases.return[cause]) } };
}

/** The community finds that it is beyond its duties, or beyond the sub-district's: by then the dispatcher routes it on. */
function* beyond(scene: Scene): Story {
  const { timeline, chance, phrases } = scene;
  const person = dispatcher(scene);
  yield { type: 'progress', person: worker(scene), at: later(scene, chance.between(30, 400)), said: { note: chance.pick(phrases.progress) } };
  const district = chance.chance(0.4) && !timeline.report.matter.category.startsWith('other');
  yield {
    type: 'route',
    person,
    at: later(scene, chance.between(60, 500)),
    said: district
      ? { to_scope: 'district', note: chance.pick(phrases.route.district) }
      : { to_department: officeFor(scene).id, note: chance.pick(phrases.route.scope) },
  };
}

function communityOf({ timeline, directory }: Scene): Uuid {
  return directory.chain(timeline.state.grid).find(({ level }) => level === 2)!.department!;
}
