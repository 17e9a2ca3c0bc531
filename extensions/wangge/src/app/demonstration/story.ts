/** What the tellers of an issue's story share: what they know, what a step is, and how time goes on. */
import type { EventType } from '../../handling/model.ts';
import type { Moment, Uuid } from '../../kernel/values.ts';
import type { Directory } from './directory.ts';
import type { Phrases } from './material.ts';
import type { Quality } from './quality.ts';
import type { Random } from './random.ts';
import type { IssueTimeline, Said } from './timeline.ts';
import { afterWorking } from './office-time.ts';

export interface Scene {
  timeline: IssueTimeline;
  directory: Directory;
  phrases: Phrases;
  quality: Quality;
  chance: Random;
  /** The end of a district department's code, by category code. */
  districts: Record<string, string>;
}

/** What somebody does, and when. */
export interface Step {
  type: EventType;
  person: Uuid;
  at: Moment;
  said: Said;
  /** Left out where the rules refuse it: whether somebody may depends on who is there that day. */
  ifPossible?: boolean;
}
export type Story = Generator<Step, void, void>;

/** When the last event happened. */
export function lastMoment({ timeline }: Scene): Moment {
  return timeline.events.at(-1)!.at;
}

/** The moment some working minutes after the last event. */
export function later(scene: Scene, minutes: number, from: Moment = lastMoment(scene)): Moment {
  return afterWorking(scene.directory.reference.calendar, from, minutes);
}
