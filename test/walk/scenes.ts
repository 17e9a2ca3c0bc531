/** One hop of one person: where it leads to something that the person may not see, and what to ask for to find out. */
import type { Random } from '../../extensions/wangge/src/app/demonstration/random.ts';
import type { Collection, Column, Shape, Step } from './shape.ts';
import type { Row, Tables, World } from './world.ts';
import { isOpen } from './world.ts';

export interface Scene {
  root: Collection;
  step: Step;
  target: Collection;
  /** A column of the target, and a value of it: of a hidden row, or a hidden value, where there is one. */
  column: Column;
  value: unknown;
  /** Rows of the root that the person sees; behind the first stands the value. */
  keys: string[];
  /** Somebody who asks could learn something. */
  hides: boolean;
}

const COMPARED = new Set(['string', 'text', 'integer', 'bigInteger', 'float', 'decimal', 'boolean', 'date', 'timestamp', 'dateTime', 'uuid', 'time']);

/** What is searched by: the columns with a plain value. */
export const comparable = ({ columns, primary }: Collection): Column[] => [...columns.values()].filter(({ name, type }) => COMPARED.has(type) && name !== primary);

export class Scenes {
  readonly shape: Shape;
  readonly tables: Tables;
  readonly world: World;
  private readonly draw: Random;
  private readonly index = new Map<string, Map<string, Row[]>>();

  constructor(shape: Shape, tables: Tables, world: World, draw: Random) {
    this.shape = shape;
    this.tables = tables;
    this.world = world;
    this.draw = draw;
  }

  /** What a row leads to. */
  behind(step: Step, row: Row): Row[] {
    const { primary } = this.shape.get(step.kind === 'm2o' ? step.to : step.from)!;
    const by = step.kind === 'm2o' ? primary : step.column;
    const name = `${step.to}.${by}`;
    let index = this.index.get(name);
    if (index === undefined) {
      index = Map.groupBy([...this.tables.get(step.to)!.values()], found => String(found[by]));
      this.index.set(name, index);
    }
    const key = row[step.kind === 'm2o' ? step.column : primary];
    return key === null || key === undefined ? [] : index.get(String(key)) ?? [];
  }

  seen(collection: string): [string, Row][] {
    const { rows } = this.world.get(collection)!;
    return [...this.tables.get(collection)!].filter(([key]) => rows.has(key));
  }

  isHidden(collection: Collection, row: Row, column: string): boolean {
    const { rows, hidden } = this.world.get(collection.name)!;
    const key = String(row[collection.primary]);
    return !rows.has(key) || hidden.get(column)!.has(key);
  }

  isOpen(collection: string, column: string | null): boolean {
    return isOpen(this.world.get(collection)!, this.tables.get(collection)!, column);
  }

  /** The person gets values of the column whenever they ask for the rows; or it is none. */
  isShown(collection: string, column: string): boolean {
    const { columns } = this.world.get(collection)!;
    const shape = this.shape.get(collection)!;
    if (!shape.columns.has(column))
      return columns.has(column) || !shape.steps.some(({ kind, name }) => kind === 'o2m' && name === column);
    return columns.has(column) && this.seen(collection).filter(([, row]) => row[column] !== null).length > 2;
  }

  /** Null where the person sees no row to begin at, or there is nothing at the other end. */
  scene(root: Collection, step: Step): Scene | null {
    const target = this.shape.get(step.to)!;
    const seen = this.seen(root.name);
    const pairs = seen.flatMap(([key, row]) => this.behind(step, row).map(found => [key, found] as const));
    if (pairs.length === 0)
      return null;
    const { rows, hidden } = this.world.get(target.name)!;
    // A column that the person reads somewhere, if there is one: for others Directus refuses by itself.
    const columns = comparable(target);
    const read = columns.filter(({ name }) => [...rows].some(key => !hidden.get(name)!.has(key) && (this.tables.get(target.name)!.get(key)?.[name] ?? null) !== null));
    const candidates = read.length > 0 ? read : columns;
    let best: { column: Column; key: string; value: unknown } | null = null;
    for (const column of shuffled(candidates, this.draw)) {
      for (const [key, row] of shuffled(pairs, this.draw).slice(0, 200)) {
        const value = row[column.name];
        if (value === null || value === undefined || value === '')
          continue;
        best ??= { column, key, value };
        // Hidden, and not to be found in what the person sees behind the same row.
        const from = this.tables.get(root.name)!.get(key)!;
        const isHidden = (found: Row): boolean => this.isHidden(target, found, column.name) || (step.kind === 'm2o' ? this.isHidden(root, from, step.column) : this.isHidden(target, found, step.column));
        if (isHidden(row) && !this.behind(step, from).some(other => !isHidden(other) && String(other[column.name]) === String(value)))
          return this.made(root, step, target, column, key, value, seen, true);
      }
    }
    return best && this.made(root, step, target, best.column, best.key, best.value, seen, false);
  }

  private made(root: Collection, step: Step, target: Collection, column: Column, key: string, value: unknown, seen: [string, Row][], hides: boolean): Scene {
    const others = shuffled(seen, this.draw).slice(0, 6).map(([other]) => other).filter(other => other !== key);
    return { root, step, target, column, value, keys: [key, ...others], hides };
  }
}

export function shuffled<T>(list: readonly T[], draw: Random): T[] {
  const all = [...list];
  for (let n = all.length - 1; n > 0; n--) {
    const other = Math.floor(draw.next() * (n + 1));
    [all[n], all[other]] = [all[other]!, all[n]!];
  }
  return all;
}
