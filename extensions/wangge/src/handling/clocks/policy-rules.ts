/**
 * Which limit applies to a clock.
 *
 * All conditions that a policy states must hold; of those that remain the most specific
 * wins, compared in this order: the deepest category, then a stated severity, then a
 * stated scope, then the id. Nothing is built in: without a policy there is no limit;
 * one without a length, or with two, says nothing (`rule-guard-service.ts` refuses it).
 */
import type { ClockKind, PinnedLimit } from '../../calendar/model.ts';
import type { Uuid } from '../../kernel/values.ts';
import type { Scope, Severity } from '../model.ts';

/** An active row of `deadline_policies`; a condition that is null always holds. */
export interface DeadlinePolicy {
  id: Uuid;
  kind: ClockKind;
  scope: Scope | null;
  /** With its descendants. */
  category: Uuid | null;
  severity: Severity | null;
  /** Exactly one of the two lengths is set. */
  working_days: number | null;
  clock_hours: number | null;
  warn_working_hours: number | null;
}

export interface LimitQuestion {
  kind: ClockKind;
  scope: Scope;
  /** The category and its ancestors, itself first. */
  categoryPath: readonly Uuid[];
  severity: Severity;
}

/** What a limit keeps of the day on which it was set: of the calendar, what `pinOf` gives of the one that counts it. */
export type LimitPins = Pick<PinnedLimit, 'close_of_business' | 'calendar_version' | 'statutory'>;

export function chooseLimit(policies: readonly DeadlinePolicy[], question: LimitQuestion, pins: LimitPins): PinnedLimit | null {
  const breadth = ({ category }: DeadlinePolicy): number =>
    category === null ? question.categoryPath.length : question.categoryPath.indexOf(category);
  const policy = policies
    .filter(({ kind, scope, severity, working_days, clock_hours }) =>
      kind === question.kind
      && (working_days === null) !== (clock_hours === null)
      && (scope === null || scope === question.scope)
      && (severity === null || severity === question.severity))
    .filter(candidate => breadth(candidate) >= 0)
    .sort((a, b) =>
      breadth(a) - breadth(b)
      || Number(b.severity !== null) - Number(a.severity !== null)
      || Number(b.scope !== null) - Number(a.scope !== null)
      || (a.id < b.id ? -1 : 1))[0];
  if (policy === undefined)
    return null;
  return {
    policy: policy.id,
    working_days: policy.working_days,
    clock_hours: policy.clock_hours,
    warn_working_hours: policy.warn_working_hours ?? 0,
    ...pins,
  };
}
