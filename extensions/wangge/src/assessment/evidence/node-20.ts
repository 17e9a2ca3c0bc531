/** What the rules use and Node 20 does not have yet: for the stand-alone script, which may meet it. Before everything else. */
interface Grouping { groupBy?: typeof groupBy }

function groupBy<K, T>(items: Iterable<T>, keyOf: (item: T, index: number) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  let index = 0;
  for (const item of items) {
    const key = keyOf(item, index++);
    const group = groups.get(key);
    if (group === undefined)
      groups.set(key, [item]);
    else
      group.push(item);
  }
  return groups;
}

(Map as Grouping).groupBy ??= groupBy;
