/** The change of year: how far it is, and a step as it is to be stored. */
import type { Db } from '../../kernel/context.ts';
import type { Language, Refusal } from '../../kernel/refusal-rules.ts';
import type { Moment, Uuid, Values } from '../../kernel/values.ts';
import type { YearFacts } from './change-rules.ts';
import { isRefusal, refused } from '../../kernel/refusal-rules.ts';
import { archiveStanding } from '../reports/archive-rules.ts';
import { filesOf, publishedOfYear } from '../reports/archive-store.ts';
import { askedStep, objectionToStepOfYear, toldSteps } from './change-rules.ts';
import { booksOf, mayChangeYear, takenSteps, yearFacts } from './change-store.ts';

export async function prepareYearStep(db: Db, payload: Values, { person, trusted }: { person: Uuid | null; trusted: boolean }, now: Moment): Promise<Values | Refusal> {
  if (person === null)
    return refused('year_step_by_people', null);
  const asked = askedStep(payload);
  if (isRefusal(asked))
    return asked;
  if (!trusted && !await mayChangeYear(db, asked.subdistrict, person, now))
    return refused('year_step_theirs', null);
  const lacks = objectionToStepOfYear(asked, await factsOf(db, asked.subdistrict, asked.year));
  if (lacks !== null)
    return refused('year_step_not_yet', 'outcome', { missing: lacks.missing.map(words => words['zh-CN']).join('；'), missing_en: lacks.missing.map(words => words['en-US']).join('; ') });
  return { ...asked, actor: person, at: now };
}

/** For its page: every step with what is seen of it and what was said. */
export async function yearChange(db: Db, subdistrict: Uuid, year: number, language: Language): Promise<object> {
  const facts = await factsOf(db, subdistrict, year);
  return {
    year,
    next: facts.next,
    state: facts.year.state,
    calendar: facts.calendar,
    scheme: facts.scheme,
    steps: toldSteps(facts, await takenSteps(db, subdistrict, year)).map(({ missing, ...step }) => ({ ...step, missing: missing.map(words => words[language]) })),
    books: await booksOf(db, subdistrict, year),
  };
}

async function factsOf(db: Db, subdistrict: Uuid, year: number): Promise<YearFacts> {
  return { ...await yearFacts(db, subdistrict, year), archive: archiveStanding(await publishedOfYear(db, subdistrict, year), await filesOf(db, subdistrict, year)) };
}
