/** How Directus names what it makes in Postgres (11.17.4, `get-default-index-name`). */

/** A foreign key: at most 60 characters. */
export function foreignKeyName(collection: string, field: string): string {
  return named(collection, field, 'foreign', 60);
}

/** A plain index: at most 63 characters. */
export function indexName(collection: string, field: string): string {
  return named(collection, field, 'index', 63);
}

/** `issues_grid_index`; what is too long is cut and carries a hash of the whole. */
function named(collection: string, field: string, kind: string, length: number): string {
  const name = `${collection.replace(/[.-]/g, '_')}_${field}_${kind}`.toLowerCase();
  if (name.length <= length)
    return name;
  let hash = 0;
  for (let i = 0; i < name.length; i++)
    hash = (31 * hash + name.charCodeAt(i)) | 0;
  const suffix = `__${Math.abs(hash).toString(16)}_${kind}`;
  return name.slice(0, length - suffix.length) + suffix;
}
