/**
 * The steps of a period's version: computed, opened as a preview in which everyone ranked sees their own, published.
 *
 * Two different people open the preview and publish; nobody publishes what they computed by hand, and nobody takes a step
 * in a ranking in which they have a place themselves. The database asks the same of every step (`041-assessment-steps.sql`);
 * here it is said in words.
 */
import type { Calendar } from '../../calendar/model.ts';
import type { Refusal } from '../../kernel/refusal-rules.ts';
import type { Moment, Uuid } from '../../kernel/values.ts';
import { localTime } from '../../calendar/time-zone-rules.ts';
import { addWorkingDays, dayOf, momentAt } from '../../calendar/working-days-rules.ts';
import { clockTime, dayString, epochMs } from '../../kernel/civil-date-rules.ts';
import { refused } from '../../kernel/refusal-rules.ts';

export const STEPS = ['compute', 'preview', 'publish'] as const;
export type Step = (typeof STEPS)[number];
/** Steps that people take one by one; to compute is a computation (`ranking-service.ts`). */
export type TakenStep = Exclude<Step, 'compute'>;

export type VersionState = 'computed' | 'preview' | 'published' | 'superseded';

/** The version that is not published yet. */
export interface Draft {
  version: number;
  state: 'computed' | 'preview';
  /** Null: the job or the command line. */
  computed_by: Uuid | null;
  preview_by: Uuid | null;
  preview_until: Moment | null;
}

/** A period whose newest version waits for a step. */
export interface WaitingPeriod { id: Uuid; code: string; subdistrict: Uuid; subdistrict_code: string; subdistrict_name: string; version: number; state: Draft['state']; preview_until: Moment | null; computed_by: Uuid | null; preview_by: Uuid | null }

/** How whoever takes a step stands to this period, by office and posts on that day. */
export interface StepStanding {
  person: Uuid;
  /** An active member of a department that supervises, of this sub-district or of none. */
  inspects: boolean;
  /** Leads or deputises at level 1 in this sub-district. */
  leads_area: boolean;
  /** Has a place in this version: led a ranked grid in the period or leads one now, is ranked, heads a ranked department. */
  ranked: boolean;
}

export interface Asking {
  period: string;
  step: TakenStep;
  /** The version that was looked at, where it was said. */
  version: number | null;
  now: Moment;
  /** Where the installation lives: the end of a preview is told there. */
  time_zone: string;
}

/** The first thing that keeps this person from taking this step now, or null. */
export function objectionToStep({ period, step, version, now, time_zone }: Asking, draft: Draft | null, { person, inspects, leads_area, ranked }: StepStanding): Refusal | null {
  if (draft === null)
    return refused('nothing_to_take', 'step', { period });
  if (version !== null && version !== draft.version)
    return refused('version_not_current', 'version', { period, version: draft.version });
  if (!inspects && !(leads_area && step === 'publish'))
    return refused(step === 'publish' ? 'publishing_not_theirs' : 'preview_not_theirs', 'step', { period });
  if (ranked)
    return refused('ranked_themselves', 'step', { period });
  if (step === 'preview')
    return draft.state === 'preview' ? refused('preview_open', 'step', { period, until: localMinute(draft.preview_until!, time_zone) }) : null;
  if (draft.state !== 'preview')
    return refused('preview_first', 'step', { period });
  if (person === draft.preview_by)
    return refused('second_person', 'step', { period });
  if (person === draft.computed_by)
    return refused('computed_by_same', 'step', { period });
  if (now < draft.preview_until!)
    return refused('preview_runs', 'step', { period, until: localMinute(draft.preview_until!, time_zone) });
  return null;
}

export const PREVIEW_WORKING_DAYS = { shipped: 3, most: 30 };

/** What a scheme may say of the preview; null: as shipped. */
export function objectionToPreviewDays(days: unknown): Refusal | null {
  const said = days === undefined || days === null || days === '' ? 0 : Number(days);
  return Number.isInteger(said) && said >= 0 && said <= PREVIEW_WORKING_DAYS.most ? null : refused('preview_working_days_invalid', 'preview_working_days');
}

/** The close of the nth working day after the day on which it was opened; without days at once. */
export function endOfPreview(opened: Moment, days: number | null, closeOfBusiness: string, calendar: Calendar): Moment {
  const wanted = days ?? PREVIEW_WORKING_DAYS.shipped;
  return wanted === 0 ? opened : momentAt(calendar, addWorkingDays(calendar, dayOf(calendar, opened), wanted).day, closeOfBusiness);
}

/** `2026-10-14 18:00`, where the installation lives. */
export function localMinute(moment: Moment, timeZone: string): string {
  const { epoch, minute } = localTime(timeZone, epochMs(moment));
  return `${dayString(epoch)} ${clockTime(minute)}`;
}
