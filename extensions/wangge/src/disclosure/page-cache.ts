/**
 * What stands around the public lists, kept for half a minute: names and settings, which seldom change and hide nothing.
 * Notices themselves are never kept: what is withdrawn is gone at once, on every server.
 */
import type { Db } from '../kernel/context.ts';
import type { Frame } from './model.ts';
import type { Search } from './search-rules.ts';
import { loadFrame } from './public-store.ts';

const KEPT_MS = 30_000;
/** Whoever asks for made-up places fills no memory. */
const MOST = 2_000;

export function cachedFrames(db: Db, now: () => number = Date.now): (asked: Pick<Search, 'subdistrict' | 'grid'>) => Promise<Frame> {
  const frames = new Map<string, { until: number; frame: Promise<Frame> }>();
  return ({ subdistrict, grid }) => {
    const key = `${subdistrict} ${grid}`;
    const kept = frames.get(key);
    if (kept !== undefined && kept.until > now())
      return kept.frame;
    if (frames.size >= MOST)
      frames.clear();
    const frame = loadFrame(db, { subdistrict, grid });
    frames.set(key, { until: now() + KEPT_MS, frame });
    frame.catch(() => frames.delete(key));
    return frame;
  };
}
