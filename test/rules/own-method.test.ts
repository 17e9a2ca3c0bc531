/** Directus loads its extensions anew without loading itself anew: what is put over its methods does not pile up. */
import { expect, it } from 'vitest';
import { ownMethod } from '../../extensions/wangge/src/kernel/own-method.ts';

class Base {
  name(): string { return 'base'; }
}
class Derived extends Base {
  override name(): string { return 'derived'; }
}

it('is Directus\' own, however often something was put over it, of each class', () => {
  const loads = (prototype: Base): void => {
    const name = ownMethod(prototype, 'name');
    prototype.name = function () {
      return `(${name.call(this)})`;
    };
  };
  for (let load = 0; load < 3; load++)
    [Base.prototype, Derived.prototype].forEach(loads);
  expect([new Base().name(), new Derived().name()]).toEqual(['(base)', '(derived)']);
});
