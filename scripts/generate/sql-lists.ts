/** The lists in the SQL of handling, from the registries of events and of an issue's fields. */
import { EVENT_TYPES, EVENTS } from '../../extensions/wangge/src/handling/event-registry-rules.ts';
import { COLUMN_LISTS, REDACTED } from '../../extensions/wangge/src/handling/issue-field-rules.ts';
import { withBlock, wrapped } from './blocks.ts';

const REDACTED_TO = { blank: 'null', number: 'i.number', notice: '\'（已清除）\'' } as const;

/** `020-handling.sql` */
export function handlingSql(text: string): string {
  const { managed, reporter, free, patched } = COLUMN_LISTS;
  const lists = { managed, reporter, shipped: [...managed, ...reporter, ...free] };
  return [
    ['the columns of an issue', Object.entries(lists).flatMap(([whose, names]) => [`when '${whose}' then array[`, ...wrapped(names.map(name => `'${name}'`)).map(line => `  ${line}`), ']'])] as const,
    ['what an event\'s patch may set', wrapped([...patched.map(name => `${name} = p.${name}`), '']).map(line => line.trimEnd())] as const,
    ['what a redaction makes of an issue', wrapped(REDACTED.map(({ name, redacted }) => `${name} = ${REDACTED_TO[redacted]}`))] as const,
  ].reduce((sql, [name, lines]) => withBlock(sql, name, lines), text);
}

/** `045-board.sql` */
export function boardSql(text: string): string {
  const effects = Map.groupBy(EVENT_TYPES.filter(type => EVENTS[type].effects?.request !== undefined), type => EVENTS[type].effects!.request!);
  return withBlock(text, 'what events do with a request that waits', [...effects].map(([effect, types]) =>
    `when type in (${types.map(type => `'${type}'`).join(', ')}) then '${effect}'`));
}
