/** Who acts: the people whom the rules let do a step. */
import type { Level } from '../../handling/routing/model.ts';
import type { Uuid } from '../../kernel/values.ts';
import type { DepartmentRow } from './model.ts';
import type { Scene } from './story.ts';
import { dayOf } from '../../calendar/working-days-rules.ts';
import { leaderFrom } from '../../handling/routing/responsible-rules.ts';
import { lastMoment } from './story.ts';

/** Whoever has the work: the handler or, while nobody is named, a member of the department. */
export function worker(scene: Scene): Uuid {
  return scene.timeline.state.handler ?? member(scene);
}

/** Whoever accepts: mostly who was named, now and then a colleague. */
export function acceptor(scene: Scene): Uuid {
  const { timeline: { state }, chance } = scene;
  return state.handler !== null && (state.scope === 'community' || chance.chance(0.85)) ? state.handler : member(scene);
}

function member({ timeline: { state }, directory, chance }: Scene): Uuid {
  return chance.pick(directory.world.people.filter(({ department }) => department === state.department)).id;
}

export function dispatcher({ directory, chance }: Scene): Uuid {
  const centre = directory.world.departments.find(({ dispatches }) => dispatches)!;
  return chance.pick(directory.world.people.filter(({ department }) => department === centre.id)).id;
}

/** Another person than the handler who may verify: the leader of level 2, else of level 1. */
export function verifier(scene: Scene): Uuid | null {
  const { handler, follower } = scene.timeline.state;
  return [follower, leaderOf(scene, 2), leaderOf(scene, 1)].find(person => person !== null && person !== handler) ?? null;
}

export function leaderOf(scene: Scene, level: Level): Uuid | null {
  const { timeline: { state }, directory } = scene;
  return leaderFrom(level, directory.context(state.grid, state.category, dayOf(directory.reference.calendar, lastMoment(scene)))).person;
}

/** The office or station with a line for the category; any office for what nobody has. */
export function officeFor({ timeline: { state }, directory, chance }: Scene): DepartmentRow {
  const offices = directory.world.departments.filter(({ kind, dispatches, supervises, id }) => (kind === 'office' || kind === 'station') && !dispatches && !supervises && id !== state.department);
  const path = directory.categoryPath(state.category).map(({ id }) => id);
  return offices.find(({ id }) => directory.world.duty_lines.some(({ department, category }) => department === id && path.includes(category)))
    ?? chance.pick(offices.filter(({ kind }) => kind === 'office'));
}

export function districtFor({ timeline: { state }, directory, districts }: Scene): Uuid {
  const all = directory.world.departments.filter(({ kind }) => kind === 'district');
  const suffix = directory.categoryPath(state.category).map(({ code }) => districts[code]).find(code => code !== undefined);
  return (all.find(({ code }) => suffix !== undefined && code.endsWith(suffix)) ?? all[0]!).id;
}
