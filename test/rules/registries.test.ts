/** One place for each event and each field of an issue: whatever else has to know of them is written from there, or held to it here. */
import type { Writer } from '../../extensions/wangge/src/handling/issue-field-rules.ts';
import type { AccessMatrix } from '../../extensions/wangge/src/setup/access-rules.ts';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { EVENT_TYPES, EVENTS } from '../../extensions/wangge/src/handling/event-registry-rules.ts';
import { addedValues } from '../../extensions/wangge/src/handling/intake/added-value-rules.ts';
import { COLUMN_LISTS, ISSUE_FIELDS, MOMENT_COLUMNS, PLAIN_COLUMNS } from '../../extensions/wangge/src/handling/issue-field-rules.ts';
import { fieldsAdded, isReporters, objectionToChange, withoutManaged } from '../../extensions/wangge/src/handling/issue-guard-rules.ts';
import { messages } from '../../extensions/wangge/src/handling/messages.ts';
import { expandAccess } from '../../extensions/wangge/src/setup/access-rules.ts';
import { inOrderOf, withBlock } from '../../scripts/generate/blocks.ts';
import { GENERATED, present, wanted } from '../../scripts/generate/files.ts';

const ROOT = join(import.meta.dirname, '../..');
const schema = parse(readFileSync(join(ROOT, 'schema-snapshot.yaml'), 'utf8')) as { fields: { collection: string; field: string; type: string }[] };
const fields = schema.fields.filter(({ collection }) => collection === 'issues');
const { access_matrix: matrix } = parse(readFileSync(join(ROOT, 'seeds/access/matrix.yaml'), 'utf8'), { merge: true }) as { access_matrix: AccessMatrix };
interface Registered { by: Writer; relation?: true }
const registered = Object.entries<Registered>(ISSUE_FIELDS);
const named = (having: (field: Registered) => boolean): string[] => registered.filter(([, field]) => having(field)).map(([name]) => name).sort();

describe('what follows from the registries', () => {
  // The types of the rows are held to the schema in `schema.test.ts`.
  it.each(GENERATED.filter(path => !path.endsWith('/types.ts')))('%s is current; if not, run "npm run generate"', (path) => {
    expect(present(path)).toBe(wanted(path));
  });

  it('a block is replaced between its marks, with their indent', () => {
    const text = 'a:\n  # >>> generated: list\n  old\n  # <<< generated\nb: 1\n';
    expect(withBlock(text, 'list', ['x: 1', 'y: 2'])).toBe('a:\n  # >>> generated: list\n  x: 1\n  y: 2\n  # <<< generated\nb: 1\n');
    expect(() => withBlock(text, 'other', [])).toThrow('No generated block "other"');
  });

  it('what stands keeps its order, what is new comes last, what is gone goes', () => {
    expect(inOrderOf(['c', 'gone', 'a'], ['a', 'b', 'c'])).toEqual(['c', 'a', 'b']);
  });
});

describe('events', () => {
  it('say whom they concern by parts that they can have, and braces that their notice fills in', () => {
    for (const type of EVENT_TYPES) {
      const { notice: { concerns, subject }, transition, effects } = EVENTS[type];
      if (concerns.includes('called_head'))
        expect(transition.requires, type).toContain('to_department');
      if (concerns.includes('requester'))
        expect(effects?.request, type).toBe('settles');
      for (const text of Object.values(subject ?? {})) {
        expect(text, type).toContain('{title}');
        expect(text.replaceAll(/\{(?:title|clock|request|decision)\}/g, ''), type).not.toMatch(/[{}]/);
      }
    }
  });

  it('name the causes that may be given exactly where a cause is asked for', () => {
    for (const type of EVENT_TYPES)
      expect(EVENTS[type].transition.causes !== undefined, type).toBe(EVENTS[type].transition.requires.includes('cause') || Object.values(EVENTS[type].transition.requests ?? {}).some(({ requires }) => requires.includes('cause')));
  });

  it('no two stand at the same place among the buttons in front, and whatever stands there can be done by somebody', () => {
    const places = EVENT_TYPES.flatMap(type => EVENTS[type].studio.front ? [[EVENTS[type].studio.front.place, type] as const] : []);
    expect(new Set(places.map(([place]) => place)).size).toBe(places.length);
    expect(places.filter(([, type]) => EVENTS[type].roles.length === 0)).toEqual([]);
  });

  it('are written by somebody: people whose role may create them, or the system', () => {
    for (const type of EVENT_TYPES) {
      const { roles, transition: { who } } = EVENTS[type];
      expect(who.some(authority => authority !== 'system'), type).toBe(roles.length > 0);
    }
  });
});

describe('the fields of an issue', () => {
  it('the registry knows every field of the schema, and no other', () => {
    expect(registered.map(([name]) => name).sort()).toEqual(fields.map(({ field }) => field).sort());
  });

  it('columns are columns, relations and parts of the form are none', () => {
    expect(named(({ by, relation }) => relation === true || by === 'form')).toEqual(fields.filter(({ type }) => type === 'alias').map(({ field }) => field).sort());
    expect([...COLUMN_LISTS.managed, ...COLUMN_LISTS.reporter, ...COLUMN_LISTS.free].sort()).toEqual(fields.filter(({ type }) => type !== 'alias').map(({ field }) => field).sort());
  });

  it('moments are moments', () => {
    const types = new Map(fields.map(({ field, type }) => [field, type]));
    expect(MOMENT_COLUMNS.filter(name => types.get(name) !== 'timestamp')).toEqual([]);
    expect(PLAIN_COLUMNS.filter(name => types.get(name) === 'timestamp')).toEqual([]);
  });

  it('the access matrix lets the reporters say, and the others read, what there is', () => {
    const { permissions } = expandAccess(matrix);
    const granted = (role: string, action: string): string[] =>
      permissions.find(row => row.policy === matrix.roles[role]!.policy && row.collection === 'issues' && row.action === action)!.fields.toSorted();
    const form = named(({ by }) => by === 'form');
    expect(granted('level_3', 'create')).toEqual([...named(({ by }) => ['key', 'reporter', 'report', 'route', 'contact'].includes(by)), 'events', ...form].sort());
    expect(granted('dispatcher', 'read')).toEqual(registered.map(([name]) => name).sort());
    // What is fixed with the report may be sent unchanged: the guard says why it cannot be another.
    const correctable = granted('level_3', 'update').filter(name => !form.includes(name) && name !== 'events');
    expect(named(({ by }) => ['reporter', 'contact'].includes(by)).filter(name => !correctable.includes(name))).toEqual(['client_key']);
  });
});

describe('the guard', () => {
  const change = (field: string, accepted: boolean, added: string[] = []) => objectionToChange({ [field]: 'x' }, { accepted, added });

  it.each(registered.map(([name, { by }]) => [name, by] as const))('%s (%s)', (name, by) => {
    const codes: Record<Writer, string | null> = { key: null, reporter: 'frozen_field', report: 'fixed_with_report', route: 'moved_by_route', contact: null, events: 'managed_field', system: 'managed_field', clocks: 'clock_managed', others: null, form: null };
    const code = codes[by];
    const said = name === 'events' ? objectionToChange({ events: { create: [] } }, { accepted: true, added: [] }) : change(name, true);
    expect(said?.code ?? null).toBe(code);
    if (code !== null)
      expect(messages[code]).toBeDefined();
    if (by === 'reporter')
      expect(change(name, false)).toBeNull();
  });

  it('an administrator’s column that belongs to the report freezes with it and is the reporter’s; another is free', () => {
    expect(fieldsAdded({ title: 'x', own_mark: 'x' })).toEqual(['own_mark']);
    expect(change('own_mark', true, ['own_mark'])).toMatchObject({ code: 'frozen_field', field: 'own_mark' });
    expect(change('own_mark', false, ['own_mark'])).toBeNull();
    expect(change('remark', true, ['own_mark'])).toBeNull();
    expect([isReporters('own_mark', ['own_mark']), isReporters('remark', ['own_mark']), isReporters('contact_phone', []), isReporters('kind', [])]).toEqual([true, false, true, false]);
  });

  it('a report keeps what its reporter says and an administrator’s columns, and loses what events write', () => {
    const said = { title: 'x', own_mark: 'y', contact_phone: '1', events: [], work_log: 'w' };
    expect(withoutManaged({ ...said, status: 'closed', event_hash: 'h', grid_path: '/', deadlines: [], category: 'c' })).toEqual(said);
  });
});

describe('a report that is sent again', () => {
  const field = (name: string, type: string, more: object = {}) => ({ field: name, type, alias: false, special: [], defaultValue: null, ...more });

  it('says in an administrator’s columns what the database will hold; what was not said stands for its default', () => {
    const fields = [
      field('description', 'text'),
      field('own_mark', 'string'),
      field('own_tags', 'csv', { special: ['cast-csv'] }),
      field('own_facts', 'json', { special: ['cast-json'] }),
      field('own_grid', 'uuid'),
      field('own_floors', 'integer', { defaultValue: 1 }),
      field('own_day', 'timestamp', { defaultValue: 'now()' }),
      field('own_writer', 'uuid', { special: ['user-created'] }),
      field('own_secret', 'hash', { special: ['hash'] }),
      field('own_visits', 'alias', { alias: true, special: ['o2m'] }),
    ];
    const said = { description: 'x', own_tags: ['a', 'b'], own_facts: '{"a":1}', own_grid: { id: 'g' }, own_secret: 's', own_visits: [] };
    expect(addedValues(said, fields)).toEqual({ own_mark: null, own_tags: 'a,b', own_facts: { a: 1 }, own_grid: 'g', own_floors: 1 });
  });
});

describe('plain tables', () => {
  it('are none of Directus’ collections: it would read and write them by the last column of their key', () => {
    const sql = readdirSync(join(ROOT, 'extensions/wangge/sql')).map(name => readFileSync(join(ROOT, 'extensions/wangge/sql', name), 'utf8')).join('\n');
    const made = [...sql.matchAll(/create table (?:if not exists )?(wangge_\w+)/g)].map(([, name]) => name!);
    const [, left = ''] = /^DB_EXCLUDE_TABLES=(.*)$/m.exec(readFileSync(join(ROOT, 'scripts/start/safe-defaults.env'), 'utf8')) ?? [];
    expect(made).toContain('wangge_same_keys');
    expect(made.filter(name => !left.split(',').includes(name))).toEqual([]);
  });
});
