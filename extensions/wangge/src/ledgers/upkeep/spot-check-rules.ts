/**
 * Spot checks: an entry that somebody looked at, and found right. Whoever is judged by how accurate a ledger is does not say how
 * accurate it is: neither those who hold its grid, nor those who hold a grid above. Nor does whoever looks choose what is right: only
 * entries that are drawn count. (A finding, of whatever entry, writes its own check.)
 */
import type { Refusal } from '../../kernel/refusal-rules.ts';
import type { Day, Uuid, Values } from '../../kernel/values.ts';
import { dayIn } from '../../kernel/civil-date-rules.ts';
import { refused } from '../../kernel/refusal-rules.ts';
import { DRAWN_BELOW } from '../model.ts';

const MANAGED = ['grid', 'checked_by', 'finding', 'grid_path', 'date_created', 'user_created'] as const;

/** Who looks, at an entry of which grid, with which number in the draw. */
export interface Look { person: Uuid; grid: Uuid; draw: number; in_line: boolean; today: Day }

/** Why nothing can be said of any entry like this; null if it can. */
export function objectionToWords(said: Values): Refusal | null {
  const managed = MANAGED.find(field => said[field] != null);
  if (managed !== undefined)
    return refused('managed_field', managed, { field: managed });
  return said.result != null && said.result !== 'right' ? refused('spot_check_finding', 'result') : null;
}

/** The check as it is stored. */
export function checkOf(said: Values, { person, grid, draw, in_line, today }: Look): Values | Refusal {
  if (in_line)
    return refused('spot_check_in_line', 'item');
  if (draw >= DRAWN_BELOW)
    return refused('spot_check_not_drawn', 'item');
  const checked_on = said.checked_on == null ? today : dayIn(said.checked_on);
  if (checked_on === null)
    return refused('date_invalid', 'checked_on');
  return checked_on > today ? refused('date_future', 'checked_on') : { ...said, grid, checked_by: person, checked_on, result: 'right' };
}
