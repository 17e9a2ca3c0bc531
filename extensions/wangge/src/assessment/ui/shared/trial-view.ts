/** Who would stand where, by other weights or by another scheme: from the server's answer to lines. Pure. */
import type { Move, WhatIf } from '../../schemes/what-if-rules.ts';
import type { Speak } from './trial-words.ts';

export interface TrialAnswer extends Omit<WhatIf, 'moves'> {
  /** Indicators of the tried scheme that nobody counted then. */
  unmeasured?: readonly string[];
  moves: readonly (Move & { name: string })[];
}

export interface TrialLine { key: string; name: string; before: string; after: string; change: string; through: string }
export interface TrialView { says: string; unmeasured: string; lines: TrialLine[]; more: string }

const SHOWN = 30;

/** `names`: of the indicators, by code. */
export function trialView({ moves, moved, ranked, unmeasured = [] }: TrialAnswer, names: ReadonlyMap<string, string>, speak: Speak): TrialView {
  const nameOf = (code: string): string => names.get(code) ?? code;
  const place = (rank: number | null): string => rank === null ? speak('not_ranked') : String(rank);
  return {
    says: moves.length === 0 ? speak('nobody_moves') : moved === 0 ? speak('same_places') : speak('moved', { moved, ranked }),
    unmeasured: unmeasured.length === 0 ? '' : speak('unmeasured', { names: [...new Set(unmeasured.map(nameOf))].join(speak('and')) }),
    lines: moves.slice(0, SHOWN).map(({ kind, level, subject, name, before, after, change, through }) => ({
      key: `${kind} ${level} ${subject}`,
      name,
      before: place(before.rank),
      after: place(after.rank),
      change: signed(change),
      through: through.map(one => `${nameOf(one.indicator)} ${signed(one.change)}`).join(speak('and')),
    })),
    more: moves.length <= SHOWN ? '' : speak('more', { count: moves.length - SHOWN }),
  };
}

function signed(points: string): string {
  return Number(points) > 0 ? `+${points}` : points;
}
