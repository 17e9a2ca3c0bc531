/** Questions at random: filters of several parts and hops, sorts, groups, figures, at any door. */
import type { Random } from '../../extensions/wangge/src/app/demonstration/random.ts';
import type { Probe } from './probes.ts';
import type { Door, Filter, Question } from './questions.ts';
import type { Scenes } from './scenes.ts';
import type { Collection, Column, Step } from './shape.ts';
import { DOORS } from './questions.ts';
import { comparable } from './scenes.ts';

const TEXT = ['_eq', '_neq', '_contains', '_ncontains', '_icontains', '_starts_with', '_nstarts_with', '_istarts_with', '_ends_with', '_in', '_nin', '_null', '_nnull', '_empty', '_nempty'];
const ORDERED = ['_eq', '_neq', '_gt', '_gte', '_lt', '_lte', '_in', '_nin', '_between', '_nbetween', '_null', '_nnull'];
const KEYS = ['_eq', '_neq', '_in', '_nin', '_null', '_nnull'];
const DEEPEST = 4;

export class Chance {
  private readonly scenes: Scenes;
  private readonly draw: Random;
  private readonly roots: Collection[];

  constructor(scenes: Scenes, draw: Random) {
    this.scenes = scenes;
    this.draw = draw;
    this.roots = [...scenes.shape.values()].filter(({ name, singleton }) => !singleton && !scenes.world.get(name)!.refused && scenes.world.get(name)!.rows.size > 0);
  }

  probe(): Probe {
    const { draw } = this;
    const root = draw.pick(this.roots);
    const kind = draw.weighted({ list: 5, one: 1, count: 1, group: 1, deep: 2 });
    const question: Question = { collection: root.name, fields: [root.primary, ...this.fields(root)], limit: 40, sort: [...this.sorts(root), root.primary] };
    if (kind !== 'deep' || draw.chance(0.5))
      question.filter = this.filter(root, 2);
    if (kind === 'one') {
      question.key = draw.pick([...this.scenes.world.get(root.name)!.rows]);
      delete question.sort;
      delete question.limit;
    }
    if (kind === 'count' || kind === 'group')
      this.figures(root, question, kind === 'group');
    if (kind === 'deep')
      this.deepen(root, question);
    const door = draw.pick<Door>(kind === 'one' ? ['list', 'keys'] : DOORS.filter(door => door !== 'keys'));
    // Which columns a table has depends on what its first rows hold.
    if (door === 'export_csv' && kind === 'list')
      question.fields = [root.primary];
    return { relation: root.name, kind: `by chance: ${kind}`, door, question, hides: false };
  }

  /** What is handed out along with it: of this row and of those it points to. */
  private fields(root: Collection): string[] {
    const { draw } = this;
    return root.steps.length === 0
      ? []
      : Array.from({ length: Math.floor(draw.between(0, 3)) }, () => {
          const step = draw.pick(root.steps);
          if (step.kind === 'follow' || draw.chance(0.3))
            return this.readable(root)?.name ?? root.primary;
          const target = this.scenes.shape.get(step.to)!;
          return `${step.name}.${step.kind === 'm2o' ? this.readable(target)?.name ?? target.primary : target.primary}`;
        });
  }

  private readable(collection: Collection): Column | null {
    const { rows, hidden, columns } = this.scenes.world.get(collection.name)!;
    const open = comparable(collection).filter(({ name }) => columns.has(name) && hidden.get(name)!.size < rows.size);
    return open.length > 0 ? this.draw.pick(open) : null;
  }

  private sorts(root: Collection): string[] {
    const { draw } = this;
    if (draw.chance(0.6))
      return [];
    const [path] = this.way(root, draw.weighted({ 0: 3, 1: 3, 2: 1 }), step => step.kind === 'm2o');
    return path === null ? [] : [`${draw.chance(0.5) ? '-' : ''}${path}`];
  }

  /** A path of about so many hops to a column. */
  private way(root: Collection, hops: string | number, may: (step: Step) => boolean): [string | null, Column | null, Collection] {
    let at = root;
    const parts: string[] = [];
    for (let n = 0; n < Number(hops); n++) {
      const steps = at.steps.filter(may);
      if (steps.length === 0)
        break;
      const step = this.draw.pick(steps);
      parts.push(step.name);
      at = this.scenes.shape.get(step.to)!;
    }
    const columns = [...comparable(at), ...this.draw.chance(0.15) ? [at.columns.get(at.primary)!] : []];
    if (columns.length === 0)
      return [null, null, at];
    const column = this.draw.pick(columns);
    return [[...parts, column.name].join('.'), column, at];
  }

  private filter(root: Collection, depth: number): Filter {
    const { draw } = this;
    if (depth > 0 && draw.chance(0.35))
      return { [draw.chance(0.5) ? '_and' : '_or']: Array.from({ length: draw.chance(0.7) ? 2 : 3 }, () => this.filter(root, depth - 1)) };
    return this.condition(root, Number(draw.weighted({ 0: 2, 1: 4, 2: 3, 3: 1, [DEEPEST]: 0.3 })), true);
  }

  private condition(root: Collection, hops: number, isHead: boolean): Filter {
    const { draw } = this;
    if (hops > 0 && root.steps.length > 0) {
      // Names are as good as ways without a name, though there are fewer of them.
      const named = root.steps.filter(({ kind }) => kind !== 'follow');
      const step = draw.pick(named.length > 0 && draw.chance(0.75) ? named : root.steps);
      const target = this.scenes.shape.get(step.to)!;
      if (step.kind !== 'm2o' && draw.chance(0.1))
        return { [step.kind === 'o2m' ? `count(${step.name})` : step.name]: step.kind === 'o2m' ? { _gt: Math.floor(draw.between(0, 4)) } : { [target.primary]: { _nnull: true } } };
      if (step.kind !== 'm2o' && isHead && draw.chance(0.5))
        return { [step.name]: { [draw.chance(0.5) ? '_some' : '_none']: draw.chance(0.1) ? {} : draw.chance(0.2) ? this.filter(target, 1) : this.condition(target, hops - 1, true) } };
      return { [step.name]: this.condition(target, hops - 1, false) };
    }
    const column = draw.pick([...comparable(root), ...draw.chance(0.1) ? [root.columns.get(root.primary)!] : []].concat(comparable(root).length === 0 ? [root.columns.get(root.primary)!] : []));
    if (['date', 'timestamp', 'dateTime'].includes(column.type) && draw.chance(0.2))
      return { [`${draw.pick(['year', 'month', 'day'])}(${column.name})`]: { [draw.pick(['_eq', '_gt', '_neq'])]: draw.pick([1, 6, 11, 2026]) } };
    return { [column.name]: this.operation(root, column) };
  }

  private operation(collection: Collection, column: Column): Filter {
    const { draw } = this;
    const rows = [...this.scenes.tables.get(collection.name)!.values()];
    const value = (): unknown => {
      const found = rows.length === 0 ? null : draw.pick(rows)[column.name];
      return found instanceof Date ? found.toISOString() : found ?? (['integer', 'bigInteger', 'float', 'decimal'].includes(column.type) ? 1 : column.type === 'boolean' ? true : column.type === 'uuid' ? '00000000-0000-4000-8000-000000000000' : ['date', 'timestamp', 'dateTime'].includes(column.type) ? '2026-01-01' : 'w');
    };
    const isText = ['string', 'text'].includes(column.type);
    const operator = draw.pick(isText ? TEXT : column.type === 'boolean' || column.type === 'uuid' ? KEYS : ORDERED);
    switch (operator) {
      case '_null': case '_nnull': case '_empty': case '_nempty': return { [operator]: true };
      case '_in': case '_nin': return { [operator]: [value(), value()] };
      case '_between': case '_nbetween': return { [operator]: [value(), value()].sort() };
      case '_eq': case '_neq': return { [operator]: column.target === 'directus_users' && draw.chance(0.3) ? '$CURRENT_USER' : value() };
      default: return { [operator]: isText ? part(String(value()), draw) : value() };
    }
  }

  private figures(root: Collection, question: Question, grouped: boolean): void {
    const { draw } = this;
    question.fields = [];
    const column = draw.pick(comparable(root).length > 0 ? comparable(root) : [root.columns.get(root.primary)!]).name;
    question.aggregate = draw.chance(0.4) ? { count: ['*'] } : { [draw.pick(['min', 'max', 'count', 'countDistinct'])]: [column] };
    delete question.sort;
    if (grouped) {
      const by = draw.chance(0.1) ? this.way(root, 1, step => step.kind === 'm2o')[0] ?? root.primary : draw.pick([...comparable(root).map(({ name }) => name), root.primary]);
      question.group = [by];
      question.sort = [by];
    }
  }

  private deepen(root: Collection, question: Question): void {
    const { draw } = this;
    const named = root.steps.filter(({ kind }) => kind === 'o2m');
    if (named.length === 0)
      return;
    const step = draw.pick(named);
    const target = this.scenes.shape.get(step.to)!;
    const name = draw.chance(0.3) ? 'other' : step.name;
    question.fields = [root.primary, `${name}.${target.primary}`];
    if (name === 'other')
      question.alias = { other: step.name };
    question.deep = { [name]: { filter: this.filter(target, 1), sort: [...this.sorts(target), target.primary], limit: 20 } };
  }
}

const part = (text: string, draw: Random): string => draw.chance(0.4) ? text : text.slice(0, Math.max(1, Math.floor(draw.between(1, 4))));
