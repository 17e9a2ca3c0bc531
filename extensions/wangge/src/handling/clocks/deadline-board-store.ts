/** The SQL of the deadline board: pages by key and counts up to a bound, so that a hundred thousand clocks cost as little as a hundred. */
import type { Db } from '../../kernel/context.ts';
import type { Moment, Uuid } from '../../kernel/values.ts';
import type { BoardClock, BoardGroup, BoardScope, Cursor } from './deadline-board-rules.ts';
import { momentOf } from '../issue-store.ts';

/** Whose board it is. */
export interface BoardReader {
  user: Uuid;
  department: Uuid | null;
  /** The subtrees of today's posts; `-` in a slot without one. */
  slots: readonly string[];
}

export interface BoardTimes { now: Moment; end_of_today: Moment }

/** More are told as "more than". */
export const COUNTED_AT_MOST = 999;

interface Part { sql: string; bindings: Record<string, unknown> }

/**
 * A miss is open while its issue still is where the clock is worked on; after a reopening the
 * earlier ones stay misses for ever, and are no longer anybody's work.
 */
const MISS_IS_OPEN = `case d.kind
  when 'resolve' then i.status in ('reported', 'assigned', 'handling', 'suspended', 'handled', 'returned')
  when 'own' then i.status in ('assigned', 'handling', 'suspended') and d.department is not distinct from i.department
  when 'escalate' then i.status in ('assigned', 'handling')
  when 'progress' then i.status = 'escalated'
  when 'verify' then i.status = 'fed_back'
  when 'disclose' then i.status = 'closed' and i.disclosed_at is null
  else i.status not in ('fed_back', 'closed', 'rejected', 'merged') end
  and not exists (select from issue_deadlines l where l.issue = d.issue and l.kind = d.kind and l.department is not distinct from d.department and l.opened_by_seq > d.opened_by_seq)`;

const GROUPS: Readonly<Record<BoardGroup, readonly string[]>> = {
  // Two queries, each in the order of its own index.
  overdue: [`d.state = 'missed' and ${MISS_IS_OPEN}`, `d.state = 'running' and d.due_at < :now and not d.provisional`],
  today: [`d.state = 'running' and d.due_at >= :now and d.due_at <= :end_of_today`],
  soon: [`d.state = 'running' and d.warned_at is not null and d.due_at > :end_of_today`],
  provisional: [`d.state = 'running' and d.provisional`],
};

function scoped(scope: BoardScope, { user, department, slots }: BoardReader): Part {
  switch (scope) {
    case 'all': return { sql: 'true', bindings: {} };
    case 'grids': {
      const paths = slots.filter(slot => slot !== '-');
      return {
        sql: paths.length === 0 ? 'false' : `(${paths.map((_, index) => `i.grid_path like :path_${index}`).join(' or ')})`,
        bindings: Object.fromEntries(paths.map((path, index) => [`path_${index}`, `${path}%`])),
      };
    }
    case 'mine': return {
      // One's own, and what waits for anybody of one's department.
      sql: `d.issue in (
        select id from issues where lead = :user or handler = :user or follower = :user or reporter = :user
          ${department === null ? '' : 'or (department = :department and handler is null)'}
        union all select issue from issue_deadlines where person = :user and state in ('running', 'missed'))`,
      bindings: { user, ...(department === null ? {} : { department }) },
    };
  }
}

/** `limit` clocks of a group from the cursor on. */
export async function boardPage(db: Db, group: BoardGroup, scope: BoardScope, reader: BoardReader, times: BoardTimes, cursor: Cursor | null, limit: number): Promise<BoardClock[]> {
  const { sql, bindings } = scoped(scope, reader);
  const parts = GROUPS[group].map(condition => `(
    select d.id, d.issue, d.kind, d.due_at, d.original_due_at, d.provisional, d.certificate
    from issue_deadlines d join issues i on i.id = d.issue
    where ${condition} and ${sql} ${cursor === null ? '' : 'and (d.due_at, d.id) > (:after_due, :after_id)'}
    order by d.due_at, d.id limit :limit)`);
  const { rows } = await db.raw<{ rows: (Omit<BoardClock, 'limit'> & { due_at: Date; original_due_at: Date; certificate: { limit: BoardClock['limit'] } | null })[] }>(
    `select * from (${parts.join(' union all ')}) clocks order by due_at, id limit :limit`,
    { ...times, ...bindings, limit, ...(cursor === null ? {} : { after_due: cursor.due_at, after_id: cursor.id }) },
  );
  return rows.map(({ certificate, ...row }) => ({
    ...row,
    due_at: momentOf(row.due_at)!,
    original_due_at: momentOf(row.original_due_at)!,
    limit: certificate?.limit ?? null,
  }));
}

/** How many clocks each group has, up to `COUNTED_AT_MOST` + 1. */
export async function boardCounts(db: Db, scope: BoardScope, reader: BoardReader, times: BoardTimes): Promise<Record<BoardGroup, number>> {
  const { sql, bindings } = scoped(scope, reader);
  const counts = Object.entries(GROUPS).map(([group, conditions]) => `(select cast(count(*) as int) from (${
    conditions.map((condition, index) => `select 1 from (select from issue_deadlines d join issues i on i.id = d.issue where ${condition} and ${sql} limit :limit) part_${index}`).join(' union all ')
  } limit :limit) counted) as ${group}`);
  const { rows } = await db.raw<{ rows: [Record<BoardGroup, number>] }>(`select ${counts.join(', ')}`, { ...times, ...bindings, limit: COUNTED_AT_MOST + 1 });
  return rows[0];
}

/** Where this person's board begins: department, posts, and whether their permission to read issues knows no row filter. */
export async function boardReader(db: Db, user: Uuid, roles: readonly Uuid[]): Promise<BoardReader & { everything: boolean }> {
  const { rows } = await db.raw<{ rows: (BoardReader & { everything: boolean })[] }>(`
    select u.id as "user", u.department, array[scope_1, scope_2, scope_3, scope_4, scope_5, scope_6] as slots,
      exists (
        select from directus_permissions p
        join directus_policies o on o.id = p.policy and o.ip_access is null
        join directus_access a on a.policy = p.policy and (a."user" = u.id or a.role = any(:roles))
        where p.collection = 'issues' and p.action = 'read' and (p.permissions is null or cast(p.permissions as text) in ('{}', 'null'))
      ) as everything
    from directus_users u where u.id = :user
  `, { user, roles: [...roles] });
  return rows[0]!;
}
