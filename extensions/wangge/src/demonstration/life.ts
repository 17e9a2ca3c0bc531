/**
 * How an issue goes, from its report to its end: what its people do and when.
 *
 * A story is a generator of steps. Whoever plays it writes each step through the rules and stops when the present
 * is reached, so that the issues of a running quarter stand wherever their stories have got to.
 */
import type { EventType, Moment, Uuid } from '../handling/model.ts';
import { beginning } from './beginning.ts';
import type { Directory } from './directory.ts';
import { ending } from './ending.ts';
import type { Phrases } from './material.ts';
import { afterWorking } from './office-time.ts';
import type { Quality } from './quality.ts';
import type { Random } from './random.ts';
import type { IssueTimeline, Said } from './timeline.ts';
import { work } from './work.ts';

export interface Step { type: EventType; person: Uuid; at: Moment; said: Said }
export type Story = Generator<Step, void, void>;

/** What the teller of a story knows. */
export interface Scene {
  timeline: IssueTimeline;
  directory: Directory;
  phrases: Phrases;
  quality: Quality;
  chance: Random;
  /** The department codes of the district by category code. */
  districts: Record<string, string>;
}

/** More rounds than this nobody has with one issue. */
const ROUNDS = 3;

export function play(scene: Scene): void {
  for (const { type, person, at, said } of life(scene)) {
    if (!scene.timeline.act(type, person, at, said))
      return;
  }
}

function* life(scene: Scene): Story {
  yield* beginning(scene);
  for (let round = 1; round <= ROUNDS && isOpen(scene); round++) {
    yield* work(scene);
    yield* ending(scene, round < ROUNDS);
  }
}

function isOpen({ timeline }: Scene): boolean {
  return timeline.state.status === 'assigned' || timeline.state.status === 'handling';
}

/** When the last event happened. */
export function lastMoment({ timeline }: Scene): Moment {
  return timeline.events.at(-1)!.at;
}

/** The moment some working minutes after the last event. */
export function later(scene: Scene, minutes: number, from: Moment = lastMoment(scene)): Moment {
  return afterWorking(scene.directory.reference.calendar, from, minutes);
}
