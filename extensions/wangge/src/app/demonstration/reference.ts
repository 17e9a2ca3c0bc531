/** What the set-up brings and the rules need: categories, routing rules, limits, the calendar. */
import type { Calendar } from '../../calendar/model.ts';
import type { DeadlinePolicy } from '../../handling/clocks/policy-rules.ts';
import type { DisclosureMode } from '../../handling/model.ts';
import type { RoutingRule } from '../../handling/routing/model.ts';
import type { Uuid } from '../../kernel/values.ts';

export interface CategoryRow {
  id: Uuid;
  code: string;
  name: string;
  parent: Uuid | null;
  photo_required: boolean;
  disclosure_mode: DisclosureMode;
  active: boolean;
}

export interface Reference {
  categories: CategoryRow[];
  rules: RoutingRule[];
  policies: DeadlinePolicy[];
  calendar: Calendar;
  /** `HH:MM`. */
  close_of_business: string;
}

/** The category and its ancestors, itself first. */
export function pathOf(categories: readonly CategoryRow[], category: Uuid): CategoryRow[] {
  const row = categories.find(({ id }) => id === category);
  return row === undefined ? [] : [row, ...row.parent === null ? [] : pathOf(categories, row.parent)];
}
