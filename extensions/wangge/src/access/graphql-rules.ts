/**
 * How many questions one GraphQL request asks. Each field at the root is a query of its own, which is weighed by itself
 * (`size-rules.ts`), and an alias asks the same once more, at any level: a request of a hundred would be a hundred requests.
 */
import type { DocumentNode, FragmentDefinitionNode, SelectionNode, SelectionSetNode } from 'graphql';
import { Kind, parse } from 'graphql';

export const MOST_QUESTIONS = 50;

/** Where a request is sent to GraphQL, as Express looks at a path. */
export function isGraphql(path: string): boolean {
  return /^\/graphql(?:\/|$)/i.test(path);
}

/** Of the largest operation; 0 for what is no GraphQL, which Directus tells by itself. `tokens`: at most so many are read. */
export function questionsIn(query: string, tokens: number): number {
  const document = parsed(query, tokens);
  if (document === null)
    return 0;
  const fragments = new Map(document.definitions.flatMap(one => one.kind === Kind.FRAGMENT_DEFINITION ? [[one.name.value, one] as const] : []));
  const counted = counter(fragments);
  return Math.max(0, ...document.definitions.map(one => one.kind === Kind.OPERATION_DEFINITION ? counted(one.selectionSet, true) : 0));
}

function parsed(query: string, maxTokens: number): DocumentNode | null {
  try {
    return parse(query, { maxTokens, noLocation: true });
  }
  catch {
    return null;
  }
}

/** Fragments count as often as they are spread, and are looked through once. */
function counter(fragments: ReadonlyMap<string, FragmentDefinitionNode>): (selections: SelectionSetNode | undefined, root: boolean) => number {
  const known = new Map<string, number>();
  const spread = (name: string, root: boolean): number => {
    const key = `${root} ${name}`;
    const count = known.get(key);
    if (count !== undefined)
      return count;
    // One that leads back to itself is refused by Directus.
    known.set(key, 0);
    known.set(key, counted(fragments.get(name)?.selectionSet, root));
    return known.get(key)!;
  };
  const questionOf = (one: SelectionNode, root: boolean): number => {
    switch (one.kind) {
      case Kind.FIELD: return (root || one.alias !== undefined ? 1 : 0) + counted(one.selectionSet, false);
      case Kind.INLINE_FRAGMENT: return counted(one.selectionSet, root);
      case Kind.FRAGMENT_SPREAD: return spread(one.name.value, root);
    }
  };
  const counted = (set: SelectionSetNode | undefined, root: boolean): number => (set?.selections ?? []).reduce((sum, one) => sum + questionOf(one, root), 0);
  return counted;
}
