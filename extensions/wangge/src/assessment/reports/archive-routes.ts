/**
 * The archive of a year, for the inspection team: `POST /wangge/year-archive/:year` asks for its files, `GET …` says how far they are and which are not asked for,
 * `GET …/:name` hands one out.
 */
import type { HookContext } from '../../kernel/context.ts';
import type { RequestContext, Routes } from '../../kernel/route.ts';
import type { Uuid } from '../../kernel/values.ts';
import { pipeline } from 'node:stream/promises';
import { isRefusal, refused } from '../../kernel/refusal-rules.ts';
import { mayCreate } from '../../kernel/rights.ts';
import { PlaceQuery } from '../asked-by-routes.ts';
import { evidenceFiles } from '../evidence/evidence-files.ts';
import { askForArchive } from './archive-job.ts';
import { archiveOf } from './archive-rules.ts';
import { filesOf, publishedOfYear } from './archive-store.ts';

export function mountArchive(route: Routes<RequestContext>, context: HookContext): void {
  const { database: db } = context;
  const forTeam = route.to(async ({ caller, admin, params }) => {
    const year = /^20\d\d$/.test(params.year!) ? Number(params.year) : null;
    return year !== null && (admin || await mayCreate(context, caller, db, 'assessment_year_scores')) ? { year } : null;
  });

  forTeam.post('/year-archive/:year', { body: PlaceQuery.strict() }, async ({ year, person, response, body: { subdistrict } }) => {
    const place = await placeNamed(subdistrict);
    const asked = typeof place === 'string' ? await askForArchive(context, { subdistrict: place, year }, person, new Date().toISOString()) : place;
    if (!isRefusal(asked))
      response.status(202);
    return asked;
  });

  forTeam.get('/year-archive/:year', { query: PlaceQuery }, async ({ year, query: { subdistrict } }) => {
    const place = await placeNamed(subdistrict);
    if (typeof place !== 'string')
      return place;
    const rows = await filesOf(db, place, year);
    const unasked = archiveOf(await publishedOfYear(db, place, year)).filter(({ name }) => !rows.some(row => row.name === name));
    return [
      ...rows.map(({ file, ...told }) => ({ ...told, asked: true, made: file !== null && told.made_at !== null })),
      ...unasked.map(({ name, kind }) => ({ name, kind, asked: false, made: false, error: null })),
    ];
  });

  forTeam.get('/year-archive/:year/:name', { query: PlaceQuery }, async ({ year, params, request, response, query: { subdistrict } }) => {
    const place = await placeNamed(subdistrict);
    if (typeof place !== 'string')
      return place;
    const found = (await filesOf(db, place, year)).find(({ name, made_at }) => name === params.name && made_at !== null);
    if (found?.file == null || request.method !== 'GET')
      return null;
    response.set({ 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff' }).type('application/octet-stream').attachment(found.name);
    await pipeline(await evidenceFiles(context).open(found.file), response);
    return undefined;
  });

  async function placeNamed(code: string | undefined) {
    const found: { id: Uuid; code: string }[] = await db('subdistricts').modify(query => void (code === undefined || query.where({ code }))).orderBy('code').select('id', 'code');
    if (found.length === 0)
      return refused('subdistrict_unknown', 'subdistrict', { subdistrict: code ?? '' });
    return found.length === 1 ? found[0]!.id : refused('year_which_subdistrict', 'subdistrict', { subdistricts: found.map(one => one.code).join(', ') });
  }
}
