/** `GET /wangge/calendar/due`: the working-day rule for anyone who is signed in. */
import type { Request, Router } from 'express';
import type { HookContext } from '../kernel/context.ts';
import type { Language, Refusal } from '../kernel/refusal-rules.ts';
import { ForbiddenError } from '@directus/errors';
import { refusalError } from '../kernel/refusal-error.ts';
import { languageOf, refused } from '../kernel/refusal-rules.ts';
import { loadCalendar, loadOfficeHours } from './calendar-store.ts';
import { CalendarError } from './day-table-rules.ts';
import { answerDue, parseDueQuestion } from './due-question-rules.ts';
import { messages } from './messages.ts';

type AuthenticatedRequest = Request & { accountability?: { user?: string | null } | null };

export function mount(router: Router, { database }: HookContext): void {
  router.get('/calendar/due', async (request: AuthenticatedRequest, response, next) => {
    try {
      const user = request.accountability?.user;
      if (!user)
        throw new ForbiddenError();
      const office = await loadOfficeHours(database, user);
      const language = languageOf(office.language ?? request.headers['accept-language']);
      const asked = accepted(parseDueQuestion(request.query), language);
      const calendar = await loadCalendar(database);
      response.json(answerDue(calendar, { ...asked, close_of_business: asked.close_of_business ?? office.close_of_business }, language));
    }
    catch (error) {
      next(error instanceof CalendarError
        ? refusalError(messages, refused(error.code, null, { version: error.version }), languageOf(request.headers['accept-language']), 409)
        : error);
    }
  });
}

function accepted<Question extends object>(parsed: Question | Refusal, language: Language): Question {
  if ('kind' in parsed)
    throw refusalError(messages, parsed, language);
  return parsed;
}
