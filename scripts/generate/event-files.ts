/** What forms, words and roles need of the registry of events. */
import type { EventField } from '../../extensions/wangge/src/handling/event-row-rules.ts';
import type { EventType } from '../../extensions/wangge/src/handling/model.ts';
import type { Item, Json } from '../../extensions/wangge/src/setup/schema/snapshot-rules.ts';
import { parse } from 'yaml';
import { EVENT_TYPES, EVENTS, eventsOf, STAFF_EVENTS } from '../../extensions/wangge/src/handling/event-registry-rules.ts';
import { EVENT_ROLES } from '../../extensions/wangge/src/handling/event-row-rules.ts';
import { parseSchemaFile, printSchemaFile } from '../../extensions/wangge/src/setup/schema/schema-file.ts';
import { read } from '../../extensions/wangge/src/setup/schema/snapshot-rules.ts';
import { blockOf, inOrderOf, withBlock } from './blocks.ts';

/** `schema-snapshot.yaml`: the choices of an event's type, and which fields the form shows and asks for with it. */
export function schemaWithEvents(text: string): string {
  const snapshot = parseSchemaFile(text);
  const fields = snapshot.fields.map((field): Item => {
    if (field.collection !== 'issue_events')
      return field;
    if (field.field === 'type')
      return withMeta(field, { options: { choices: choices(read(field, ['meta', 'options', 'choices']) as Item[]) } });
    const hidden = read(field, ['meta', 'hidden']) === true;
    return hidden ? withConditions(field, field.field as EventField) : field;
  });
  return printSchemaFile({ ...snapshot, fields });
}

function withMeta(field: Item, meta: Item): Item {
  return { ...field, meta: { ...field.meta as Item, ...meta } };
}

function choices(standing: readonly Item[]): Item[] {
  return inOrderOf(standing.map(choice => String(choice.value)), EVENT_TYPES).map((type): Item => ({
    value: type,
    text: `$t:wangge.event.${type}`,
    color: EVENTS[type].studio.color,
    // The report comes with its issue; timers come by themselves.
    ...(type !== 'report' && EVENTS[type].roles.length > 0 ? {} : { disabled: true }),
  }));
}

const byPeople: readonly EventType[] = STAFF_EVENTS.filter(type => type !== 'report');

/** A field is hidden but for the events that require or accept it. */
function withConditions(field: Item, name: EventField): Item {
  const { requiring, accepting } = {
    requiring: byPeople.filter(type => (EVENTS[type].transition.requires as readonly string[]).includes(name)),
    accepting: byPeople.filter(type => EVENTS[type].transition.accepts?.includes(name) || requestedWith(type).includes(name)),
  };
  const standing = (read(field, ['meta', 'conditions']) ?? []) as Item[];
  if (requiring.length + accepting.length === 0)
    return field;
  const condition = (required: boolean, types: readonly EventType[]): Item[] => {
    const known = standing.find(one => (one.required === true) === required && typesIn(one) !== null);
    if (types.length === 0)
      return [];
    const rule = { _and: [{ type: { _in: inOrderOf(known === undefined ? [] : typesIn(known)!, types) } }] };
    return [known === undefined ? { name: required ? 'required' : 'optional', rule, hidden: false, ...(required ? { required } : {}) } : { ...known, rule }];
  };
  return withMeta(field, { conditions: [...standing.filter(one => typesIn(one) === null), ...condition(false, accepting), ...condition(true, requiring)] });
}

/** What some kind of request asks for or accepts: the form shows it, the server says which needs it. */
function requestedWith(type: EventType): readonly EventField[] {
  return Object.values(EVENTS[type].transition.requests ?? {}).flatMap(({ requires, accepts = [] }) => [...requires, ...accepts]);
}

function typesIn(condition: Item): string[] | null {
  const [rule] = (read(condition, ['rule', '_and']) ?? []) as Item[];
  const types = rule === undefined ? null : read(rule, ['type', '_in']) as Json;
  return Array.isArray(types) ? types.map(String) : null;
}

/** `seeds/studio/translations.yaml`: the names of events. */
export function translationsWithEvents(text: string): string {
  return withBlock(text, 'events', EVENT_TYPES.map((type) => {
    const { words, studio } = EVENTS[type];
    const label = studio.label ?? `${words['en-US'][0]!.toUpperCase()}${words['en-US'].slice(1)}`;
    return `wangge.event.${type}: { zh-CN: ${scalar(words['zh-CN'])}, en-US: ${scalar(label)} }`;
  }));
}

function scalar(word: string): string {
  return /^[\p{L}\p{N}][\p{L}\p{N} ／（）’]*$/u.test(word) ? word : `'${word.replaceAll('\'', '\'\'')}'`;
}

/** `seeds/access/matrix.yaml`: the events of each role. */
export function matrixWithEvents(text: string): string {
  const standing = parse(blockOf(text, 'events').join('\n')) as Record<string, string[]> | null;
  return withBlock(text, 'events', EVENT_ROLES.map(role => `${role}: [${inOrderOf(standing?.[role] ?? [], eventsOf(role)).join(', ')}]`));
}
