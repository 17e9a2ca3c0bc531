/** The demonstration's ledgers in a real database: whole, sealed, of every freshness, and known to those who keep them. */
import { afterAll, describe, expect, it } from 'vitest';
import { makeDemoRows } from '../../extensions/wangge/src/app/demonstration/demo-rows.ts';
import { loadReference } from '../../extensions/wangge/src/app/demonstration/demo-store.ts';
import { drawLedgers } from '../../extensions/wangge/src/app/demonstration/ledgers/ledgers.ts';
import { readMaterial } from '../../extensions/wangge/src/app/demonstration/material.ts';
import { demoServer } from './harness.ts';

const wangge = await demoServer();
const { db } = wangge;
afterAll(async () => await wangge.close());

const { rows: [{ today }] } = await db.raw('select wangge_today()::text as today') as { rows: [{ today: string }] };
const material = await readMaterial('.');
const drawn = drawLedgers(makeDemoRows(material, (await loadReference(db)).categories, today, '1'), material, today, '1');
const collections = [...new Set(drawn.map(({ collection }) => collection))];

describe('the demonstration\'s ledgers', () => {
  it('hold every entry that was drawn', async () => {
    for (const collection of collections) {
      const { rows: [{ entries, keys, dated }] } = await db.raw(`
        select count(*)::int as entries, count(distinct entry_key)::int as keys,
          count(*) filter (where confirmed_on <= wangge_today() and review_due_on > confirmed_on and grid_path is not null)::int as dated
        from ?? where state = 'current'`, [collection]);
      const expected = drawn.filter(entry => entry.collection === collection).length;
      expect({ collection, entries, keys, dated }).toEqual({ collection, entries: expected, keys: expected, dated: expected });
    }
  });

  it('know what was declared', async () => {
    const { rows: [{ declared, sets }] } = await db.raw('select count(*)::int as declared, count(distinct dataset)::int as sets from ledger_expected where expected >= 0 and grid_path is not null');
    expect(declared).toBe(60 * sets);
    expect(sets).toBeGreaterThan(6);
  });

  it('leave the sensitive sets alone: they are there, not active, and empty', async () => {
    const sets: { collection: string; active: boolean; sensitivity: string }[] = await db('ledger_datasets').select('collection', 'active', 'sensitivity');
    const sleeping = sets.filter(({ active }) => !active);
    expect(sleeping.map(({ sensitivity }) => sensitivity)).toEqual(sleeping.map(() => 'sensitive'));
    expect(sets.map(({ collection }) => collection).sort()).toEqual([...collections, ...sleeping.map(({ collection }) => collection)].sort());
    for (const { collection } of sleeping)
      expect(await db(collection).first('id')).toBeUndefined();
  });

  it('show no number: they are sealed', async () => {
    const { rows: [{ numbers, masked, sealed }] } = await db.raw(`
      select count(identity_number)::int as numbers, count(*) filter (where identity_number ~ '^\\d{6}\\*{8}\\d{3}[\\dX]$')::int as masked,
        (select count(*)::int from ledger_sealed where collection = 'ledger_residents' and field = 'identity_number') as sealed
      from ledger_residents`);
    expect(numbers).toBeGreaterThan(1000);
    expect([masked, sealed]).toEqual([numbers, numbers]);
    const full = new Set(drawn.flatMap(({ values }) => Object.entries(values).flatMap(([field, value]) => /phone$|^identity_number$/.test(field) ? [String(value)] : [])));
    const { rows: changes } = await db.raw(`select distinct v.value from ledger_changes c, jsonb_each_text(c.changes) v where v.key like '%phone' or v.key = 'identity_number'`);
    expect(changes.length).toBeGreaterThan(1000);
    expect(changes.filter(({ value }: { value: string }) => full.has(value))).toEqual([]);
  });

  it('were confirmed by those who keep them, some long ago', async () => {
    const { rows: [{ fresh, stale, kept }] } = await db.raw(`
      select count(*) filter (where review_due_on >= wangge_today())::int as fresh, count(*) filter (where review_due_on < wangge_today())::int as stale,
        count(*) filter (where confirmed_by = user_created and exists (select 1 from posts p where p.person = r.confirmed_by and p.grid = r.grid))::int as kept
      from ledger_residents r`);
    expect(fresh).toBeGreaterThan(3 * stale);
    expect(stale).toBeGreaterThan(50);
    expect(kept).toBeGreaterThan(0.9 * (fresh + stale));
  });
});
