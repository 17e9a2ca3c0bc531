/** An entry's changes and what is sealed in it, to be read: without a component or a request. */
import type { StudioField } from '../../../ui/form-fields.ts';
import type { Speak } from './words.ts';
import { momentText } from '../../../ui/person.ts';
import { isWord } from './words.ts';

export interface ChangeLine { field: string; label: string; before: string | null; after: string | null }
/** As the server tells it, in the reader's language. */
export interface Change { at: string; actor: string | null; name: string | null; action: string; changes: ChangeLine[] }

export interface ChangeEntry { key: string; at: string; who: string; action: string; tone: 'plain' | 'good' | 'bad'; lines: { field: string; label: string; before: string; after: string }[] }

/** Newest first. What an entry began with is not told line by line: the form shows it. */
export function changesOf(changes: readonly Change[], speak: Speak, locale: string): ChangeEntry[] {
  return [...changes].sort((a, b) => b.at.localeCompare(a.at)).map((change, index) => {
    const word = `action_${change.action}`;
    return {
      key: `${change.at} ${index}`,
      at: momentText(change.at, locale),
      who: change.name || speak('system'),
      action: isWord(word) ? speak(word) : change.action,
      tone: change.action === 'create' || change.action === 'confirm' ? 'good' : change.action === 'delete' ? 'bad' : 'plain',
      lines: change.action === 'create'
        ? []
        : change.changes.map(({ field, label, before, after }) => ({ field, label, before: before ?? speak('empty'), after: after ?? speak('empty') })),
    };
  });
}

/** Fields whose numbers stand encrypted elsewhere, with their labels, as far as this entry has them. */
export function sealedIn(fields: readonly StudioField[], values: Record<string, unknown>): { field: string; name: string }[] {
  return fields
    .filter(({ field, meta }) => meta?.interface === 'protected-value' && typeof values[field] === 'string' && values[field] !== '')
    .map(({ field, name }) => ({ field, name }));
}

/** What is wrong with an entry that exists; that one is missing cannot be told on it. */
const KINDS = new Set(['outdated', 'inaccurate', 'false']);
const ASKED = ['kind', 'description', 'evidence'];

/** The fields of a finding, as its small form draws them. */
export function findingFields(stored: readonly StudioField[], mayUpload: boolean): StudioField[] {
  return ASKED.filter(name => name !== 'evidence' || mayUpload).flatMap((name, index) => {
    const field = stored.find(one => one.field === name);
    if (field === undefined)
      return [];
    const choices = (field.meta?.options?.choices ?? []) as { value: string }[];
    const meta = { ...field.meta, hidden: false, readonly: false, conditions: null, group: null, sort: index + 1, width: 'full', required: name !== 'evidence' };
    return [{ ...field, meta: name === 'kind' ? { ...meta, interface: 'select-radio', options: { ...field.meta?.options, choices: choices.filter(({ value }) => KINDS.has(value)) } } : meta }];
  });
}

/** The fields of a check that found the entry right. */
export function lookFields(stored: readonly StudioField[]): StudioField[] {
  return ['checked_on', 'note'].flatMap((name, index) => {
    const field = stored.find(one => one.field === name);
    return field === undefined ? [] : [{ ...field, meta: { ...field.meta, hidden: false, readonly: false, conditions: null, group: null, sort: index + 1, width: 'full' } }];
  });
}
