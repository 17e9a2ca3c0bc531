/**
 * A method of Directus as Directus made it. It loads its extensions anew without loading itself anew: what is put over a method
 * is put over Directus' own each time, and never over what an earlier load has put there.
 */
const OWN = Symbol.for('wangge.own-methods');

export function ownMethod<Class extends object, Name extends keyof Class>(prototype: Class, name: Name): Class[Name] {
  if (!Object.hasOwn(prototype, OWN))
    Object.defineProperty(prototype, OWN, { value: new Map() });
  const own = (prototype as unknown as Record<typeof OWN, Map<Name, Class[Name]>>)[OWN];
  if (!own.has(name))
    own.set(name, prototype[name]);
  return own.get(name)!;
}
