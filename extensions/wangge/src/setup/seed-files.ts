/**
 * What do the seed files say? `seeds/README.md` describes them; here every form becomes blocks of rows for a table.
 */
import type { AccessMatrix } from './access-rules.ts';
import type { Json, JsonRecord } from './merge-rules.ts';
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseAllDocuments, parseDocument } from 'yaml';
import { expandAccess } from './access-rules.ts';

export interface Block {
  /** Where it stands, for messages: `reference/10-categories.yaml`. */
  file: string;
  collection: string;
  key: string[];
  rows: JsonRecord[];
  once: boolean;
  singleton: boolean;
  replaces: JsonRecord;
}

/** The order in which folders are read: rows may refer to rows before them. */
const FOLDERS = ['access', 'reference', 'studio'];

export async function readSeeds(home: string): Promise<Block[]> {
  const blocks: Block[] = [];
  for (const folder of FOLDERS) {
    const names = await readdir(join(home, 'seeds', folder)).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT')
        return [];
      throw error;
    });
    for (const name of names.filter(name => name.endsWith('.yaml')).sort()) {
      const file = `${folder}/${name}`;
      for (const document of parseAllDocuments(await readFile(join(home, 'seeds', file), 'utf8'), { merge: true })) {
        const [mistake] = document.errors;
        if (mistake)
          throw new Error(`seeds/${file}: ${mistake.message}`);
        const content: unknown = document.toJS({ maxAliasCount: -1 });
        blocks.push(...blocksOf(file, content));
      }
    }
  }
  return resolvePolicies(blocks);
}

/** The access matrix as it is written. */
export async function readMatrix(home: string): Promise<AccessMatrix> {
  const document = parseDocument(await readFile(join(home, 'seeds/access/matrix.yaml'), 'utf8'), { merge: true });
  return (document.toJS({ maxAliasCount: -1 }) as { access_matrix: AccessMatrix }).access_matrix;
}

/** The blocks of one document (pure). */
export function blocksOf(file: string, content: unknown): Block[] {
  if (content === null || content === undefined)
    return [];
  if (Array.isArray(content))
    return content.flatMap(part => blocksOf(file, part));
  if (!isRecord(content))
    throw new Error(`seeds/${file}: a block has the form { collection, rows }`);
  if ('collection' in content) {
    if (typeof content.collection !== 'string' || !Array.isArray(content.rows))
      throw new Error(`seeds/${file}: a block has the form { collection, rows: [] }`);
    return [block(file, content.collection, content.rows as JsonRecord[], {
      key: [content.key ?? 'id'].flat() as string[],
      once: content.once === true,
      singleton: content.singleton === true,
      replaces: (content.replaces ?? {}) as JsonRecord,
    })];
  }
  // A file of translations alone needs no section.
  const sections = /translations[^/]*$/.test(file) && !('translations' in content) ? { translations: content } : content;
  return Object.entries(sections).flatMap(([section, value]) => {
    const read = SECTIONS[section];
    if (!read)
      throw new Error(`seeds/${file}: "${section}" is not one of ${Object.keys(SECTIONS).join(', ')}`);
    return read(file, value as Json, content);
  });
}

type Section = (file: string, value: Json, document: JsonRecord) => Block[];

const SECTIONS: Record<string, Section> = {
  access_matrix: (file, value) => blocksOf(file, expandAccess(value as unknown as AccessMatrix)),
  roles: (file, value) => {
    const roles = list(value);
    const policies = roles.flatMap(role => isRecord(role.policy) ? [role.policy] : []);
    const links = roles.flatMap(role => isRecord(role.policy) ? [{ role: role.id!, policy: role.policy.id! }] : []);
    return [
      block(file, 'directus_policies', policies),
      block(file, 'directus_roles', roles.map(({ policy: _, ...role }) => role)),
      block(file, 'directus_access', links, { key: ['role', 'policy'] }),
    ];
  },
  policies: (file, value) => [block(file, 'directus_policies', list(value))],
  access: (file, value) => [block(file, 'directus_access', list(value).map(link => ({ role: null, user: null, ...link })), { key: ['role', 'user', 'policy'] })],
  permissions: (file, value) => [block(file, 'directus_permissions', permissionRows(value), { key: ['policy', 'collection', 'action'] })],
  translations: (file, value) => [block(file, 'directus_translations', translationRows(value), { key: ['language', 'key'] })],
  settings: (file, value, document) => [block(file, 'directus_settings', [value as JsonRecord], {
    singleton: true,
    replaces: (document.replaces ?? {}) as JsonRecord,
  })],
  replaces: () => [],
  presets: (file, value) => [block(file, 'directus_presets', list(value).map(preset => ({ role: null, user: null, ...preset })), { key: ['collection', 'bookmark', 'role', 'user'] })],
  dashboards: (file, value) => {
    const dashboards = list(value);
    return [
      block(file, 'directus_dashboards', dashboards.map(({ panels: _, ...dashboard }) => dashboard)),
      block(file, 'directus_panels', dashboards.flatMap(({ id, panels }) => list(panels ?? []).map(panel => ({ dashboard: id!, ...panel })))),
    ];
  },
  panels: (file, value) => [block(file, 'directus_panels', list(value))],
};

/** An id that is the same everywhere and always for the same name (a uuid of version 8: made by hashing). */
export function stableUuid(name: string): string {
  const hex = createHash('sha256').update(name).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

function block(file: string, collection: string, rows: JsonRecord[], options: Partial<Block> = {}): Block {
  return { file, collection, key: ['id'], rows, once: false, singleton: false, replaces: {}, ...options };
}

function permissionRows(value: Json): JsonRecord[] {
  if (Array.isArray(value))
    return value as JsonRecord[];
  return pairs(value).flatMap(([policy, collections]) =>
    pairs(collections).flatMap(([collection, actions]) =>
      pairs(actions).map(([action, granted]) => ({ policy, collection, action, ...(granted as JsonRecord) }))));
}

function translationRows(value: Json): JsonRecord[] {
  if (Array.isArray(value))
    return value as JsonRecord[];
  return pairs(value).flatMap(([key, texts]) =>
    pairs(texts).map(([language, text]) => ({ language, key, value: text })));
}

/** A permission may name its policy by name; the row holds the uuid. */
function resolvePolicies(blocks: Block[]): Block[] {
  const ids = new Map(blocks
    .filter(({ collection }) => collection === 'directus_policies')
    .flatMap(({ rows }) => rows.map(row => [row.name!, row.id!])));
  return blocks.map(part => part.collection !== 'directus_permissions'
    ? part
    : { ...part, rows: part.rows.map(row => ({ ...row, policy: ids.get(row.policy!) ?? row.policy! })) });
}

function list(value: Json): JsonRecord[] {
  return Array.isArray(value) ? value as JsonRecord[] : [];
}

function pairs(value: Json): [string, Json][] {
  return isRecord(value) ? Object.entries(value) : [];
}

function isRecord(value: unknown): value is JsonRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
