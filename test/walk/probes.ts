/** Every kind of path along one hop. */
import type { Door, Filter, Question } from './questions.ts';
import type { Scene, Scenes } from './scenes.ts';
import type { Collection, Step } from './shape.ts';
import { DOORS } from './questions.ts';

export interface Probe {
  /** The relation, as `issues.work_log → work_logs`; or the collection. */
  relation: string;
  kind: string;
  door: Door;
  question: Question;
  /** The same with a value that is nowhere: refused alike, or the refusal tells. */
  twin?: Question;
  /** There is something to be learnt. */
  hides: boolean;
}

interface Kind { kind: string; question: Question; doors: readonly Door[]; twin?: Question }

const NOWHERE = '§§';
const LISTS: readonly Door[] = DOORS.filter(door => door !== 'keys');
const AGGREGATES: readonly Door[] = ['list', 'search', 'graphql'];
const READS: readonly Door[] = ['list', 'search', 'graphql'];

export const relationOf = ({ from, name, to }: Step): string => `${from}.${name} → ${to}`;

/** Along an open hop nothing is to be learnt: these few show that it can be gone. */
const OPEN = new Set(['filter', 'count', 'sort', 'some', 'deep', 'two hops']);

/** Every kind of path along a hop, each at one of its doors: the next one at the next hop. */
export class Paths {
  private readonly turn = new Map<string, number>();

  probes(scenes: Scenes, scene: Scene): Probe[] {
    return [...hopped(scenes, scene), ...behindAnother(scenes, scene)].filter(({ kind }) => scene.hides || OPEN.has(kind))
      .map(({ kind, question, doors, twin }): Probe => ({ relation: relationOf(scene.step), kind, door: doors[this.next(kind) % doors.length]!, question, hides: scene.hides, ...twin ? { twin } : {} }));
  }

  private next(kind: string): number {
    const turn = this.turn.get(kind) ?? 0;
    this.turn.set(kind, turn + 1);
    return turn;
  }
}

const ofDate = ({ column: { type } }: Scene): boolean => ['date', 'timestamp', 'dateTime'].includes(type);
const ofText = ({ column: { type } }: Scene): boolean => ['string', 'text'].includes(type);

/** The value as it is said in a request. */
const said = (value: unknown): unknown => value instanceof Date ? value.toISOString() : value;

function hopped(scenes: Scenes, scene: Scene): Kind[] {
  const { root, step, target, column, keys, value } = scene;
  const is = { [column.name]: { _eq: said(value) } };
  const at = (filter: Filter): Question => ({ collection: root.name, fields: [root.primary], filter: { _and: [{ [root.primary]: { _in: keys } }, filter] }, sort: [root.primary], limit: 50 });
  const kinds: Kind[] = [];
  const add = (kind: string, doors: readonly Door[], question: Question, twin?: Question): void => void kinds.push({ kind, doors, question, ...twin ? { twin } : {} });
  const hop = (inner: Filter): Filter => ({ [step.name]: inner });
  const nowhere = ofText(scene) ? { [column.name]: { _eq: NOWHERE } } : { [column.name]: { _null: true } };

  if (root.singleton) {
    add('filter', ['list'], { collection: root.name, fields: [root.primary], filter: hop(is) });
    return kinds;
  }
  add('filter', LISTS, at(hop(is)), at(hop(nowhere)));
  add('is there', ['list', 'count'], at(hop({ [column.name]: { _nnull: true } })));
  add('is not', ['list', 'graphql'], at({ _or: [hop({ [column.name]: { _neq: said(value) } }), hop({ [column.name]: { _null: true } })] }));
  if (ofText(scene))
    add('begins', ['list', 'graphql'], at(hop({ [column.name]: { _starts_with: String(value).slice(0, 3) } })));
  else if (column.type !== 'boolean' && column.type !== 'uuid')
    add('more', ['list', 'graphql'], at(hop({ [column.name]: { _gte: said(value) } })));
  if (ofDate(scene)) {
    const year = Number(String(said(value)).slice(0, 4));
    add('function', ['list', 'count', 'graphql'], at(hop({ [`year(${column.name})`]: { _eq: year } })));
  }
  add('one', ['list', 'keys'], { collection: root.name, key: keys[0]!, fields: [root.primary], filter: hop(is) }, { collection: root.name, key: keys[0]!, fields: [root.primary], filter: hop(nowhere) });
  add('count', AGGREGATES, { ...at(hop(is)), fields: [], sort: [], aggregate: { count: ['*'] } });
  const group = step.kind === 'follow' ? undefined : [...root.columns.values()].find(({ name, type }) => type === 'string' && name !== root.primary && !scenes.world.get(root.name)!.hidden.get(name)!.size)?.name;
  if (group)
    add('count by group', AGGREGATES, { ...at(hop(is)), fields: [], sort: [group], aggregate: { count: ['*'] }, group: [group] });
  if (step.kind === 'follow')
    return [...kinds, ...['_some', '_none'].map((one): Kind => ({ kind: one.slice(1), doors: LISTS, question: at(hop({ [one]: is })) }))];
  add('aggregate', ['list'], { ...at({}), fields: [], sort: [], aggregate: { max: [`${step.name}.${column.name}`] } });
  add('group', ['list'], { ...at({}), fields: [], sort: [], aggregate: { count: ['*'] }, group: [`${step.name}.${column.name}`] });
  if (step.kind === 'm2o') {
    for (const sign of ['', '-'])
      add(`sort${sign}`, ['list', 'search', 'graphql', 'export_json'], { ...at({}), filter: { [root.primary]: { _in: keys } }, sort: [`${sign}${step.name}.${column.name}`, root.primary] });
    add('deep', ['list'], { ...at({}), filter: { [root.primary]: { _in: keys } }, fields: [root.primary, `${step.name}.${target.primary}`], deep: { [step.name]: { filter: is } } });
  }
  else {
    for (const one of ['_some', '_none'])
      add(one.slice(1), LISTS, at(hop({ [one]: is })));
    add('none at all', ['list'], at(hop({ _none: {} })));
  }
  if (step.kind === 'o2m') {
    const of = { ...at({}), filter: { [root.primary]: { _in: keys } }, fields: [root.primary, `${step.name}.${target.primary}`] };
    add('deep', READS, { ...of, deep: { [step.name]: { filter: is } } });
    add('alias', READS, { ...of, fields: [root.primary, `other.${target.primary}`], alias: { other: step.name }, deep: { other: { filter: is, limit: 50 } } });
    add('sort in deep', READS, { ...of, deep: { [step.name]: { sort: [`-${column.name}`, target.primary] } } });
    add('count in deep', ['list'], { ...of, deep: { [step.name]: { aggregate: { count: ['*'] } } } });
    add('count of rows', ['list', 'count', 'graphql'], at({ [`count(${step.name})`]: { _gte: Math.max(1, scenes.behind(step, scenes.tables.get(root.name)!.get(keys[0]!)!).length) } }));
    add('count of rows shown', READS, { ...at({}), filter: { [root.primary]: { _in: keys } }, fields: [root.primary, `count(${step.name})`] });
    for (const sign of ['', '-'])
      add(`sort${sign} by count of rows`, ['list', 'graphql'], { ...at({}), filter: { [root.primary]: { _in: keys } }, sort: [`${sign}count(${step.name})`, root.primary] });
    add('group by count of rows', ['list'], { ...at({}), fields: [], sort: [], aggregate: { count: ['*'] }, group: [`count(${step.name})`] });
  }
  return kinds;
}

/** The hop as the second: behind one that may be open. */
function behindAnother(scenes: Scenes, scene: Scene): Kind[] {
  const { root, step, column, keys, value } = scene;
  if (step.kind === 'follow')
    return [];
  const is = { [step.name]: { [column.name]: { _eq: said(value) } } };
  const kinds: Kind[] = [];
  const row = scenes.tables.get(root.name)!.get(keys[0]!)!;
  const parents = root.steps.filter(({ kind, name }) => kind === 'm2o' && name !== step.name).flatMap((up) => {
    const [parent] = scenes.behind(up, row);
    const back = scenes.shape.get(up.to)!.steps.find(down => down.kind === 'o2m' && down.to === root.name && down.column === up.column);
    return parent && back ? [{ of: scenes.shape.get(up.to)!, parent, back }] : [];
  });
  const up = parents.find(({ of, parent }) => scenes.world.get(of.name)!.rows.has(String(parent[of.primary])));
  if (up) {
    const { of, parent, back } = up;
    const question: Question = { collection: of.name, fields: [of.primary], filter: { [of.primary]: { _eq: parent[of.primary] } }, limit: 50 };
    const narrowed = (filter: Filter): Question => ({ ...question, filter: { _and: [question.filter!, filter] } });
    kinds.push(
      { kind: 'nested deep', doors: READS, question: { ...question, fields: [of.primary, `${back.name}.${root.primary}`], deep: { [back.name]: { filter: is } } } },
      { kind: 'nested alias', doors: READS, question: { ...question, fields: [of.primary, `other.${root.primary}`], alias: { other: back.name }, deep: { other: { filter: is } } } },
      { kind: 'some with a hop', doors: LISTS, question: narrowed({ [back.name]: { _some: is } }) },
      { kind: 'none with a hop', doors: ['list', 'graphql'], question: narrowed({ [back.name]: { _none: is } }) },
      { kind: 'two hops', doors: ['list', 'graphql'], question: narrowed({ [back.name]: is }) },
    );
    if (step.kind === 'm2o')
      kinds.push({ kind: 'nested sort', doors: READS, question: { ...question, fields: [of.primary, `${back.name}.${root.primary}`], deep: { [back.name]: { sort: [`-${step.name}.${column.name}`, root.primary] } } } });
  }
  const down = root.steps.filter(({ kind, name }) => kind !== 'm2o' && name !== step.name).find(down => scenes.shape.get(down.to)!.steps.some(up => up.kind === 'm2o' && up.column === down.column) && scenes.behind(down, row).some(child => scenes.world.get(down.to)!.rows.has(String(child[scenes.shape.get(down.to)!.primary]))));
  if (down) {
    const of = scenes.shape.get(down.to)!;
    const child = scenes.behind(down, row).find(found => scenes.world.get(of.name)!.rows.has(String(found[of.primary])))!;
    const question: Question = { collection: of.name, fields: [of.primary], filter: { _and: [{ [of.primary]: { _eq: child[of.primary] } }, { [down.column]: is }] }, limit: 50 };
    kinds.push({ kind: 'two hops', doors: ['list', 'count', 'graphql'], question });
    if (step.kind === 'm2o')
      kinds.push({ kind: 'two hops to sort', doors: ['list'], question: { ...question, filter: {}, sort: [`${down.column}.${step.name}.${column.name}`, of.primary] } });
  }
  return kinds;
}

/** What is asked of a collection itself: of its own columns that are hidden in some of the rows. */
export function ownProbes(scenes: Scenes, root: Collection): Probe[] {
  const { hidden, refused } = scenes.world.get(root.name)!;
  if (refused || root.singleton)
    return [];
  const probes: Probe[] = [];
  for (const [name, keys] of hidden) {
    const [key] = keys;
    const value = key === undefined ? null : scenes.tables.get(root.name)!.get(key)![name];
    const column = root.columns.get(name)!;
    if (key === undefined || value === null || typeof value === 'object')
      continue;
    const near = [...keys].slice(0, 3);
    const add = (kind: string, doors: readonly Door[], question: Omit<Question, 'collection' | 'fields'>): void =>
      void probes.push(...doors.map((door): Probe => ({ relation: `${root.name}.${name}`, kind, door, hides: true, question: { collection: root.name, fields: [root.primary], limit: 50, ...question } })));
    const within = (filter: Filter): Filter => ({ _and: [{ [root.primary]: { _in: near } }, filter] });
    add('own filter', LISTS, { filter: within({ [name]: { _eq: said(value) } }), sort: [root.primary] });
    add('own is there', ['list', 'count', 'graphql'], { filter: within({ [name]: { _nnull: true } }), sort: [root.primary] });
    if (['string', 'text'].includes(column.type))
      add('own search', ['list', 'count'], { filter: within({}), search: String(value) });
    for (const sign of ['', '-'])
      add('own sort', ['list', 'graphql', 'export_json'], { filter: { [root.primary]: { _in: near } }, sort: [`${sign}${name}`, root.primary] });
    for (const operation of ['min', 'max', 'count', 'countDistinct'])
      add(`own ${operation}`, AGGREGATES, { filter: { [root.primary]: { _in: near } }, aggregate: { [operation]: [name] } });
    add('own group', AGGREGATES, { filter: { [root.primary]: { _in: near } }, sort: [name], aggregate: { count: ['*'] }, group: [name] });
    add('own sort of a group', ['list'], { filter: { [root.primary]: { _in: near } }, aggregate: { count: ['*'] }, group: [root.primary, name], sort: [name] });
  }
  return probes;
}
