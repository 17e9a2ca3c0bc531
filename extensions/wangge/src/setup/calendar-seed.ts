/**
 * The national calendar comes from a package, not from a seed file. A version's days are written before it is
 * published, and never again: the database refuses changes of what limits rest on.
 */
import type { Db } from '../kernel/context.ts';
import type { Change } from './plan-rules.ts';
import type { Bases } from './release-store.ts';
import { calendarRows } from '../calendar/shipped-calendar-rules.ts';
import { remember } from './release-store.ts';
import { insertRows, readColumns, readRows, updateRow } from './row-store.ts';
import { stableUuid } from './seed-files.ts';

/** Publishes the shipped version, unless it was shipped before or an administrator keeps one of that name. */
export async function applyCalendar(db: Db, bases: Bases, dryRun: boolean): Promise<Change[]> {
  const { version, days } = calendarRows();
  const key = `calendar:${version.version}`;
  if (bases.has(key))
    return [];
  const columns = await readColumns(db, 'calendar_versions');
  const known = columns.size > 0 && (await readRows(db, 'calendar_versions', ['version'], [{ version: version.version }])).length > 0;
  if (!dryRun) {
    if (!known) {
      await insertRows(db, 'calendar_versions', columns, [{ ...version, published_on: null }]);
      // What the draft has of the version before gives way to what is shipped; days that the place itself arranged stay.
      await db('calendar_days').where({ version: version.id })
        .andWhere(inherited => inherited.where({ origin: 'national' }).orWhereIn('date', days.map(day => day.date)))
        .delete();
      const rows = days.map(day => ({ id: stableUuid(`calendar_days ${version.version} ${day.date}`), ...day }));
      await insertRows(db, 'calendar_days', await readColumns(db, 'calendar_days'), rows);
      await updateRow(db, 'calendar_versions', 'id', { id: version.id }, { published_on: version.published_on });
    }
    await remember(db, new Map([[key, { days: days.length }]]));
  }
  return known ? [] : [{ action: 'create', kind: 'calendar', name: `${version.version}, ${days.length} days` }];
}
