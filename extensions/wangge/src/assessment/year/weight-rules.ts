/** What a scheme says of the year. */
import type { Refusal } from '../../kernel/refusal-rules.ts';
import type { Values } from '../../kernel/values.ts';
import type { YearWeights } from './model.ts';
import { refused } from '../../kernel/refusal-rules.ts';
import { PARTS, SHIPPED_WEIGHTS } from './model.ts';

const FULL = 100;

/** Of the columns of a scheme; all empty: as shipped. */
export function weightsIn(row: Values): YearWeights | Refusal {
  const said = PARTS.map((part): [typeof part, unknown] => [part, row[`year_${part}`]]).map(([part, value]) => [part, value === null || value === undefined || value === '' ? null : Number(value)] as const);
  if (said.every(([, value]) => value === null))
    return SHIPPED_WEIGHTS;
  const empty = said.find(([, value]) => value === null);
  if (empty !== undefined)
    return refused('year_weights_partly', `year_${empty[0]}`);
  const wrong = said.find(([, value]) => !Number.isInteger(value) || value! < 0 || value! > FULL);
  if (wrong !== undefined)
    return refused('year_weight_invalid', `year_${wrong[0]}`);
  const sum = said.reduce((total, [, value]) => total + value!, 0);
  return sum === FULL ? Object.fromEntries(said) as YearWeights : refused('year_weights_sum', 'year_quarters', { sum });
}
