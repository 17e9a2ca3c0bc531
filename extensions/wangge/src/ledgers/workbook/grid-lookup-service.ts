/** Which grid does a workbook mean, by code or name, and may the caller write there? Known grids are remembered. */
import type { Db } from '../../kernel/context.ts';
import type { Refusal } from '../../kernel/refusal-rules.ts';
import type { Uuid } from '../../kernel/values.ts';
import type { Rights } from './import-rights-service.ts';
import type { GridRow } from './import-store.ts';
import { refused } from '../../kernel/refusal-rules.ts';
import { sameKey } from '../../kernel/text-rules.ts';
import { gridsById, gridsCalled } from './import-store.ts';

export interface GridLookup {
  /** Looks up many at once; `byId` and `called` know only what was looked up. */
  lookUp: (texts: readonly string[], ids: readonly Uuid[]) => Promise<void>;
  byId: (id: Uuid) => GridRow | null;
  called: (text: string) => Promise<GridRow | Refusal>;
}

export function gridLookup(trx: Db, rights: Pick<Rights, 'objectionToGrid'>): GridLookup {
  const byText = new Map<string, GridRow[]>();
  const known = new Map<Uuid, GridRow>();
  return {
    byId: id => known.get(id) ?? null,
    lookUp: async (texts, ids) => {
      const [newTexts, newIds] = [[...new Set(texts)].filter(text => !byText.has(text)), [...new Set(ids)].filter(id => !known.has(id))];
      const found = newTexts.length === 0 ? [] : await gridsCalled(trx, newTexts.map(sameKey));
      const [byCode, byName] = [Map.groupBy(found, ({ code }) => sameKey(code)), Map.groupBy(found, ({ name }) => sameKey(name))];
      for (const text of newTexts)
        byText.set(text, byCode.get(sameKey(text)) ?? byName.get(sameKey(text)) ?? []);
      for (const grid of [...found, ...newIds.length === 0 ? [] : await gridsById(trx, newIds)])
        known.set(grid.id, grid);
    },
    called: async (text) => {
      let found = byText.get(text) ?? [];
      // Of several of that name, the one where the caller works.
      if (found.length > 1) {
        const objections = await Promise.all(found.slice(0, 100).map(({ id, name }) => rights.objectionToGrid(id, name)));
        const inside = found.filter((_, at) => objections[at] === null);
        found = inside.length > 0 ? inside : found;
      }
      const [grid] = found;
      if (grid === undefined)
        return refused('grid_name_unknown', 'grid', { name: text });
      if (found.length > 1)
        return refused('grid_ambiguous', 'grid', { name: text, codes: found.slice(0, 5).map(({ code }) => code).join('、') });
      if (grid.level !== 3)
        return refused('grid_not_patch', 'grid', { name: grid.name });
      return await rights.objectionToGrid(grid.id, grid.name) ?? grid;
    },
  };
}
