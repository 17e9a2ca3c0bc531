/** People and moments as they are written here. */
export interface Person { id?: string; first_name: string | null; last_name: string | null }

/** As Chinese names are written: family name first; the office keeps most of them in one field. */
export function nameOf(person: Person | null | undefined): string {
  return person == null ? '' : `${person.last_name ?? ''}${person.first_name ?? ''}`;
}

/** `2026年11月23日 18:00`, in the time zone of the browser, as the form's own fields. */
export function momentText(moment: string | null | undefined, locale: string): string {
  if (!moment)
    return '';
  return new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'short', hour12: false }).format(new Date(moment));
}

export function dayText(moment: string | null | undefined, locale: string): string {
  return moment ? new Intl.DateTimeFormat(locale, { dateStyle: 'long' }).format(new Date(moment)) : '';
}
