/** Checks posts before they are saved: gathers what the rule of `posts.ts` asks for. */
import type { Db } from '../kernel/context.ts';
import type { Refusal } from '../kernel/refusal-rules.ts';
import type { Uuid, Values } from '../kernel/values.ts';
import type { Post, StoredPost } from './post-rules.ts';
import { dayIn } from '../kernel/civil-date-rules.ts';
import { refused } from '../kernel/refusal-rules.ts';
import { keyOf } from '../kernel/relation-key-rules.ts';
import { inactiveAmong } from './account-holdings-store.ts';
import { objectionToPosts } from './post-rules.ts';
import { pathsAndNames, postsBeside, postsById, todayOf } from './territory-store.ts';

/** `keys` null: the payload is a new post; otherwise what changes in the stored ones. */
export async function checkPosts(db: Db, payload: Values, keys: readonly Uuid[] | null): Promise<Refusal | null> {
  const stored: (Partial<Post>)[] = keys === null ? [{ id: null }] : await postsById(db, keys);
  const saved: Post[] = [];
  for (const before of stored) {
    const after = { role: 'leader', ends_on: null, ...before, ...said(payload) };
    const missing = objectionToFields(after);
    if (missing !== null)
      return missing;
    saved.push(after as Post);
  }
  const grids = saved.map(post => post.grid);
  const people = saved.map(post => post.person);
  const taking = saved.filter((post, at) => takesUp(post, stored[at]!)).map(post => post.person);
  if ((await inactiveAmong(db, taking)).length > 0)
    return refused('post_person_inactive', 'person');
  const { paths, names } = await pathsAndNames(db, grids, people);
  const placed = saved.map((post): StoredPost => ({ ...post, path: paths.get(post.grid) ?? '', person_name: names.get(post.person) ?? '' }));
  if (placed.some(post => post.path === ''))
    return refused('grid_unknown', 'grid');
  return objectionToPosts(placed, await postsBeside(db, grids, people, keys ?? []), await todayOf(db));
}

/** Somebody comes to the post, or stays for longer: a term may be ended, and its grid set right, whoever holds it. */
function takesUp(after: Post, before: Partial<Post>): boolean {
  const longer = before.ends_on != null && (after.ends_on === null || after.ends_on > before.ends_on);
  return after.person !== before.person || longer;
}

type Said = { [Field in keyof Post]?: Post[Field] | undefined };

/** What the payload says, typed; what it says wrongly is undefined. */
function said(payload: Values): Said {
  return {
    ...('person' in payload ? { person: keyOf(payload.person) ?? undefined } : {}),
    ...('grid' in payload ? { grid: keyOf(payload.grid) ?? undefined } : {}),
    ...('role' in payload && payload.role !== null ? { role: String(payload.role) } : {}),
    ...('starts_on' in payload ? { starts_on: dayIn(payload.starts_on) ?? undefined } : {}),
    ...('ends_on' in payload ? { ends_on: payload.ends_on === null || payload.ends_on === '' ? null : dayIn(payload.ends_on) ?? undefined } : {}),
  };
}

const ACCEPTED = { person: 'uuid', grid: 'uuid', role: 'leader | deputy', starts_on: 'YYYY-MM-DD', ends_on: 'YYYY-MM-DD' } as const;

function objectionToFields(post: Said): Refusal | null {
  const field = (Object.keys(ACCEPTED) as (keyof typeof ACCEPTED)[])
    .find(name => post[name] === undefined || (name === 'role' && post.role !== 'leader' && post.role !== 'deputy'));
  return field === undefined ? null : refused('post_incomplete', field, { field, accepted: ACCEPTED[field] });
}
