/**
 * What the Studio asks when somebody opens lists, bookmarks, items and pickers, as it follows from the bookmarks that are there,
 * the templates of the collections and their relations; and what our own screens ask besides. All of it has to be answered,
 * with what that person sees.
 */
import type { Random } from '../../extensions/wangge/src/app/demonstration/random.ts';
import type { Judge } from './judge.ts';
import type { Ask, Filter } from './questions.ts';
import type { Scenes } from './scenes.ts';
import type { Collection } from './shape.ts';
import { shuffled } from './scenes.ts';

/** An order that may be left out is none to compare. */
type StudioAsk = Ask & { isUnordered?: boolean };

export interface Asked { ask: Ask; same: boolean; expected: unknown; got: unknown }

interface Preset { collection: string; layout_query: { tabular?: { fields?: string[]; sort?: string[] } } | null; filter: Filter | null }

const PAGE = '25';

/** All of it, or so many, drawn. */
export async function studioAs(judge: Judge, draw: Random, some: number | undefined): Promise<Asked[]> {
  const asks = new Map([...bookmarks(judge.scenes), ...items(judge.scenes), ...others].map(ask => [JSON.stringify(ask), ask]));
  return await judge.compare(shuffled([...asks.values()], draw).slice(0, some));
}

function bookmarks(scenes: Scenes): StudioAsk[] {
  const presets = [...scenes.tables.get('directus_presets')!.values()] as unknown as Preset[];
  return presets.flatMap(({ collection: name, layout_query, filter }) => {
    const collection = scenes.shape.get(name);
    const list = layout_query?.tabular;
    if (collection === undefined || !isSeen(scenes, collection) || list?.fields === undefined)
      return [];
    const { columns } = scenes.world.get(name)!;
    // The Studio leaves out what may not be read.
    const fields = list.fields.filter(field => columns.has(field)).flatMap(field => shown(scenes, collection, field));
    const sort = (list.sort ?? []).filter(one => columns.has(one.replace(/^-/, '').split('.')[0]!));
    if (filter !== null && heads(filter).some(head => !columns.has(head)))
      return [];
    const within: Record<string, string> = filter === null ? {} : { filter: JSON.stringify(filter) };
    // Beyond a hop the order may be left out: what is on the page is then another.
    const isUnordered = sort.some(one => one.includes('.'));
    const page = { fields: [collection.primary, ...fields].join(','), sort: [...sort, collection.primary].join(','), page: '1', limit: isUnordered ? '-1' : PAGE, ...within };
    return [
      { method: 'GET', path: collection.path, query: page, isUnordered },
      { method: 'GET', path: collection.path, query: { ...page, search: '路' }, isUnordered },
      { method: 'GET', path: collection.path, query: { 'aggregate[countDistinct]': collection.primary, ...within } },
    ];
  });
}

/** A form, with the lists of what belongs to the item, and the pickers of what it points to. */
function items(scenes: Scenes): Ask[] {
  return [...scenes.shape.values()].filter(collection => isSeen(scenes, collection) && !collection.singleton).flatMap((collection) => {
    const { path, primary, steps, name } = collection;
    const [key] = [...scenes.world.get(name)!.rows].sort();
    const asks: Ask[] = [{ method: 'GET', path: `${path}/${key}`, query: { fields: '*' } }];
    for (const step of steps) {
      const target = scenes.shape.get(step.to)!;
      if (!isSeen(scenes, target) || step.kind === 'follow' || (step.kind === 'o2m' && name.startsWith('directus_')) || (step.kind === 'm2o' && !scenes.world.get(name)!.columns.has(step.column)) || (step.kind === 'o2m' && !scenes.world.get(step.to)!.columns.has(step.column)))
        continue;
      if (step.kind === 'm2o')
        asks.push({ method: 'GET', path: target.path, query: { fields: [target.primary, ...names(scenes, target)].join(','), sort: target.primary, limit: PAGE } });
      else
        asks.push({ method: 'GET', path: target.path, query: { fields: [target.primary, ...names(scenes, target)].join(','), filter: JSON.stringify({ _and: [{ [step.column]: { _eq: key } }] }), sort: target.primary, limit: PAGE } });
    }
    return [...asks, { method: 'GET', path, query: { fields: primary, sort: primary, limit: PAGE, search: '一' } }];
  });
}

const others: StudioAsk[] = [
  { method: 'GET', path: '/users', query: { fields: 'id,first_name,last_name,status', sort: 'email,id', limit: '-1' }, isUnordered: true },
  { method: 'GET', path: '/users', query: { fields: 'id,first_name', search: '王', sort: 'id', limit: PAGE } },
  { method: 'GET', path: '/users/me', query: { fields: 'id,first_name,last_name,email,role,language' } },
  { method: 'GET', path: '/files', query: { fields: 'id,title,type,filesize', sort: '-uploaded_on,id', limit: PAGE } },
  { method: 'GET', path: '/notifications', query: { filter: JSON.stringify({ _and: [{ recipient: { _eq: '$CURRENT_USER' } }, { status: { _eq: 'inbox' } }] }), fields: 'id,subject', sort: 'id' } },
  { method: 'GET', path: '/dashboards', query: { limit: '-1', fields: 'id,name,panels.id,panels.type', sort: 'name' } },
  { method: 'GET', path: '/presets', query: { 'filter[user][_eq]': '$CURRENT_USER', 'limit': '-1', 'sort': 'id' } },
];

const isSeen = ({ world }: Scenes, { name }: Collection): boolean => !world.get(name)!.refused && world.get(name)!.rows.size > 0;

/** What a list shows of a field: of what it points to, its name. */
function shown(scenes: Scenes, collection: Collection, field: string): string[] {
  const target = scenes.shape.get(collection.columns.get(field)?.target ?? '');
  return target === undefined ? [field] : names(scenes, target).map(name => `${field}.${name}`);
}

function names({ world }: Scenes, { name, template, primary }: Collection): string[] {
  const parts = name === 'directus_users' ? ['first_name', 'last_name'] : [...(template ?? '').matchAll(/\{\{\s*(\w+)/g)].map(([, part]) => part!);
  const { columns } = world.get(name)!;
  return [primary, ...parts.filter(part => columns.has(part))];
}

/** The fields of the rows themselves that a filter names. */
function heads(filter: Filter): string[] {
  return Object.entries(filter).flatMap(([key, value]) => key === '_and' || key === '_or' ? (value as Filter[]).flatMap(heads) : [key]);
}
