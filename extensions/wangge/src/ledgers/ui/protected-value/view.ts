/** What is told of a protected number while it is typed: without a component. */
import type { SealedKind } from '../../../kernel/mask-rules.ts';
import type { Day } from '../../../kernel/values.ts';
import type { Speak } from './words.ts';
import { parseIdentityNumber, parsePhone } from '../../../kernel/identity-number-rules.ts';
import { isMasked } from '../../../kernel/mask-rules.ts';
import { dayWords } from '../../../ui/days.ts';

export interface Verdict { tone: 'plain' | 'good' | 'bad'; text: string }

/** `stored`: the masked text as it came; `leaving`: whoever typed has left the field, nothing more will follow. */
export function verdictOf(kind: SealedKind, value: string | null, stored: string | null, leaving: boolean, today: Day, speak: Speak, locale: string): Verdict | null {
  if (value === null || value.trim() === '')
    return null;
  if (value === stored)
    return { tone: 'plain', text: speak('replace') };
  if (isMasked(value))
    return { tone: 'bad', text: speak('masked') };
  const good = kind === 'identity_number' ? bornOf(value, today, speak, locale) : parsePhone(value) === null ? null : speak('valid');
  if (good !== null)
    return { tone: 'good', text: good };
  return leaving || isWhole(kind, value) ? { tone: 'bad', text: speak(`${kind}_invalid`) } : null;
}

/** What an identity number that was typed says of fields that are still empty; one at a time, as forms take it. */
export function filledIn(kind: SealedKind, value: string | null, today: Day, fields: readonly string[], values: Record<string, unknown>): { field: string; value: string } | null {
  const parsed = kind === 'identity_number' && value !== null ? parseIdentityNumber(value, today) : null;
  if (parsed === null)
    return null;
  const empty = (['birth_on', 'sex'] as const).find(field => fields.includes(field) && (values[field] ?? '') === '');
  return empty === undefined ? null : { field: empty, value: parsed[empty] };
}

function bornOf(value: string, today: Day, speak: Speak, locale: string): string | null {
  const parsed = parseIdentityNumber(value, today);
  return parsed === null ? null : speak('born', { sex: speak(parsed.sex), day: dayWords(parsed.birth_on, locale) });
}

/** As many signs as such a number has: what is wrong with it is told at once. */
function isWhole(kind: SealedKind, value: string): boolean {
  return value.normalize('NFKC').replaceAll(/\s/g, '').length >= (kind === 'identity_number' ? 18 : 12);
}
