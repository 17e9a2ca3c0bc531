/** How long a shown matter took, with the calendar that its certificate pins. */
import type { Calendar } from '../calendar/model.ts';
import type { HandlingDuration } from './handling-duration-rules.ts';
import type { Shown } from './model.ts';
import { handlingDuration } from './handling-duration-rules.ts';

export async function handlingDurationOf({ certificate, met_at }: Shown, calendar: (version: string) => Promise<Calendar>): Promise<HandlingDuration | null> {
  return certificate === null || met_at === null ? null : handlingDuration(certificate, met_at, await calendar(certificate.limit.calendar_version));
}
