/** How long a shown matter took, with the calendar that its certificate pins. */
import type { Calendar } from '../calendar/model.ts';
import type { Took } from './handling-duration-rules.ts';
import type { Shown } from './public-store.ts';
import { howLong } from './handling-duration-rules.ts';

export async function tookOf({ certificate, met_at }: Shown, calendar: (version: string) => Promise<Calendar>): Promise<Took | null> {
  return certificate === null || met_at === null ? null : howLong(certificate, met_at, await calendar(certificate.limit.calendar_version));
}
