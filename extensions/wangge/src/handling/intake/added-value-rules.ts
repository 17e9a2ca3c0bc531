/** What a report says in the columns that an administrator added to issues, as the database will hold it. */
import { issueField } from '../issue-field-rules.ts';

/** A field of the collection as Directus tells of it. */
export interface CollectionField { field: string; type: string; alias: boolean; special: readonly string[]; defaultValue: unknown }

/** Directus fills these in itself or keeps them in another form than they were sent: they cannot be compared. */
const OWN = /^(?:(?:date|user|role)-(?:created|updated)|hash|encrypt)$/;
/** Their default may be a function of the moment. */
const MOMENTS = ['dateTime', 'timestamp', 'date', 'time', 'uuid'];

/** By column; what was not said stands for its default. */
export function addedValues(payload: Record<string, unknown>, fields: readonly CollectionField[]): Record<string, unknown> {
  const added = fields.filter(({ field, alias, special }) =>
    issueField(field) === undefined && !alias && !special.some(one => OWN.test(one)));
  return Object.fromEntries(added.flatMap(({ field, type, defaultValue }) => {
    const said = payload[field];
    if (said === undefined)
      return defaultValue !== null && MOMENTS.includes(type) ? [] : [[field, defaultValue ?? null]];
    return [[field, asStored(said, type)]];
  }));
}

/** A relation as its key, a list as its text, JSON as what it says. */
function asStored(said: unknown, type: string): unknown {
  if (type === 'json')
    return typeof said === 'string' ? parsedOr(said) : said;
  if (type === 'csv')
    return Array.isArray(said) ? said.join(',') : said;
  return typeof said === 'object' && said !== null && 'id' in said ? said.id : said;
}

function parsedOr(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  }
  catch {
    return text;
  }
}
