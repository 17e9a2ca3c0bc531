/** Which rows of a version are told with their places, and which belong to whoever asks. */
import type { Db } from '../../kernel/context.ts';
import type { Uuid } from '../../kernel/values.ts';
import type { SeenRow, ToldRow } from './told-row-rules.ts';
import { periodBefore, periodOf } from '../../calendar/period-rules.ts';
import { isRefusal } from '../../kernel/refusal-rules.ts';
import { ownPosts, publishedVersion, versionAsked } from './own-store.ts';
import { inOrder, toldRow } from './told-row-rules.ts';
import { groupsIn, untoldFields } from './untold-store.ts';

export interface VersionShown { id: Uuid; code: string; shown: number; subdistrict: { id: Uuid } }

export async function toldRows(db: Db, { id, code, shown, subdistrict }: VersionShown, person: Uuid, rows: readonly SeenRow[]): Promise<ToldRow[]> {
  const span = periodOf(code);
  const before = isRefusal(span) ? null : await publishedVersion(db, periodBefore(span), subdistrict.id);
  const untold = await untoldFields(db, [{ period: id, version: shown }, ...before === null ? [] : [before]]);
  const groupsBefore = new Map(before === null ? [] : (await groupsIn(db, before)).map(({ peer_group, ...row }) => [JSON.stringify([row.subject, row.subject === 'department' ? null : row.level, row.id]), peer_group]));
  const { posts, department } = await ownPosts(db, id, person, (await versionAsked(db, id, shown))?.cut ?? null);
  const isOwn = (row: SeenRow): boolean => row.subject === 'department' ? row.department?.id === department : row.person?.id === person || (row.subject === 'grid' && row.grid !== null && posts.some(post => post.id === row.grid!.id));
  return inOrder(rows.map((row) => {
    const field = { kind: row.subject, level: row.level, group: row.peer_group };
    // Its group may have been another in the quarter before.
    return toldRow(row, { own: isOwn(row), untold: untold({ period: id, ...field }), untoldBefore: before !== null && untold({ period: before.period, ...field, group: groupsBefore.get(rowName(row)) ?? null }) });
  }));
}

function rowName({ subject, level, grid, department, person }: SeenRow): string {
  return JSON.stringify([subject, subject === 'department' ? null : level, { grid: grid?.id, department: department?.id, person: person?.id }[subject]]);
}
