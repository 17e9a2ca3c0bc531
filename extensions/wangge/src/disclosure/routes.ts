/**
 * `GET /wangge/disclosures/:id/preview`: what a stranger would see, made of the draft, with what looks like personal
 * data marked. For whoever may read the notice.
 */
import type { Router } from 'express';
import type { HookContext } from '../kernel/context.ts';
import type { StoredNotice } from './model.ts';
import type { Surroundings } from './page/frame-rules.ts';
import type { NoticeView } from './page/notice-page-rules.ts';
import { z } from 'zod';
import { loadCalendar } from '../calendar/index.ts';
import { findPersonalData } from '../kernel/personal-data-rules.ts';
import { routesOf } from '../kernel/route.ts';
import { STYLE, STYLE_VERSION } from '../ui/page-style.ts';
import { handlingDurationOf } from './handling-duration-store.ts';
import { messages } from './messages.ts';
import { MOST_PHOTOS } from './model.ts';
import { loadNotices } from './notice-store.ts';
import { serverLinks } from './page/link-rules.ts';
import { noticePage } from './page/notice-page-rules.ts';
import { wordsIn } from './page/words.ts';
import { publicPhotos } from './photo-service.ts';
import { findDraft, findPhoto, loadFrame } from './public-store.ts';
import { chosenLanguage, NO_SEARCH } from './search-rules.ts';

/** The Studio shows it inside its form. */
const POLICY = 'default-src \'none\'; style-src \'self\'; img-src \'self\' data:; form-action \'none\'; base-uri \'none\'; frame-ancestors \'self\'';
const Params = z.object({ id: z.uuid(), n: z.coerce.number().int().positive().max(MOST_PHOTOS).optional() });

export function mount(router: Router, context: HookContext): void {
  const { services, database: db } = context;
  const photos = publicPhotos(context);

  /** Of a notice that the caller may read. */
  const route = routesOf(router, context, messages).to(async ({ caller, params }) => {
    const { success, data } = Params.safeParse(params);
    if (!success)
      return null;
    await new services.ItemsService('disclosures', { ...caller }).readOne(data.id, { fields: ['id'] });
    return { notice: data.id, n: data.n ?? 1 };
  });

  route.get('/disclosures/:id/preview', async ({ notice: id, language: reader, request, response }) => {
    const language = chosenLanguage(request.query) ?? reader;
    const [notice, [stored], frame] = await Promise.all([findDraft(db, id), loadNotices(db, 'd.id', [id]), loadFrame(db, NO_SEARCH)]);
    if (notice === null || stored === undefined)
      return null;
    const around: Surroundings = { language, lang: null, frame, links: { ...serverLinks('/notices', null), style: `preview/style-${STYLE_VERSION}.css` }, otherLanguage: null, exported: null };
    const { title, summary, result } = notice;
    const faults = findPersonalData({ title, summary, result }, stored.contact);
    const view: NoticeView = {
      notice: { ...notice, title: title ?? '' },
      took: await handlingDurationOf(notice, version => loadCalendar(db, version)),
      told: told(stored, faults.length, language),
      feedback: null,
      form: null,
      faults,
      photo: n => `photos/${n}`,
      preview: true,
    };
    response.set({ 'Content-Security-Policy': POLICY, 'X-Frame-Options': 'SAMEORIGIN', 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff' }).type('html').send(noticePage(around, view));
    return undefined;
  });

  router.get(`/disclosures/:id/preview/style-${STYLE_VERSION}.css`, (_, response) => {
    response.set('Cache-Control', 'public, max-age=31536000, immutable').type('css').send(STYLE);
  });

  route.get('/disclosures/:id/photos/:n', async ({ notice, n, response }) => {
    const file = await findPhoto(db, notice, n, 'editor');
    const image = file === null ? null : await photos(file);
    if (image === null)
      return null;
    response.set({ 'Cache-Control': 'private, no-cache', 'X-Content-Type-Options': 'nosniff' }).type('jpeg').send(image);
    return undefined;
  });
}

function told({ mode, photos, photos_cleared }: StoredNotice, faults: number, language: Surroundings['language']): NoticeView['told'] {
  const w = wordsIn(language);
  if (mode === 'count_only')
    return [{ kind: 'note', text: w('preview_count_only') }];
  return [
    { kind: faults > 0 ? 'sorry' : 'note', text: w(faults > 0 ? 'preview' : 'preview_clean') },
    ...(photos > 0 && !photos_cleared ? [{ kind: 'note' as const, text: w('preview_photos') }] : []),
  ];
}
