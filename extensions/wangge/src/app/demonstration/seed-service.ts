/** Puts the demonstration into an empty installation: all of it or nothing, in one transaction. */
import type { Db } from '../../kernel/context.ts';
import type { Moment, Uuid } from '../../kernel/values.ts';
import type { FieldCipher } from '../../ledgers/field-encryption-rules.ts';
import type { Photo } from './demo-store.ts';
import type { Demonstration } from './generate.ts';
import type { Material } from './material.ts';
import { markChosen } from '../../accounts/index.ts';
import { addWorkingDays, dayOf } from '../../calendar/working-days-rules.ts';
import { insertDuty, insertFindings, insertPlans, insertStatements } from './daily-work-store.ts';
import { drawDuty } from './daily-work.ts';
import { hasSubdistrict, insertIssues, insertWorld, loadReference } from './demo-store.ts';
import { generate } from './generate.ts';
import { insertLedgers } from './ledgers/ledger-seed.ts';
import { insertQuarterRecords } from './quarter-records-store.ts';
import { insertVisits } from './visits.ts';

export interface SeedOptions {
  material: Material;
  /** The present: nothing of the demonstration happens later. */
  now: Moment;
  seed: string;
  /** Argon2 hash of the password that all accounts share. */
  passwordHash: string;
  /** Stores the photographs in the same transaction; at least one. */
  photos: (trx: Db) => Promise<Photo[]>;
  /** Of the installation's ledgers; without them numbers cannot be kept, and the ledgers stay empty. */
  seals: FieldCipher | null;
  /** Issues of a whole quarter. */
  perQuarter?: number;
}

/** Null, and nothing is written, where there is a sub-district already. */
export async function seedDemonstration(db: Db, { material, now, seed, passwordHash, photos, seals, perQuarter }: SeedOptions): Promise<Demonstration | null> {
  return db.transaction(async (trx) => {
    // Of two at once the second sees what the first wrote, and does nothing.
    await trx.raw('lock table subdistricts in share row exclusive mode');
    if (await hasSubdistrict(trx))
      return null;
    const demonstration = generate(material, await loadReference(trx), { now, seed, ...perQuarter === undefined ? {} : { perQuarter } });
    await insertWorld(trx, demonstration.world, material.roles, passwordHash);
    // They are printed and kept for whoever tries the demonstration out: nobody has to change them first.
    await markChosen(trx, demonstration.world.people.filter(({ account }) => account).map(({ id }) => id));
    const stored = await photos(trx);
    await insertIssues(trx, demonstration, stored);
    const { world, directory, quarters } = demonstration;
    const [today, since] = [dayOf(directory.reference.calendar, now), quarters.at(-1)!.starts_on];
    const ended = quarters.at(-2) ?? quarters.at(-1)!;
    await insertDuty(trx, drawDuty(directory, material.duty, { now, since: ended.starts_on, seed }));
    const member = (of: 'dispatches' | 'supervises') => world.people.find(({ department }) => department !== null && directory.department(department)[of])!.id;
    const named = (email: string): Uuid => world.people.find(person => person.email === email)!.id;
    await insertStatements(trx, { now, today, dispatcher: member('dispatches'), unsigned: named('l3@example.com') });
    if (seals !== null)
      await insertLedgers(trx, { world, material, seed, seals, today });
    await insertPlans(trx, world, material.duty, { today, since });
    await insertFindings(trx, material.duty, { now, today, inspector: member('supervises') });
    await insertQuarterRecords(trx, { starts_on: ended.starts_on, ends_on: ended.ends_on, inspector: member('supervises'), dispatcher: member('dispatches') });
    const patches = new Set(world.grids.filter(({ level }) => level === 3).map(({ id }) => id));
    const leading = world.posts.filter(({ grid, role, ends_on }) => role === 'leader' && ends_on === null && patches.has(grid));
    const [held, planned] = [leading.find(({ person }) => person === named('l3@example.com'))!, leading.find(({ person }) => person !== named('l3@example.com'))!];
    await insertVisits(trx, material.duty.visits, {
      inspectors: ['inspector@example.com', 'inspector2@example.com'].map(named) as [Uuid, Uuid],
      held: { grid: held.grid, leader: held.person },
      planned: { grid: planned.grid, on: addWorkingDays(directory.reference.calendar, today, 3).day },
      photo: stored[0]!.id,
      today,
      now,
    });
    return demonstration;
  });
}
