/**
 * How far a computation by hand is, for whoever waits for it: kept in the process that computes, and gone with it. (Asked of another
 * replica it is not known; the answer of the computation itself says when it is done.)
 */

export const PHASES = ['facts', 'scores', 'evidence'] as const;
export type Phase = (typeof PHASES)[number];

const running = new Map<string, Phase>();

/** Of one sub-district, or of all that are computed at once. */
export interface Running { code: string; subdistrict: string | null }

const nameOf = ({ code, subdistrict }: Running): string => JSON.stringify([code, subdistrict]);

export function phaseOf(asked: Running): Phase | null {
  return running.get(nameOf(asked)) ?? running.get(nameOf({ ...asked, subdistrict: null })) ?? null;
}

export async function withPhases<Answer>(asked: Running, work: (onPhase: (phase: Phase) => void) => Promise<Answer>): Promise<Answer> {
  try {
    return await work(phase => void running.set(nameOf(asked), phase));
  }
  finally {
    running.delete(nameOf(asked));
  }
}
