/** An end as a form holds it (`HH:MM:SS`) and as people read it. */
export const MIDNIGHT = '24:00:00';

/** `22:30`; null: nothing that is a time. */
export function shortTime(value: unknown): string | null {
  return typeof value === 'string' && /^\d\d:\d\d/.test(value) ? value.slice(0, 'HH:MM'.length) : null;
}

/** What a time field of the browser gives, as the form saves it. */
export function savedTime(typed: string): string | null {
  return /^\d\d:\d\d$/.test(typed) ? `${typed}:00` : /^\d\d:\d\d:\d\d$/.test(typed) ? typed : null;
}
