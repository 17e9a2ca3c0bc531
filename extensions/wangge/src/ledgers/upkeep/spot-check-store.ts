/** The SQL of spot checks. */
import type { Db } from '../../kernel/context.ts';
import type { Day, Uuid } from '../../kernel/values.ts';

/** Does this person hold the grid, or one above it, or stand in for somebody who does? */
export async function isInLine(db: Db, person: Uuid, grid: Uuid, day: Day): Promise<boolean> {
  const { rows } = await db.raw<{ rows: { in_line: boolean }[] }>('select wangge_in_line(?, ?, cast(? as date)) as in_line', [person, grid, day]);
  return rows[0]!.in_line;
}
