/** Which version was in force at a moment, of those that are published by now. */
import type { Day, Moment } from '../kernel/values.ts';

export interface PublishedVersion {
  version: string;
  published_on: Day;
  /** Null: published by a release that did not note it. */
  published_at: Moment | null;
}

/** `versions` in the order in which each outranks those before it; `today`: the day of the moment. Before the first one: the first. */
export function inForceAt(versions: readonly PublishedVersion[], moment: Moment, today: Day): string | null {
  const known = versions.filter(({ published_on, published_at }) => published_on <= today && (published_at === null || published_at <= moment));
  return (known.at(-1) ?? versions[0])?.version ?? null;
}
