/** An administrator's own check of a field, as Directus itself understands it: prepared once, asked of many rows. */
import type { Filter } from '@directus/types';
import type { CompileValidation } from './entry-rules.ts';
import type { Values } from './model.ts';
import { generateJoi, parseFilter } from '@directus/utils';

type Question = (values: Values) => boolean;

/** A check that cannot be understood lets nothing pass: Directus would fail on it too. */
export const compileValidation: CompileValidation = (filter) => {
  try {
    return question(parseFilter(filter as Filter, null) ?? {});
  }
  catch {
    return () => false;
  }
};

function question(filter: Filter): Question {
  const [[word, content] = ['', null]] = Object.entries(filter);
  if (word === '')
    return () => true;
  if (word === '_and' || word === '_or') {
    const parts = (content as Filter[]).map(question);
    return values => word === '_and' ? parts.every(holds => holds(values)) : parts.some(holds => holds(values));
  }
  const schema = generateJoi(filter as Parameters<typeof generateJoi>[0]);
  return values => schema.validate(values).error === undefined;
}
