/**
 * How far a computation by hand is, for whoever waits for it: kept in the process that computes, and gone with it. (Asked of another
 * replica it is not known; the answer of the computation itself says when it is done.)
 */

export const PHASES = ['facts', 'scores', 'evidence'] as const;
export type Phase = (typeof PHASES)[number];

const running = new Map<string, Phase>();

/** By the code of the period. */
export function phaseOf(code: string): Phase | null {
  return running.get(code) ?? null;
}

export async function withPhases<Answer>(code: string, work: (onPhase: (phase: Phase) => void) => Promise<Answer>): Promise<Answer> {
  try {
    return await work(phase => void running.set(code, phase));
  }
  finally {
    running.delete(code);
  }
}
