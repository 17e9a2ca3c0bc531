/**
 * The head of all timelines: one hash for everything that had ever been recorded of any issue at the cut. The events of an
 * issue are a chain (ADR 0002), so that its last hash stands for all of them: an event rewritten, cut off or left out, or an
 * issue that is gone, gives another head.
 *
 * `issue seq hash` is a line, by the issue's last event that was recorded before the cut. Issues lie in 256 leaves by the first
 * two digits of their id, within each in the order of ids: what never changes, wherever an issue is moved.
 */
import type { Head } from './tree-rules.ts';
import { Buffer } from 'node:buffer';
import { leafHash, rootOf } from './merkle-rules.ts';

export const TIMELINE_LEAVES = 256;

/** `issues`: how many lie in this leaf; `hash`: of their lines, hex. */
export interface TimelineLeaf { leaf: number; issues: number; hash: string }

/** Leaves without issues may be left out. */
export function timelinesHead(found: readonly TimelineLeaf[]): Head {
  const hashes = new Map(found.map(({ leaf, hash }) => [leaf, Buffer.from(hash, 'hex')]));
  const leaves = Array.from({ length: TIMELINE_LEAVES }, (_, leaf) => hashes.get(leaf) ?? leafHash(''));
  return { size: found.reduce((sum, { issues }) => sum + issues, 0), root: rootOf(leaves).toString('base64') };
}

export interface TimelineEnd { issue: string; seq: number; hash: string }

/** The same of issues by themselves; the SQL says it of all (`timeline-store.ts`). */
export function timelineLeaves(ends: readonly TimelineEnd[]): TimelineLeaf[] {
  const byLeaf = Map.groupBy([...ends].sort((a, b) => a.issue < b.issue ? -1 : 1), ({ issue }) => Number.parseInt(issue.slice(0, 2), 16));
  return [...byLeaf].map(([leaf, issues]) => ({ leaf, issues: issues.length, hash: leafHash(issues.map(({ issue, seq, hash }) => `${issue} ${seq} ${hash}\n`).join('')).toString('hex') }));
}
