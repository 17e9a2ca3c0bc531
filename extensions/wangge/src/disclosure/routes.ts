/**
 * `GET /wangge/disclosures/:id/preview`: what a stranger would see, made of the draft, with what looks like personal
 * data marked. For whoever may read the notice.
 */
import type { Accountability, SchemaOverview } from '@directus/types';
import type { Request, Router } from 'express';
import type { HookContext } from '../kernel/context.ts';
import type { StoredNotice } from './model.ts';
import type { Surroundings } from './page/frame.ts';
import type { NoticeView } from './page/notice-view.ts';
import { ForbiddenError } from '@directus/errors';
import { z } from 'zod';
import { loadCalendar } from '../calendar/index.ts';
import { findPersonalData } from '../kernel/personal-data-rules.ts';
import { readerLanguage } from '../kernel/reader-language.ts';
import { STYLE, STYLE_VERSION } from '../ui/page-style.ts';
import { handlingDurationOf } from './handling-duration-store.ts';
import { loadNotices } from './notice-store.ts';
import { serverLinks } from './page/links.ts';
import { noticePage } from './page/notice-view.ts';
import { wordsIn } from './page/words.ts';
import { publicPhotos } from './photo-service.ts';
import { findDraft, findPhoto, loadFrame } from './public-store.ts';
import { chosenLanguage, NO_SEARCH } from './search-rules.ts';

interface Accountable extends Request { accountability?: Accountability | null; schema: SchemaOverview }

/** The Studio shows it inside its form. */
const POLICY = 'default-src \'none\'; style-src \'self\'; img-src \'self\' data:; form-action \'none\'; base-uri \'none\'; frame-ancestors \'self\'';
const Params = z.object({ id: z.uuid(), n: z.coerce.number().int().positive().optional() });

export function mount(router: Router, context: HookContext): void {
  const { services, database: db } = context;
  const photos = publicPhotos(context);

  /** The notice's id, if the caller may read it. */
  const readable = async ({ accountability, schema, params }: Accountable): Promise<string> => {
    const { success, data } = Params.safeParse(params);
    if (!success || !accountability?.user)
      throw new ForbiddenError();
    const service = new services.ItemsService('disclosures', { accountability, schema });
    await service.readOne(data.id, { fields: ['id'] });
    return data.id;
  };

  router.get('/disclosures/:id/preview', async (incoming, response, next) => {
    try {
      const request = incoming as unknown as Accountable;
      const id = await readable(request);
      const language = chosenLanguage(request.query) ?? await readerLanguage(db, request.accountability!.user, request.headers['accept-language']);
      const [notice, [stored], frame] = await Promise.all([findDraft(db, id), loadNotices(db, 'd.id', [id]), loadFrame(db, NO_SEARCH)]);
      if (notice === null || stored === undefined)
        throw new ForbiddenError();
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
    }
    catch (error) {
      next(error);
    }
  });

  router.get(`/disclosures/:id/preview/style-${STYLE_VERSION}.css`, (_, response) => {
    response.set('Cache-Control', 'public, max-age=31536000, immutable').type('css').send(STYLE);
  });

  router.get('/disclosures/:id/photos/:n', async (incoming, response, next) => {
    try {
      const request = incoming as unknown as Accountable;
      const id = await readable(request);
      const file = await findPhoto(db, id, Params.parse(request.params).n ?? 1, 'editor');
      const image = file === null ? null : await photos(file);
      if (image === null)
        throw new ForbiddenError();
      response.set({ 'Cache-Control': 'private, no-cache', 'X-Content-Type-Options': 'nosniff' }).type('jpeg').send(image);
    }
    catch (error) {
      next(error);
    }
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
