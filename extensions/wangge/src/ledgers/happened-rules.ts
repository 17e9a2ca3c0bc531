/**
 * Dates of an entry that say what has happened: they are never later than today. An administrator's own field of such a name is
 * taken the same way; any other date may lie ahead.
 */
const HAPPENED: ReadonlySet<string> = new Set([
  'arrived_on',
  'birth_on',
  'checked_on',
  'employed_on',
  'enlisted_on',
  'found_on',
  'founded_on',
  'joined_on',
  'last_activity_on',
  'left_on',
  'occurred_on',
  'rechecked_on',
  'rectified_on',
  'registered_on',
  'repaired_on',
  'retired_on',
  'service_on',
  'since',
  'surveyed_on',
  'unemployed_on',
  'visited_on',
]);

export function hasHappened(field: string): boolean {
  return HAPPENED.has(field);
}
