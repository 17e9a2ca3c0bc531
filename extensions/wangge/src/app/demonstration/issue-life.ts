/**
 * How an issue goes, from its report to its end: what its people do and when.
 *
 * A story is a generator of steps. Whoever plays it writes each step through the rules and stops when the present
 * is reached, so that the issues of a running quarter stand wherever their stories have got to.
 */
import type { Scene, Story } from './story.ts';
import { ending } from './after-feedback.ts';
import { beginning } from './before-work.ts';
import { work } from './handling-work.ts';

/** More rounds than this nobody has with one issue. */
const ROUNDS = 3;

export function play(scene: Scene): void {
  for (const { type, person, at, said, ifPossible = false } of life(scene)) {
    if (!scene.timeline.act(type, person, at, said, ifPossible))
      return;
  }
}

function* life(scene: Scene): Story {
  yield* beginning(scene);
  for (let round = 1; round <= ROUNDS && isOpen(scene); round++) {
    yield* work(scene);
    if (scene.timeline.state.status === 'suspended')
      return;
    yield* ending(scene, round < ROUNDS);
  }
}

function isOpen({ timeline }: Scene): boolean {
  return timeline.state.status === 'assigned' || timeline.state.status === 'handling';
}
