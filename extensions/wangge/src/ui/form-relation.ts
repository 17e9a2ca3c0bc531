/** Of a relation as the form keeps it the key, whatever it looks like: the Studio has checked it, unlike what comes in from outside (`keyOf` of the kernel). */
export function relatedId(value: unknown): string | null {
  if (typeof value === 'string')
    return value;
  const id = (value as { id?: unknown } | null | undefined)?.id;
  return typeof id === 'string' ? id : null;
}
