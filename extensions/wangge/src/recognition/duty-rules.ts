/**
 * Who may not do what because of what they did before: one table of steps and parts, for recognitions and for appeals. The database
 * says the same of each step (`sql/096-appeals.sql`, `sql/097-recognitions.sql`).
 */

/** What somebody had to do with a matter. */
export const PARTS = ['concerned', 'proposed', 'answered', 'confirmed', 'published', 'filed', 'reviewed', 'had_part'] as const;
export type Part = (typeof PARTS)[number];

export const DUTY_STEPS = ['propose', 'answer', 'confirm', 'dismiss', 'publish', 'acknowledge', 'restore', 'revoke', 'file', 'first_review', 'second_review'] as const;
export type DutyStep = (typeof DUTY_STEPS)[number];

/**
 * `had_part`: in the fact itself; whoever handled, checked, scored, computed or published what is appealed.
 *
 * Who proposed or confirmed may revoke their own mistake, and may not be the one who lets it stand once a fact has fallen. Nobody commends
 * themselves either.
 */
const BARRED: Record<DutyStep, readonly Part[]> = {
  propose: ['concerned'],
  answer: [],
  confirm: ['concerned', 'proposed', 'answered'],
  dismiss: ['concerned', 'proposed', 'answered'],
  publish: ['concerned', 'answered', 'confirmed'],
  acknowledge: [],
  restore: ['concerned', 'proposed', 'answered', 'confirmed'],
  revoke: ['concerned', 'answered'],
  file: [],
  first_review: ['concerned', 'proposed', 'answered', 'confirmed', 'published', 'filed', 'reviewed', 'had_part'],
  second_review: ['concerned', 'proposed', 'answered', 'confirmed', 'published', 'filed', 'reviewed', 'had_part'],
};

/** What only those may do whom it concerns. */
const OWN: ReadonlySet<DutyStep> = new Set(['answer', 'acknowledge', 'file']);

/** The part that keeps somebody from the step; `stranger`: it is for those concerned; null: nothing does. */
export function barredBy(step: DutyStep, parts: ReadonlySet<Part>): Part | 'stranger' | null {
  if (OWN.has(step) && !parts.has('concerned'))
    return 'stranger';
  return BARRED[step].find(part => parts.has(part)) ?? null;
}
