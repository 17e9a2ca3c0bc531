/**
 * Where the demonstration's ledger entries are put down while a patch is drawn, and the numbers that they carry.
 *
 * Numbers are invented: region codes that no county has, a mobile prefix that no operator has. Their check digits are right.
 */
import type { Day, Uuid } from '../../../kernel/values.ts';
import type { Values } from '../../../ledgers/model.ts';
import type { LedgerWords, Names } from '../material.ts';
import type { GridRow } from '../model.ts';
import type { Random } from '../random.ts';
import { dayString, epochDay } from '../../../kernel/civil-date-rules.ts';
import { checkDigit, creditCheckSign } from '../../../kernel/identity-number-rules.ts';
import { idOf } from '../random.ts';

/** An entry as somebody wrote it: with full numbers. */
export interface DrawnEntry {
  id: Uuid;
  collection: string;
  grid: Uuid;
  values: Values;
  /** How long ago it was confirmed, in intervals of its data set: over 1 it is stale. */
  age: number;
  confirmed_by: Uuid | null;
}

export interface PatchScene {
  grid: GridRow;
  /** The first patch of its community, where what serves all of it stands. */
  first: boolean;
  community: string;
  /** Nearly every household is entered, rather than a few. */
  thorough: boolean;
  /** Who keeps the ledger; null where the post is vacant. */
  keeper: Uuid | null;
  /** 0 to 1: how well the ledger is looked after. */
  diligence: number;
}

/** Where the identity numbers of people from here are registered: a district that does not exist. */
export const HERE = '11';
const NO_COUNTY = '9999';
const NO_OPERATOR = '154';

export class Draw {
  readonly entries: DrawnEntry[] = [];
  readonly scene: PatchScene;
  readonly words: LedgerWords;
  readonly chance: Random;
  readonly today: Day;
  private readonly names: Names;
  /** Numbers that are taken, in all patches. */
  private readonly taken: Set<string>;

  constructor(scene: PatchScene, { words, names, today, taken, chance }: { words: LedgerWords; names: Names; today: Day; taken: Set<string>; chance: Random }) {
    this.scene = scene;
    this.words = words;
    this.names = names;
    this.today = today;
    this.taken = taken;
    this.chance = chance;
  }

  /** The new entry's id. What is undefined is left out. */
  add(set: string, values: Values): Uuid {
    const { grid, keeper, diligence } = this.scene;
    const collection = `ledger_${set}`;
    const id = idOf(`${collection}/${grid.code}/${this.entries.length}`);
    this.entries.push({
      id,
      collection,
      grid: grid.id,
      values: Object.fromEntries(Object.entries({ source: this.chance.weighted({ visit: 5, patrol: 3, department: 1, resident: 1 }), ...values }).filter(([, value]) => value !== undefined)),
      age: this.chance.between(0, 1.02 + 0.35 * (1 - diligence)),
      confirmed_by: keeper,
    });
    return id;
  }

  /** A whole number, both ends included. */
  whole(from: number, to: number): number {
    return Math.floor(this.chance.between(from, to + 1));
  }

  /** The value, or nothing. */
  maybe<Value>(probability: number, value: () => Value): Value | undefined {
    return this.chance.chance(probability) ? value() : undefined;
  }

  key<Key extends string>(of: Record<Key, unknown>): Key {
    return this.chance.pick(Object.keys(of) as Key[]);
  }

  name(family = this.chance.pick(this.names.family)): string {
    return family + this.chance.pick(this.names.given);
  }

  daysAgo(from: number, to: number): Day {
    return dayString(epochDay(this.today) - this.whole(from, to));
  }

  birthday(age: number): Day {
    return dayString(epochDay(this.today) - Math.round(age * 365.25) - this.whole(1, 364));
  }

  identityNumber(province: string, birth_on: Day, sex: 'male' | 'female'): string {
    return this.fresh(() => {
      const serial = this.whole(0, 499) * 2 + (sex === 'male' ? 1 : 0);
      const first17 = `${province}${NO_COUNTY}${birth_on.replaceAll('-', '')}${String(serial).padStart(3, '0')}`;
      return first17 + checkDigit(first17);
    });
  }

  phone(): string {
    return this.fresh(() => NO_OPERATOR + String(this.whole(0, 99_999_999)).padStart(8, '0'));
  }

  /** `authority` and kind: 91 company, 92 sole trader, 52 private non-enterprise unit. */
  creditCode(authority: '91' | '92' | '52'): string {
    return this.fresh(() => {
      const first17 = `${authority}${HERE}${NO_COUNTY}${String(this.whole(0, 999_999_999)).padStart(9, '0')}`;
      return first17 + creditCheckSign(first17);
    });
  }

  private fresh(draw: () => string): string {
    for (;;) {
      const number = draw();
      if (!this.taken.has(number)) {
        this.taken.add(number);
        return number;
      }
    }
  }
}
