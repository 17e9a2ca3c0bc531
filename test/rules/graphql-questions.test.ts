/** One GraphQL request asks for so much, however it is written. */
import { describe, expect, it } from 'vitest';
import { isGraphql, questionsIn } from '../../extensions/wangge/src/access/graphql-rules.ts';

const TOKENS = 5000;
const many = (count: number, of: (n: number) => string): string => Array.from({ length: count }, (_, n) => of(n)).join(' ');

describe('questions of a request', () => {
  it.each<[string, string, number]>([
    ['a field', '{ issues { id title } }', 1],
    ['fields of a mutation', `mutation { ${many(60, n => `a${n}: update_issues_item(id: "${n}", data: {}) { id }`)} }`, 60],
    ['one field by many names', `{ ${many(60, n => `a${n}: issues { id }`)} }`, 60],
    ['a relation by many names', `{ issues { ${many(60, n => `a${n}: events { id }`)} } }`, 61],
    ['inline', `{ ... on Query { ${many(3, n => `f${n} { id }`)} } }`, 3],
    ['a fragment that is spread often', `fragment F on Query { a: issues { id } b: issues { id } } { ${many(20, () => '...F')} }`, 40],
    ['the largest of several operations', 'query A { a { id } } query B { b { id } c { id } }', 2],
    ['names alone are no questions', `{ issues { ${many(60, n => `field${n}`)} } }`, 1],
    ['a fragment that leads back to itself', 'fragment F on Query { issues { id } ...F } { ...F }', 1],
    ['no GraphQL', '{ issues {', 0],
    ['more signs than are read', `{ ${many(6000, n => `f${n}`)} }`, 0],
  ])('%s', (_, query, count) => {
    expect(questionsIn(query, TOKENS)).toBe(count);
  });

  it('fragments within fragments are looked through once', () => {
    const nested = many(30, n => `fragment F${n} on Query { ...F${n + 1} ...F${n + 1} }`);
    expect(questionsIn(`${nested} fragment F30 on Query { issues { id } } { ...F0 }`, TOKENS)).toBe(2 ** 30);
  });

  it.each([['/graphql', true], ['/GraphQL/system', true], ['/graphqlx', false], ['/items/graphql', false]])('%s', (path, is) => expect(isGraphql(path)).toBe(is));
});
