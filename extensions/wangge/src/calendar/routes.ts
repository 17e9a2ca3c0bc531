/** `GET /wangge/calendar/due`: the working-day rule for anyone who is signed in. */
import type { Router } from 'express';
import type { HookContext } from '../kernel/context.ts';
import { isRefusal, refused } from '../kernel/refusal-rules.ts';
import { routesOf } from '../kernel/route.ts';
import { loadCalendar, loadOfficeHours } from './calendar-store.ts';
import { CalendarError } from './day-table-rules.ts';
import { answerDue, parseDueQuestion } from './due-question-rules.ts';
import { messages } from './messages.ts';

export function mount(router: Router, context: HookContext): void {
  const { database: db } = context;

  routesOf(router, context, messages).get('/calendar/due', async ({ person, language, request, response }) => {
    const question = parseDueQuestion(request.query);
    if (isRefusal(question))
      return question;
    const { close_of_business } = await loadOfficeHours(db, person);
    const calendar = await loadCalendar(db);
    try {
      response.json(answerDue(calendar, { ...question, close_of_business: question.close_of_business ?? close_of_business }, language));
    }
    catch (error) {
      if (error instanceof CalendarError)
        return { ...refused(error.code, null, { version: error.version }), status: 409 as const };
      throw error;
    }
    return undefined;
  });
}
