/** What the published quarters before a quarter had counted of everybody, for its rolling year. */
import type { Db } from '../../kernel/context.ts';
import type { Uuid } from '../../kernel/values.ts';
import type { SubjectKind } from '../facts/model.ts';
import type { EarlierCount, EarlierSubject } from '../interval/year-rules.ts';
import type { Scheme } from '../schemes/model.ts';
import type { QuarterBefore } from './frozen-store.ts';
import { countsBefore, samplesBefore } from './frozen-store.ts';

export type CodeOf = (kind: SubjectKind, id: Uuid) => string | undefined;

interface Coded { grids: readonly { id: Uuid; code: string }[]; departments: readonly { id: Uuid; code: string }[]; people: ReadonlyMap<Uuid, string> }

/** Whose code it is in this version's evidence: of whom it does not tell there is none. */
export function codesOf({ grids, departments, people }: Coded): CodeOf {
  const codes = new Map([...grids.map(({ id, code }): [string, string] => [`grid ${id}`, code]), ...departments.map(({ id, code }): [string, string] => [`department ${id}`, code]), ...[...people].map(([id, code]): [string, string] => [`person ${id}`, code])]);
  return (kind, id) => codes.get(`${kind} ${id}`);
}

/** In the order of kinds and codes. */
export async function earlierOf(trx: Db, quarters: readonly QuarterBefore[], { indicators }: Pick<Scheme, 'indicators'>, codeOf: CodeOf): Promise<EarlierSubject[]> {
  const found = new Map<string, { kind: SubjectKind; code: string; sample: number; counts: Record<string, EarlierCount> }>();
  const of = (kind: SubjectKind, id: Uuid): { sample: number; counts: Record<string, EarlierCount> } | null => {
    const code = codeOf(kind, id);
    if (code === undefined)
      return null;
    const known = found.get(`${kind} ${code}`) ?? { kind, code, sample: 0, counts: {} };
    found.set(`${kind} ${code}`, known);
    return known;
  };
  for await (const rows of countsBefore(trx, quarters, indicators)) {
    for (const { subject, id, indicator, numerator, denominator, flagged_numerator, flagged_denominator } of rows) {
      const known = of(subject, id);
      if (known !== null)
        known.counts[indicator] = flagged_numerator === null || flagged_denominator === null ? [numerator, denominator] : [numerator, denominator, flagged_numerator, flagged_denominator];
    }
  }
  for (const { subject, id, samples } of quarters.length === 0 ? [] : await samplesBefore(trx, quarters)) {
    const known = of(subject, id);
    if (known !== null)
      known.sample = samples.reduce((sum, next) => sum + next, 0);
  }
  return [...found].sort(([a], [b]) => a < b ? -1 : 1).map(([, subject]) => subject);
}
