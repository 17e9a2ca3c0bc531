/** A relation as the form keeps it: the key, or an object with it. */
export function keyOf(value: unknown): string | null {
  if (typeof value === 'string')
    return value;
  const id = (value as { id?: unknown } | null | undefined)?.id;
  return typeof id === 'string' ? id : null;
}
