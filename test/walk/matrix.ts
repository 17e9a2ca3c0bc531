/** What the matrix says that a role reads as a whole: what leads there must not be refused. */
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

type Rows = string | { rows?: string };

interface Matrix {
  roles: Record<string, { name: string }>;
  groups: Record<string, string[]>;
  grants: Record<string, { read?: Record<string, Rows> }>;
}

const { roles, groups, grants } = (parse(readFileSync('seeds/access/matrix.yaml', 'utf8'), { merge: true }) as { access_matrix: Matrix }).access_matrix;

export function readsAll(role: string, collection: string): boolean {
  return Object.entries(grants[collection]?.read ?? {}).some(([names, grant]) =>
    (typeof grant === 'string' ? grant : grant.rows) === 'all' && names.split(',').flatMap(name => members(name.trim())).some(name => roles[name]?.name === role));
}

const members = (name: string): string[] => groups[name]?.flatMap(members) ?? [name];
