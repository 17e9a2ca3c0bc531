/**
 * What the clock on the wall shows at a moment, in any IANA time zone.
 *
 * Temporal knows the zones, but asking it for every moment is slow; offsets change at most
 * a few times a year, so the stretch between two changes is asked for once and kept.
 */
import { Temporal } from 'temporal-polyfill';
import { MS_PER_DAY } from '../kernel/civil-date-rules.ts';

/** A stretch `[from, until)` of moments with one offset, in milliseconds. */
interface Stretch { from: number; until: number; offset: number }

const stretches = new Map<string, Stretch[]>();

/** Milliseconds to add to UTC to get local time. */
export function offsetAt(zone: string, ms: number): number {
  let known = stretches.get(zone);
  if (known === undefined)
    stretches.set(zone, known = []);
  let stretch = known.find(({ from, until }) => from <= ms && ms < until);
  if (stretch === undefined)
    known.push(stretch = stretchAround(zone, ms));
  return stretch.offset;
}

function stretchAround(zone: string, ms: number): Stretch {
  const here = Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(zone);
  // 'previous' looks strictly before, and a change belongs to the stretch that it begins.
  const previous = here.add({ milliseconds: 1 }).getTimeZoneTransition('previous');
  const next = here.getTimeZoneTransition('next');
  return {
    from: previous?.epochMilliseconds ?? Number.NEGATIVE_INFINITY,
    until: next?.epochMilliseconds ?? Number.POSITIVE_INFINITY,
    offset: here.offsetNanoseconds / 1_000_000,
  };
}

/** Local day (since 1970) and minute of the day at a moment. */
export function localTime(zone: string, ms: number): { epoch: number; minute: number } {
  const local = ms + offsetAt(zone, ms);
  const epoch = Math.floor(local / MS_PER_DAY);
  return { epoch, minute: Math.floor((local - epoch * MS_PER_DAY) / 60_000) };
}

/** The moment at which the wall clock shows this minute of this day; a skipped hour moves forward, of a repeated one the first counts. */
export function momentOf(zone: string, epoch: number, minute: number): number {
  const local = epoch * MS_PER_DAY + minute * 60_000;
  const offset = offsetAt(zone, local - MS_PER_DAY);
  if (offset === offsetAt(zone, local + MS_PER_DAY))
    return local - offset;
  return Temporal.Instant.fromEpochMilliseconds(local)
    .toZonedDateTimeISO('UTC')
    .toPlainDateTime()
    .toZonedDateTime(zone)
    .epochMilliseconds;
}
