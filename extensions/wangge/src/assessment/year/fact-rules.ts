/** The lines that a year rests on, as evidence has them: `[kind, grid, department, person, pseudonym, cells…]`. */
import type { TreeFact } from '../evidence/tree-rules.ts';
import type { OfSubject, YearFact } from './model.ts';

/** `id`: the line's own pseudonym. */
export function treeFactOf(fact: YearFact, id: string): TreeFact {
  const { kind, code } = fact.subject;
  const whose = { grid: kind === 'grid' ? code : null, department: kind === 'department' ? code : null, person: kind === 'person' ? code : null };
  const cells = fact.of === 'quarter'
    ? [fact.quarter, fact.total, fact.days, fact.days_of, fact.sample, fact.without]
    : fact.of === 'review' ? [fact.score, fact.basis] : [fact.score];
  return { kind: fact.of, ...whose, id, cells };
}

/** Throws on what no year can rest on. */
export function yearFactOf({ kind, grid, department, person, cells }: TreeFact): YearFact {
  const subject = subjectOf(grid, department, person);
  if (kind === 'quarter') {
    const [quarter, total, days, days_of, sample, without] = cells;
    if (typeof quarter === 'string' && isNumberOrNull(total) && isNumberOrNull(days) && (days_of === 90 || days_of === 91 || days_of === 92) && typeof sample === 'number' && (without === null || without === 'other_level'))
      return { of: kind, subject, quarter, total, days, days_of, sample, without };
  }
  const [score, basis] = cells;
  if (typeof score === 'number' && kind === 'review' && (basis === 'rater' || basis === 'visit'))
    return { of: kind, subject, score, basis };
  if (typeof score === 'number' && kind === 'community')
    return { of: kind, subject, score };
  throw new SyntaxError(`a line of the kind ${kind} is none of a year`);
}

function subjectOf(grid: string | null, department: string | null, person: string | null): OfSubject {
  const [found, ...more] = [{ kind: 'grid', code: grid }, { kind: 'department', code: department }, { kind: 'person', code: person }].filter(({ code }) => code !== null);
  if (found === undefined || more.length > 0)
    throw new SyntaxError('a line of a year is of a grid, of a department or of a person');
  return found as OfSubject;
}

function isNumberOrNull(value: unknown): value is number | null {
  return value === null || typeof value === 'number';
}
