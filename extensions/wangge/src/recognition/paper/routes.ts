/**
 * On paper: `GET /wangge/recognitions/:id/circular.pdf`, once it is published and while it stands; `GET /wangge/recognition/record` and
 * `record.pdf`, one's own whole record; `GET /wangge/recognition/renewal-note` and `renewal-note.pdf?person=&year=`, for the person
 * and those who decide.
 */
import type { HookContext } from '../../kernel/context.ts';
import type { RequestContext, Routes } from '../../kernel/route.ts';
import type { Uuid } from '../../kernel/values.ts';
import type { Stored } from '../model.ts';
import type { PersonRecord, RenewalNote } from './record-rules.ts';
import { z } from 'zod';
import { refused } from '../../kernel/refusal-rules.ts';
import { pdfQueue } from '../../print/pdf-queue.ts';
import { sendPdf } from '../../print/send-pdf.ts';
import { todayOf } from '../../territory/index.ts';
import { standingTo } from '../recognition-store.ts';
import { evidenceShown, namesOf, stepsShown } from '../view-store.ts';
import { KIND_WORDS, LEVEL_WORDS } from '../words.ts';
import { circularPaper, recordPaper, renewalPaper } from './page-rules.ts';
import { renewalNote } from './record-rules.ts';
import { appealsOf, dayOfMoment, personNamed, postsOf, saidOf, subdistrictsOf, tiersOfPerson } from './record-store.ts';

const RenewalQuery = z.object({ person: z.uuid(), year: z.coerce.number().int().min(2000).max(2200) });

export function mountPapers(route: Routes<RequestContext>, readable: Routes<RequestContext & { recognition: Stored }>, { database: db }: HookContext): void {
  readable.get('/recognitions/:id/circular.pdf', async ({ recognition, response, signal }) => {
    const { id, kind, state, number, honour_level, text, published_at } = recognition;
    if ((state !== 'published' && state !== 'acknowledged') || number === null || published_at === null)
      return refused('recognition_not_said');
    const names = await namesOf(db, id);
    const name = names.person ?? names.department ?? names.grid ?? '';
    const [evidence, steps] = [await evidenceShown(db, id), await stepsShown(db, id)];
    const fallen = evidence.filter(({ stands }) => !stands).length;
    const pdf = await pdfQueue.print(circularPaper, {
      subdistrict: names.subdistrict,
      number,
      kind,
      name: names.person !== null && names.grid !== null ? `${names.grid}责任人${name}` : name,
      honour: honour_level === null ? null : LEVEL_WORDS[honour_level]['zh-CN'],
      text,
      evidence: evidence.filter(({ stands }) => stands).map(({ label, says, on_day }) => ({ label, says, on_day })),
      decision: steps.find(({ step }) => step === 'confirmed')?.reason ?? '',
      fallen: fallen === 0 ? null : { count: fallen, reason: steps.findLast(({ step }) => step === 'restored')?.reason ?? '' },
      published_on: await dayOfMoment(db, published_at),
    }, { signal });
    sendPdf(response, pdf, { plain: 'circular', name: `${KIND_WORDS[kind]['zh-CN']}（${name}，${number}）` });
  });

  const recordOf = async (person: Uuid, year: number | null): Promise<PersonRecord | null> => {
    const named = await personNamed(db, person);
    return named === null ? null : { ...named, year, posts: await postsOf(db, person, year), tiers: await tiersOfPerson(db, person, year), said: await saidOf(db, person, year), appeals: await appealsOf(db, person, year) };
  };

  route.get('/recognition/record', async ({ person }) => recordOf(person, null));
  route.get('/recognition/record.pdf', async ({ person, response, signal }) => {
    const record = await recordOf(person, null);
    if (record === null)
      return null;
    sendPdf(response, await pdfQueue.print(recordPaper, record, { signal }), { plain: 'record', name: `个人奖惩和考核记录（${record.name}，${await todayOf(db)}）` });
  });

  /** Of others: for who decides in a sub-district where they hold a post. */
  const note = async (asker: Uuid, { person, year }: z.infer<typeof RenewalQuery>): Promise<RenewalNote | null> => {
    if (asker !== person) {
      const places = await Promise.all((await subdistrictsOf(db, person)).map(async subdistrict => standingTo(db, { person, grid: null, department: null, subdistrict }, asker)));
      if (!places.some(({ decides, inspects }) => decides || inspects))
        return null;
    }
    const record = await recordOf(person, year);
    return record === null ? null : renewalNote(record, year);
  };
  route.get('/recognition/renewal-note', { query: RenewalQuery }, ({ person, query }) => note(person, query));
  route.get('/recognition/renewal-note.pdf', { query: RenewalQuery }, async ({ person, query, response, signal }) => {
    const found = await note(person, query);
    if (found === null)
      return null;
    sendPdf(response, await pdfQueue.print(renewalPaper, found, { signal }), { plain: 'renewal-note', name: `续聘参考（${found.name}，${query.year}年）` });
  });
}
