/** What a set-up did, or would do: collected step by step, then printed for people. */

export interface Change {
  action: 'create' | 'update' | 'keep' | 'remove' | 'run';
  /** What kind of thing: `collection`, `field`, `relation`, `sql`, or the name of a table. */
  kind: string;
  name: string;
}

const VERBS: Record<Change['action'], [done: string, planned: string]> = {
  create: ['created', 'to create'],
  update: ['updated', 'to update'],
  keep: ['left as the administrator changed it', 'to leave as the administrator changed it'],
  remove: ['withdrawn', 'to withdraw'],
  run: ['run', 'to run'],
};

const NAMES_SHOWN = 5;

/** Does anything in it write? Values that stay the administrator's are worth telling, but write nothing. */
export function writes(changes: readonly Change[]): boolean {
  return changes.some(change => change.action !== 'keep');
}

/** One line for each kind and action: `fields created: 12 (issues.title, …)`. */
export function describe(changes: readonly Change[], dryRun: boolean): string[] {
  const groups = new Map<string, { change: Change; names: string[] }>();
  for (const change of changes) {
    const key = `${change.kind} ${change.action}`;
    const group = groups.get(key) ?? { change, names: [] };
    group.names.push(change.name);
    groups.set(key, group);
  }
  return [...groups.values()].map(({ change, names }) => {
    const shown = names.slice(0, NAMES_SHOWN).join(', ');
    const rest = names.length > NAMES_SHOWN ? `, and ${names.length - NAMES_SHOWN} more` : '';
    return `${change.kind} ${VERBS[change.action][dryRun ? 1 : 0]}: ${names.length} (${shown}${rest})`;
  });
}
