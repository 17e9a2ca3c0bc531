/**
 * Does what is sent fit its columns? Asked before the database is: of a text that is too long it says only that one is, not
 * which, and Directus then blames the first column of the statement, in English.
 */
import type { Messages, Refusal } from './refusal-rules.ts';
import type { Values } from './values.ts';
import { refused } from './refusal-rules.ts';

export type ColumnLimit = { kind: 'text' | 'integer' | 'decimal'; most: number } | { kind: 'key' };

export const FITTING = {
  text_too_long: { 'zh-CN': '“{field}”最多 {most} 个字，现有 {length} 个字，请精简后再保存。', 'en-US': '“{field}” holds at most {most} characters, and has {length}; please shorten it.' },
  number_too_large: { 'zh-CN': '“{field}”须在 -{most} 至 {most} 之间。', 'en-US': '“{field}” is between -{most} and {most}.' },
  integer_expected: { 'zh-CN': '“{field}”请填写整数。', 'en-US': '“{field}” is a whole number.' },
  choice_expected: { 'zh-CN': '“{field}”请从列表中选择。', 'en-US': 'Choose “{field}” from the list.' },
} satisfies Messages;

const KEY = /^\{?[\da-f]{4}(?:-?[\da-f]{4}){7}\}?$/i;

/** At every field whose column cannot hold what is sent. Values of another kind than the column's are for its own rules. */
export function misfits(item: Values, limits: ReadonlyMap<string, ColumnLimit>): Refusal[] {
  return Object.entries(item).flatMap(([field, value]) => {
    const limit = limits.get(field);
    const misfit = limit === undefined ? null : misfitOf(field, value, limit);
    return misfit === null ? [] : [misfit];
  });
}

function misfitOf(field: string, value: unknown, limit: ColumnLimit): Refusal | null {
  switch (limit.kind) {
    case 'text': {
      // Spaces around it are nobody's content.
      const length = typeof value === 'string' && value.length > limit.most ? [...value.trim()].length : 0;
      return length > limit.most ? refused('text_too_long', field, { field, most: limit.most, length }) : null;
    }
    case 'key':
      return typeof value === 'string' && value !== '' && !KEY.test(value) ? refused('choice_expected', field, { field }) : null;
    case 'integer':
    case 'decimal': {
      const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
      if (typeof number !== 'number')
        return null;
      if (limit.kind === 'integer' && Number.isNaN(number))
        return refused('integer_expected', field, { field });
      return Math.abs(number) > limit.most ? refused('number_too_large', field, { field, most: limit.most }) : null;
    }
  }
}
