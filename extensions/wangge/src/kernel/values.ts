/** The values that every room speaks of. Arithmetic goes through `civil-date-rules.ts` and, where zones and working days count, `calendar/`. */

/** A moment as `YYYY-MM-DDTHH:MM:SS.sssZ` (UTC, milliseconds): such strings sort as the moments do. */
export type Moment = string;
/** A calendar day as `YYYY-MM-DD`, in the installation's time zone. */
export type Day = string;
export type Uuid = string;
/** A row, or a part of one, as it is sent or stored: values by field, nothing known of them. */
export type Values = Record<string, unknown>;
