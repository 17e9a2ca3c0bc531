/**
 * Who may read and write a data set: the section `ledgers` of the access matrix, put in its place for one collection.
 *
 * Pure. A sensitive set has a policy of its own; nobody holds it until an administrator gives it to somebody.
 */
import type { AccessMatrix, PermissionRow } from '../../setup/access-rules.ts';
import type { JsonRecord } from '../../setup/merge-rules.ts';
import type { DatasetSpec, FieldSpec } from '../model.ts';
import { expandAccess } from '../../setup/access-rules.ts';
import { stableUuid } from '../../setup/seed-files.ts';
import { COMMON_FIELDS } from '../model.ts';

export interface Granted {
  /** The policy of a sensitive set, else none. */
  policies: JsonRecord[];
  permissions: PermissionRow[];
}

type Described = Pick<DatasetSpec, 'collection' | 'name' | 'sensitivity'> & { fields: readonly Pick<FieldSpec, 'field' | 'personal'>[] };

export function grantsOf(spec: Described, matrix: AccessMatrix): Granted {
  const policy = stableUuid(`ledger policy ${spec.collection}`);
  const name = `台账：${spec.name['zh-CN']}`;
  const holder = { id: policy, policy, name, icon: 'encrypted', description: `可查看和登记“${spec.name['zh-CN']}”` };
  const sensitive = spec.sensitivity === 'sensitive';
  const { permissions } = expandAccess({
    ...matrix,
    roles: { ...matrix.roles, ...sensitive ? { holder } : {} },
    fields: { ...matrix.fields, shared: sharedFields(spec) },
    grants: { [spec.collection]: matrix.ledgers[spec.sensitivity]! },
  });
  return {
    permissions,
    policies: sensitive ? [{ id: policy, name, icon: holder.icon, description: holder.description, app_access: true, admin_access: false }] : [],
  };
}

/** What everybody who reads the set may see of an entry. */
export function sharedFields({ fields }: Pick<Described, 'fields'>): string[] {
  const plain = fields.filter(({ personal }) => personal === undefined).map(({ field }) => field);
  return ['id', 'entry', 'grid', 'grid_path', 'dataset', ...plain, ...COMMON_FIELDS.filter(field => field === 'state' || field === 'source'), 'group_upkeep', 'confirmed_on', 'review_due_on', 'draw', 'date_created', 'date_updated'];
}
