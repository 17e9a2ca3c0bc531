/** A grant of results as it would be if every place were told. Pure. */
import type { Values } from '../kernel/values.ts';

/** Without what it says of `told`; empty: every row. */
export function withoutTold(filter: Values): Values {
  return Object.fromEntries(Object.entries(filter).flatMap(([key, value]): [string, unknown][] => {
    if (key === 'told')
      return [];
    if ((key !== '_and' && key !== '_or') || !Array.isArray(value))
      return [[key, value]];
    const parts = value.map(one => withoutTold(one as Values));
    const rest = parts.filter(part => Object.keys(part).length > 0);
    // One alternative without a condition lets every row through.
    return rest.length === 0 || (key === '_or' && rest.length < parts.length) ? [] : [[key, rest]];
  }));
}
