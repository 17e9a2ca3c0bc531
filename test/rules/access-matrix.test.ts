/** The shipped access matrix, as data: it names what exists, and keeps what must be kept from each role. */
import type { AccessMatrix, PermissionRow } from '../../extensions/wangge/src/setup/access-rules.ts';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { STAFF_EVENTS } from '../../extensions/wangge/src/handling/event-registry-rules.ts';
import { expandAccess, filterOf } from '../../extensions/wangge/src/setup/access-rules.ts';

const { access_matrix: matrix } = parse(readFileSync('seeds/access/matrix.yaml', 'utf8'), { merge: true }) as { access_matrix: AccessMatrix };
const { roles, permissions } = expandAccess(matrix);
const schema = parse(readFileSync('schema-snapshot.yaml', 'utf8')) as { fields: { collection: string; field: string }[] };
const fieldsOf = (collection: string): string[] => schema.fields.filter(field => field.collection === collection).map(field => field.field);
const grant = (role: string, collection: string, action: string): PermissionRow | undefined =>
  permissions.find(row => row.policy === matrix.roles[role]!.policy && row.collection === collection && row.action === action);

describe('the shipped matrix', () => {
  it('eight roles, each with one policy of its own that opens the Studio and is no administrator\'s', () => {
    expect(roles).toHaveLength(8);
    expect(new Set(roles.flatMap(role => [role.id, (role.policy as { id: string }).id])).size).toBe(16);
    for (const role of roles)
      expect(role.policy).toMatchObject({ app_access: true, admin_access: false });
  });

  it('names only collections and fields that the schema has', () => {
    for (const { collection, fields, permissions: rows } of permissions.filter(row => !row.collection.startsWith('directus_'))) {
      const known = fieldsOf(collection);
      expect(known.length, collection).toBeGreaterThan(0);
      expect(fields.filter(field => field !== '*' && !known.includes(field)), collection).toEqual([]);
      expect(namedIn(rows).filter(field => !known.includes(field)), collection).toEqual([]);
    }
  });

  it('names only events that the lifecycle knows', () => {
    for (const list of Object.values(matrix.events)) {
      for (const name of list.filter(word => !word.startsWith('$')))
        expect(STAFF_EVENTS as readonly string[]).toContain(name);
    }
  });

  it('never compares with an empty department: the row\'s own must be set', () => {
    for (const row of permissions) {
      const text = JSON.stringify(row.permissions);
      const compared = text.split('"_eq":"$CURRENT_USER.department.id"').length - 1;
      // Beside `$CURRENT_USER.department.subdistrict` the department alone would be an object, and the comparison an error.
      expect(text, `${row.collection}.${row.action}`).not.toContain('$CURRENT_USER.department"');
      expect(text.split('"_nnull":true').length - 1, `${row.collection}.${row.action}`).toBeGreaterThanOrEqual(compared);
    }
  });

  it('no role writes a managed column of an issue, changes an event or deletes what is kept', () => {
    const managed = ['status', 'due_at', 'lead', 'handler', 'department', 'follower', 'reporter', 'number', 'grid_path', 'overdue', 'event_hash'];
    for (const role of Object.keys(matrix.roles)) {
      for (const action of ['create', 'update'])
        expect((grant(role, 'issues', action)?.fields ?? []).filter(field => managed.includes(field) || field === '*')).toEqual([]);
      for (const [collection, action] of [['issue_events', 'update'], ['issue_events', 'delete'], ['issues', 'delete'], ['issue_deadlines', 'create'], ['issue_deadlines', 'update'], ['posts', 'create'], ['posts', 'update'], ['grids', 'create'], ['grids', 'update'], ['rankings', 'create'], ['directus_shares', 'create'], ['directus_users', 'create']] as const)
        expect(grant(role, collection, action), `${role} ${collection}.${action}`).toBeUndefined();
    }
  });

  it('the salt of digests is read by nobody, contacts by those who need them', () => {
    const reads = (field: string, collection: string): string[] =>
      Object.keys(matrix.roles).filter(role => ['*', field].some(name => grant(role, collection, 'read')?.fields.includes(name)));
    expect(reads('salt', 'issue_events')).toEqual([]);
    expect(reads('contact_phone', 'issues')).toEqual(['level_1', 'level_2', 'level_3', 'community_cadre', 'office', 'dispatcher']);
    expect(reads('phone', 'issue_contacts')).toEqual(['level_1', 'dispatcher']);
    expect(reads('note', 'issue_events')).not.toContain('analyst');
    expect(reads('data', 'issue_events')).not.toContain('analyst');
  });

  it('an analyst reads of no person what is said of them; of what is praised the sub-district reads no answers', () => {
    expect(grant('analyst', 'recognitions', 'read')?.permissions).toEqual({ _and: [{ state: { _in: ['published', 'acknowledged'] } }, { person: { _null: true } }] });
    for (const role of Object.keys(matrix.roles).filter(name => name !== 'inspector')) {
      for (const collection of ['recognition_steps', 'recognition_evidence'])
        expect(JSON.stringify(grant(role, collection, 'read') ?? {}), `${role} ${collection}`).not.toContain('commendation');
    }
    expect(grant('analyst', 'recognition_steps', 'read')).toBeUndefined();
  });
});

describe('the words of the matrix', () => {
  const rows = { S: { _or: [{ a: 1 }, { b: 2 }] }, mine: { c: 3 }, open: { _and: [{ d: 4 }, { e: 5 }] } };

  it('or lies flat, and binds closer, a relation is looked through', () => {
    expect(filterOf('S or mine', rows)).toEqual({ _or: [{ a: 1 }, { b: 2 }, { c: 3 }] });
    expect(filterOf('mine or open and S', rows)).toEqual({ _or: [{ c: 3 }, { _and: [{ d: 4 }, { e: 5 }, { _or: [{ a: 1 }, { b: 2 }] }] }] });
    expect(filterOf('issue.S', rows)).toEqual({ _or: [{ issue: { a: 1 } }, { issue: { b: 2 } }] });
    expect(filterOf('event.issue.mine', rows)).toEqual({ event: { issue: { c: 3 } } });
  });

  it('what it does not explain, or grants twice, is an error that says where', () => {
    expect(() => filterOf('S or yours', rows, 'issues.read')).toThrow('issues.read: no rows are called "yours"');
    const wrong = (grants: AccessMatrix['grants']) => () => expandAccess({ ...matrix, grants });
    expect(wrong({ issues: { read: { 'levels, level_1': 'S' } } })).toThrow('issues.read: level_1 is granted twice');
    expect(wrong({ issues: { read: { nobody: 'S' } } })).toThrow('no role or group "nobody"');
    expect(wrong({ issues: { read: { level_1: { fields: ['$nothing'] } } } })).toThrow('no list is called "$nothing"');
  });
});

/** The fields that a filter compares directly (not through a relation's own fields). */
function namedIn(filter: unknown): string[] {
  if (typeof filter !== 'object' || filter === null)
    return [];
  return Object.entries(filter).flatMap(([name, value]) => name.startsWith('_') ? (Array.isArray(value) ? value.flatMap(namedIn) : []) : [name]);
}
