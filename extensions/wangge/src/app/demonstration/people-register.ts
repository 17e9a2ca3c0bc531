/** The people of the demonstration, as they are named one after the other. */
import type { Uuid } from '../../kernel/values.ts';
import type { Material } from './material.ts';
import type { Person } from './model.ts';
import type { Random } from './random.ts';
import { idOf } from './random.ts';

/** Everybody, in the order in which they were named. */
export class Register {
  readonly people: Person[] = [];
  private readonly names: Set<string> = new Set();
  private readonly material: Material;
  private readonly chance: Random;

  constructor(material: Material, chance: Random) {
    this.material = material;
    this.chance = chance;
  }

  add({ role, title, department = null, email }: { role: string; title: string; department?: Uuid | null; email?: string | undefined }): Person {
    const number = String(this.people.length + 1).padStart(3, '0');
    const person: Person = {
      id: idOf(`person/${number}`),
      email: email ?? `p${number}@example.com`,
      first_name: this.name(),
      title,
      // An exchange that does not exist.
      phone: `010-0000 1${number}`,
      role,
      department,
      account: email !== undefined,
    };
    this.people.push(person);
    return person;
  }

  /** Of the account that the organisation hands out for this place, if there is one. */
  accountFor(matches: (plan: Material['organisation']['accounts'][string]) => boolean): string | undefined {
    return Object.entries(this.material.organisation.accounts).find(([, plan]) => matches(plan))?.[0];
  }

  private name(): string {
    const { family, given } = this.material.names;
    for (;;) {
      const name = this.chance.pick(family) + this.chance.pick(given);
      if (!this.names.has(name)) {
        this.names.add(name);
        return name;
      }
    }
  }
}
