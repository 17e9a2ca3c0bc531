/**
 * A visit on the way: `GET /wangge/inspections/:id/visit` (one's own sheets, what is to be looked at, the steps one can take),
 * `POST …/begin`, `…/answers`, `…/photos`, `…/photos/:photo/remove`, `…/complete`, `…/samples/:sample`, `…/acknowledge`, `…/cancel`; `GET …/sheet.pdf`.
 * For whoever may read the visit.
 */
import type { HookContext } from '../../kernel/context.ts';
import type { RequestContext, Routes } from '../../kernel/route.ts';
import type { Uuid } from '../../kernel/values.ts';
import { z } from 'zod';
import { keyOf } from '../../kernel/relation-key-rules.ts';
import { pdfQueue } from '../../print/pdf-queue.ts';
import { sendPdf } from '../../print/send-pdf.ts';
import { METHODS } from './model.ts';
import { visitPaper } from './page-rules.ts';
import { samplesOf } from './sample-store.ts';
import { FULL } from './sheet-rules.ts';
import { acknowledge, addPhoto, answer, begin, cancel, complete, lookAt, stepsOf, takePhotoBack } from './visit-service.ts';
import { answersOf, photosOf, sheetLines, visitPage } from './visit-store.ts';

const MOST_ANSWERS = 200;
const LONGEST_NOTE = 2_000;

const Note = z.string().trim().max(LONGEST_NOTE).nullish().transform(note => note ?? null);
const Answers = z.object({ answers: z.array(z.object({ id: z.uuid(), score: z.number().nullable(), note: Note })).min(1).max(MOST_ANSWERS) });
const Photo = z.object({ method: z.enum(METHODS), photo: z.uuid() });
const Sample = z.object({ result: z.enum(['right', 'finding']), note: Note, kind: z.enum(['outdated', 'inaccurate', 'false']).nullish().transform(kind => kind ?? null) });

export function mountInspections(route: Routes<RequestContext>, { database: db, services }: HookContext): void {
  const visits = route.to(async ({ caller, params }): Promise<{ id: Uuid } | null> => {
    const id = keyOf(params.id);
    if (id === null)
      return null;
    await new services.ItemsService('inspection_visits', { ...caller }).readOne(id, { fields: ['id'] });
    return { id };
  });
  const now = (): string => new Date().toISOString();

  visits.get('/inspections/:id/visit', async ({ id, person }) => {
    const found = await stepsOf(db, id, person);
    if (found === null)
      return null;
    const { visit, steps } = found;
    const open = visit.state === 'held' || visit.state === 'acknowledged';
    return {
      state: visit.state,
      steps,
      full: FULL,
      completed: [visit.completed_1_at, visit.completed_2_at].filter(at => at !== null).length,
      answers: await answersOf(db, id, person),
      // Of both once both sheets are in, as their answers.
      photos: (await photosOf(db, id)).filter(({ inspector }) => open || inspector === person).map(({ inspector, ...photo }) => ({ ...photo, own: inspector === person })),
      samples: steps.includes('sample') || open ? await samplesOf(db, id) : [],
    };
  });

  visits.post('/inspections/:id/begin', ({ id, person }) => begin(db, id, person, now()));
  visits.post('/inspections/:id/answers', { body: Answers }, ({ id, person, body: { answers } }) => answer(db, id, person, answers, now()));
  visits.post('/inspections/:id/complete', ({ id, person }) => complete(db, id, person, now()));
  visits.post('/inspections/:id/photos', { body: Photo }, ({ id, person, body }) => addPhoto(db, id, person, body, now()));
  visits.post('/inspections/:id/photos/:photo/remove', ({ id, person, params }) => takePhotoBack(db, id, keyOf(params.photo), person));
  visits.post('/inspections/:id/samples/:sample', { body: Sample }, ({ id, person, params, body }) => lookAt(db, id, keyOf(params.sample) ?? '', person, body, now()));
  visits.post('/inspections/:id/acknowledge', { body: z.object({ note: Note }) }, ({ id, person, body: { note } }) => acknowledge(db, id, person, note, now()));
  visits.post('/inspections/:id/cancel', { body: z.object({ reason: Note }) }, ({ id, person, body: { reason } }) => cancel(db, id, person, reason));

  visits.get('/inspections/:id/sheet.pdf', async ({ id, person, response, signal }) => {
    const page = await visitPage(db, id);
    // Two score apart: before both are done each prints their own.
    const apart = page.state !== 'held' && page.state !== 'acknowledged';
    const lines = (await sheetLines(db, id)).filter(({ inspector }) => !apart || inspector === person);
    const photos = (await photosOf(db, id)).filter(({ inspector }) => !apart || inspector === person);
    const pdf = await pdfQueue.print(visitPaper, { page, lines, samples: (await samplesOf(db, id)).map(({ kind, label, result, note }) => ({ kind, label, result, note })), photos }, { signal });
    sendPdf(response, pdf, { plain: 'inspection', name: `督查走访（${page.grid}，${page.held_on ?? page.planned_on}）` });
  });
}
