/**
 * The year: `GET /wangge/assessment/:year/year` (weights, quarters, what is missing, and what each place is made of, as far as the
 * caller sees it), `GET …/community` (what waits to be confirmed, and why not by the caller), `POST …/community/confirm { ids }`, `GET …/community/template.xlsx`, `POST …/community/import?source=`; and its
 * change: `GET /wangge/year-change/:year`, `POST …/:step { outcome, word }`.
 */
import type { HookContext } from '../../kernel/context.ts';
import type { Refusal } from '../../kernel/refusal-rules.ts';
import type { RequestContext, Routes } from '../../kernel/route.ts';
import type { Uuid } from '../../kernel/values.ts';
import type { FindPeriod } from '../period-named.ts';
import type { SeenRow } from '../periods/told-row-rules.ts';
import { z } from 'zod';
import { periodOf } from '../../calendar/period-rules.ts';
import { isRefusal, refused, sentence } from '../../kernel/refusal-rules.ts';
import { mayCreate, mayReadAny } from '../../kernel/rights.ts';
import { answerImport, sendWorkbook, sheetAnswer } from '../../workbook/import-answer.ts';
import { FILE_MEGABYTES } from '../../workbook/reading-limits.ts';
import { DraftQuery, PlaceQuery } from '../asked-by-routes.ts';
import { messages } from '../messages.ts';
import { RANKING_FIELDS } from '../period-named.ts';
import { openPeriods } from '../periods/ranking-store.ts';
import { toldRows } from '../periods/told-row-service.ts';
import { wholeReaderOf } from '../whole-reader.ts';
import { yearChange } from './change-service.ts';
import { communityTemplate, NAMES } from './community-workbook.ts';
import { importCommunity } from './import-service.ts';
import { confirmYearScores, scoresOfYear } from './score-service.ts';
import { yearDetails, yearStanding } from './view-service.ts';

const ConfirmBody = z.strictObject({ ids: z.array(z.uuid()).min(1).max(10_000) });
const StepBody = z.strictObject({ ...PlaceQuery.shape, outcome: z.unknown(), word: z.unknown() });

export function mountYear(route: Routes<RequestContext>, context: HookContext, periodNamed: FindPeriod): void {
  const { database: db, services } = context;
  const whole = wholeReaderOf(context);

  route.get('/assessment/:period/year', { query: DraftQuery }, async ({ caller, admin, person, params, query }) => {
    const span = yearIn(params.period!);
    if (isRefusal(span))
      return span;
    const period = await periodNamed(caller, span.code, query);
    const works = admin || await mayReadAny(context, caller, 'assessment_steps');
    if (isRefusal(period)) {
      // Of a year that is not computed: how it stands, for those who work on it.
      const place = works ? await subdistrictOf(query.subdistrict) : null;
      return place === null || isRefusal(place) ? place ?? period : { period: null, rows: [], ...await yearStanding(db, { id: null, subdistrict: place, code: span.code, ends_on: span.ends_on, version: 0 }, new Date().toISOString()) };
    }
    const rows = await toldRows(db, period, person, await whole<SeenRow>(caller, 'rankings', { fields: RANKING_FIELDS, filter: { _and: [{ period: { _eq: period.id } }, { version: { _eq: period.shown } }] }, sort: ['subject', 'level', 'rank', 'grid.code', 'department.code'] }));
    // What a place is made of gives it away where it is not told.
    const details = await yearDetails(db, period.id, period.shown, rows.filter(({ untold }) => !untold).map(({ subject, id }) => ({ subject, id })));
    const { missing, ...standing } = await yearStanding(db, { id: period.id, subdistrict: period.subdistrict.id, code: span.code, ends_on: span.ends_on, version: period.shown }, new Date().toISOString()) as { missing: object };
    return { period, ...standing, ...works ? { missing } : {}, rows: rows.map(row => ({ ...row, made: details.find(one => one.subject === row.subject && one.id === row.id && one.level === row.level) ?? null })) };
  });

  route.get('/assessment/:period/community', { query: PlaceQuery }, async ({ caller, admin, person, params, query: { subdistrict }, language }) => {
    const span = yearIn(params.period!);
    if (isRefusal(span))
      return span;
    // Before a year is published its scores are for those who work on it.
    if (!admin && !await mayReadAny(context, caller, 'assessment_steps'))
      return null;
    const open = await scoresOfYear(db, person, { code: span.code, subdistrict });
    const seen = await new services.ItemsService('assessment_year_scores', { ...caller }).readByQuery({ fields: ['id'], filter: { id: { _in: open.map(({ id }) => id) } }, limit: -1 }) as { id: Uuid }[];
    return open.filter(({ id }) => seen.some(one => one.id === id)).map(({ id, name, score, source, entered_by_name, evidence, objection }) =>
      ({ id, name, score, source, entered_by_name, evidence, why_not: objection === null ? null : sentence(messages, objection, language) }));
  });

  const forTeam = route.to(async ({ caller, admin }) => admin || await mayCreate(context, caller, db, 'assessment_year_scores') ? {} : null);

  forTeam.post('/assessment/:period/community/confirm', { body: ConfirmBody }, async ({ person, body: { ids } }) => confirmYearScores(db, ids, person));

  forTeam.get('/assessment/:period/community/template.xlsx', async ({ response, language }) => {
    sendWorkbook(response, await communityTemplate(language), `${NAMES.template[language]}.xlsx`);
  });

  forTeam.post('/assessment/:period/community/import', async (asked) => {
    const { params, request: { query }, language } = asked;
    const span = yearIn(params.period!);
    if (isRefusal(span))
      return span;
    const place = PlaceQuery.parse({ subdistrict: query.subdistrict });
    const found = (await openPeriods(db, span, place.subdistrict ?? null));
    if (found.length !== 1)
      return refused('which_subdistrict', 'subdistrict', { period: span.code, subdistricts: found.map(one => one.subdistrict_code).join(', ') });
    const source = typeof query.source === 'string' && query.source.trim() !== '' ? query.source.trim().slice(0, 255) : null;
    return answerImport(asked, {
      context,
      messages,
      megabytes: FILE_MEGABYTES,
      run: (files, request) => importCommunity(request, { period: found[0]!.id, source }, [...files.values()][0]!),
      answer: result => sheetAnswer(result, language),
      names: { sheet: NAMES.sheet, owner: NAMES.sheet[language] },
    });
  });

  route.get('/year-change/:year', { query: PlaceQuery }, async ({ caller, admin, language, params, query: { subdistrict } }) => {
    if (!admin && !await mayReadAny(context, caller, 'year_steps'))
      return null;
    const span = yearIn(params.year!);
    const place = isRefusal(span) ? span : await subdistrictOf(subdistrict);
    return isRefusal(place) ? place : yearChange(db, place, Number(params.year), language);
  });

  route.post('/year-change/:year/:step', { body: StepBody }, async ({ caller, language, params, body: { subdistrict, outcome, word } }) => {
    const span = yearIn(params.year!);
    const place = isRefusal(span) ? span : await subdistrictOf(subdistrict);
    if (isRefusal(place))
      return place;
    // The item is the step (`year-hook.ts`); it is the caller who creates it.
    await new services.ItemsService('year_steps', { ...caller }).createOne({ year: Number(params.year), subdistrict: place, step: params.step, outcome, word });
    return yearChange(db, place, Number(params.year), language);
  });

  async function subdistrictOf(code: string | undefined): Promise<Uuid | Refusal> {
    const found: { id: Uuid; code: string }[] = await db('subdistricts').modify(query => void (code === undefined || query.where({ code }))).orderBy('code').select('id', 'code');
    if (found.length === 0)
      return refused('subdistrict_unknown', 'subdistrict', { subdistrict: code ?? '' });
    return found.length === 1 ? found[0]!.id : refused('year_which_subdistrict', 'subdistrict', { subdistricts: found.map(one => one.code).join(', ') });
  }
}

function yearIn(code: string) {
  const span = periodOf(code);
  return isRefusal(span) || span.kind === 'year' ? span : refused('year_not_a_year', 'period', { period: code });
}
