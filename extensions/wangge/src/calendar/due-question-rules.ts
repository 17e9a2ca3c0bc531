import type { Moment } from '../kernel/values.ts';
import type { Calendar, PinnedLimit } from './model.ts';
/** What may be asked of the working-day rule, and its answer. */
import type { Language, Refusal } from '../kernel/refusal-rules.ts';
import type { ExpandedCertificate } from './certificate-rules.ts';
import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import { momentString } from '../kernel/civil-date-rules.ts';
import { refused } from '../kernel/refusal-rules.ts';
import { expandCertificate } from './certificate-rules.ts';
import { certificateText } from './certificate-words.ts';
import { dueAt, pinOf } from './working-days-rules.ts';

export interface DueQuestion {
  from: Moment;
  working_days: number;
  close_of_business: string | undefined;
}

export interface DueAnswer {
  due_at: Moment;
  provisional: boolean;
  certificate: ExpandedCertificate & { text: string };
}

const question = z.object({
  from: z.string().transform((text, context) => {
    const moment = momentFrom(text);
    if (moment === null)
      context.addIssue({ code: 'custom', message: 'not a moment' });
    return moment ?? '';
  }),
  working_days: z.string().regex(/^\d{1,3}$/).transform(Number).pipe(z.number().min(1).max(250)),
  close_of_business: z.string().regex(/^(?:(?:[01]\d|2[0-3]):[0-5]\d|24:00)$/).refine(time => time !== '00:00').optional(),
});

/** A query as it arrives, or the first parameter that is wrong and what would be accepted. */
export function parseDueQuestion(query: unknown): DueQuestion | Refusal {
  const parsed = question.safeParse(query);
  if (parsed.success)
    return { ...parsed.data, close_of_business: parsed.data.close_of_business };
  const field = String(parsed.error.issues[0]?.path[0] ?? 'from');
  return refused(`${field}_invalid`, field);
}

export function answerDue(calendar: Calendar, asked: DueQuestion & { close_of_business: string }, language: Language): DueAnswer {
  const limit: PinnedLimit = {
    policy: null,
    working_days: asked.working_days,
    clock_hours: null,
    warn_working_hours: 0,
    close_of_business: asked.close_of_business,
    ...pinOf(calendar),
  };
  const due = dueAt(calendar, asked.from, limit);
  const certificate = expandCertificate({ limit, started_at: asked.from, pauses: [], extensions: [], ...due }, calendar);
  return { due_at: due.due_at, provisional: due.provisional, certificate: { ...certificate, text: certificateText(certificate, language) } };
}

/** An instant with its offset; a `+` that a URL turned into a space is forgiven. Null if it is none, or in no year we know. */
export function momentFrom(text: string): Moment | null {
  try {
    const moment = momentString(Temporal.Instant.from(text.trim().replace(/ (\d\d:?\d\d)$/, '+$1')).epochMilliseconds);
    return moment >= '2000' && moment < '2101' ? moment : null;
  }
  catch {
    return null;
  }
}
