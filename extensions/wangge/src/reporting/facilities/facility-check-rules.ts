/**
 * Facilities on the way of a patrol: when each is looked at again, and what a fault of one is reported as.
 *
 * Intervals, where the entry says none, are proposals of this product: fire equipment every month, everything else every quarter.
 */
import type { Day, Uuid } from '../../kernel/values.ts';
import { dayString, epochDay } from '../../kernel/civil-date-rules.ts';

export const CHECK_RESULTS = ['damaged', 'missing', 'hazard'] as const;
export type CheckResult = (typeof CHECK_RESULTS)[number];

/** In calendar days. */
const FIRE_INTERVAL = 30;
const INTERVAL = 90;

export interface Facility {
  id: Uuid;
  name: string;
  group: string;
  kind: string;
  address: string | null;
  condition: string;
  confirmed_on: Day | null;
  check_days: number | null;
}

export interface OnRoute extends Facility {
  due_on: Day;
  due: boolean;
}

/** The next day on which it is looked at; today for one that never was. */
export function dueOn({ group, confirmed_on, check_days }: Pick<Facility, 'group' | 'confirmed_on' | 'check_days'>, today: Day): Day {
  const days = check_days !== null && check_days > 0 ? check_days : group === 'fire' ? FIRE_INTERVAL : INTERVAL;
  return confirmed_on === null ? today : dayString(epochDay(confirmed_on) + days);
}

/** Those due first, the rest by name. */
export function routeOf(facilities: readonly Facility[], today: Day): OnRoute[] {
  return facilities.map((facility) => {
    const due_on = dueOn(facility, today);
    return { ...facility, due_on, due: due_on <= today };
  }).sort((a, b) => Number(b.due) - Number(a.due) || (a.due_on < b.due_on ? -1 : a.due_on > b.due_on ? 1 : 0) || (a.name < b.name ? -1 : 1));
}

/** Issue categories (`reference/20`) by the kind of a facility, where its group does not say it. */
const CATEGORIES: Readonly<Record<string, string>> = {
  manhole: 'manhole',
  street_lamp: 'street_lamp',
  hydrant: 'fire_facility',
  fire_cabinet: 'fire_facility',
  fire_lane: 'blocked_passage',
  charging: 'ebike_charging',
  switch_box: 'utility_lines',
  waste_station: 'litter',
  traffic_sign: 'traffic_hazard',
  fitness: 'shared_parts',
};
const BY_GROUP: Readonly<Record<string, string>> = { fire: 'fire_facility', utility: 'utility_lines', traffic: 'traffic_hazard', environment: 'litter' };

export function categoryOf({ kind, group }: Pick<Facility, 'kind' | 'group'>): string {
  return CATEGORIES[kind] ?? BY_GROUP[group] ?? 'shared_parts';
}

/** What the ledger says of the facility from then on; null: its condition stays. */
export function conditionAfter(result: CheckResult): 'damaged' | 'missing' | null {
  return result === 'hazard' ? null : result;
}

const WORDS: Record<CheckResult, string> = { damaged: '破损', missing: '丢失', hazard: '存在隐患' };

export interface Raised { title: string; description: string; kind: 'problem' | 'hazard'; severity: 'normal' | 'urgent' }

/** A hazard, or a fault of fire equipment, is a hazard; what endangers people at once is urgent. */
export function raisedBy({ name, group, kind, address }: Pick<Facility, 'name' | 'group' | 'kind' | 'address'>, result: CheckResult, note: string | null): Raised {
  const dangerous = result === 'hazard' || group === 'fire';
  const open = kind === 'manhole' && result !== 'hazard';
  return {
    title: `${name}${WORDS[result]}`.slice(0, 100),
    description: [`设施检查：${name}${WORDS[result]}`, note, address === null || address === '' ? null : `位置：${address}`].filter(Boolean).join('。'),
    kind: dangerous || open ? 'hazard' : 'problem',
    severity: result === 'hazard' || open ? 'urgent' : 'normal',
  };
}
