/** Writes that name their rows by a query: refused to everybody but administrators, whether a row is there or not. */
import type { Finding } from './judge.ts';
import type { Ask } from './questions.ts';
import type { Ground } from './walk.ts';
import type { Walker } from './walkers.ts';

export interface Written { asked: number; differences: Pick<Finding, 'ask' | 'expected' | 'got'>[] }

export async function writesByQuery({ real, shape, tables }: Ground, walker: Walker): Promise<Written> {
  const written: Written = { asked: 0, differences: [] };
  let turn = 0;
  for (const { path, primary, name, singleton } of shape.values()) {
    if (singleton)
      continue;
    const [key] = tables.get(name)!.keys();
    for (const method of ['PATCH', 'DELETE']) {
      const ways = [path, path.toUpperCase().replace(name.toUpperCase(), name), `${path}/`, `${path}?fields=${primary}`];
      const at = ways[turn++ % ways.length]!;
      // What is there, and what is nowhere. Nothing of it is changed by nothing; of what is there nobody deletes anything: it is looked for twice over.
      const filters = [{ [primary]: { _eq: key } }, { [primary]: { _in: [] } }].filter((_, n) => method === 'PATCH' || n === 1);
      for (const filter of filters) {
        const ask: Ask = { method, path: at, body: { query: { filter }, ...method === 'PATCH' ? { data: {} } : {} } };
        const { status, errors } = await real.request(method, at, { as: walker, body: ask.body });
        written.asked++;
        // 404: there is no such route at all.
        if (status !== 403 && status !== 404)
          written.differences.push({ ask, expected: 403, got: [status, errors[0]?.extensions.code ?? null] });
      }
    }
  }
  return written;
}
