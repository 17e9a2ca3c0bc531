/** `/notices`: the public page (H4). No account, no script, no cookie. */
import type { Request, Response, Router } from 'express';
import type { HookContext } from '../kernel/context.ts';
import type { Language } from '../kernel/refusal-rules.ts';
import type { Frame } from './model.ts';
import type { Surroundings } from './page/frame-rules.ts';
import type { Links } from './page/link-rules.ts';
import type { NoticeView } from './page/notice-page-rules.ts';
import type { Communities } from './public-store.ts';
import type { Search } from './search-rules.ts';
import { defineEndpoint } from '@directus/extensions-sdk';
import { z } from 'zod';
import { loadCalendar } from '../calendar/index.ts';
import { languageOf, sentence } from '../kernel/refusal-rules.ts';
import { STYLE, STYLE_VERSION } from '../ui/page-style.ts';
import { feedOf } from './feed-rules.ts';
import { acceptFeedback } from './feedback-service.ts';
import { shownFeedback } from './feedback-store.ts';
import { handlingDurationOf } from './handling-duration-store.ts';
import { messages } from './messages.ts';
import { MOST_PHOTOS } from './model.ts';
import { cachedFrames } from './page-cache.ts';
import { sentencePage } from './page/frame-rules.ts';
import { serverLinks } from './page/link-rules.ts';
import { countsPage, listPage } from './page/list-page-rules.ts';
import { noticePage } from './page/notice-page-rules.ts';
import { wordsIn } from './page/words.ts';
import { publicPhotos } from './photo-service.ts';
import { countNotices, findPhoto, findShown, listNotices } from './public-store.ts';
import { chosenLanguage, NO_SEARCH, searchOf } from './search-rules.ts';
import { spanOf, withDescendants } from './search-span-rules.ts';

/** No scripts, nothing from elsewhere, not inside another page. */
const POLICY = 'default-src \'none\'; style-src \'self\'; img-src \'self\' data:; form-action \'self\'; base-uri \'none\'; frame-ancestors \'none\'';
const FEED_SIZE = 50;

export default defineEndpoint({
  id: 'notices',
  handler: (router, context) => mount(router, context),
});

function mount(router: Router, context: HookContext): void {
  const { database: db, env } = context;
  const publicUrl = String(env.PUBLIC_URL ?? '');
  const root = `${URL.canParse(publicUrl) ? new URL(publicUrl).pathname.replace(/\/$/, '') : ''}/notices`;
  const photos = publicPhotos(context);
  const submit = acceptFeedback(context);
  const frames = cachedFrames(db);

  const on = (method: 'get' | 'post', path: string, answer: (request: Request, response: Response) => Promise<unknown>): void => {
    router[method](path, (request, response, next) => {
      answer(request, response).catch(next);
    });
  };

  on('get', `/style-${STYLE_VERSION}.css`, async (_, response) => {
    response.set({ 'Cache-Control': 'public, max-age=31536000, immutable', 'X-Content-Type-Options': 'nosniff' }).type('css').send(STYLE);
  });

  on('get', '/', async (request, response) => {
    const { search, frame, around } = await asked(request);
    const page = await listNotices(db, search, communitiesOf(search, frame), withDescendants(search.category, frame.categories), spanOf(search.month, frame.time_zone));
    send(response, 200, listPage(around, { search, frame, ...page }), 'public, max-age=15');
  });

  on('get', '/counts', async (request, response) => {
    const { search, frame, around } = await asked(request);
    const month = search.month ?? frame.today.slice(0, 7);
    const counted = await countNotices(db, frame.subdistrict, spanOf(month, frame.time_zone)!);
    send(response, 200, countsPage(around, { search, frame, counted, month }), 'public, max-age=60');
  });

  on('get', '/feed.xml', async (request, response) => {
    const { search, frame, around } = await asked(request);
    const { notices } = await listNotices(db, { ...search, q: null, month: null, cursor: null }, communitiesOf(search, frame), withDescendants(search.category, frame.categories), null, FEED_SIZE);
    const origin = URL.canParse(publicUrl) ? new URL(publicUrl).origin : '';
    response.set({ 'Cache-Control': 'public, max-age=300', 'Vary': 'Accept-Language' }).type('application/rss+xml')
      .send(feedOf(around, notices, { self: origin + around.links.feed(search), home: origin + around.links.list(), notice: id => origin + around.links.notice(id) }));
  });

  on('get', '/:id', async (request, response) => {
    const thanks = request.query.thanks;
    const told = thanks === 'comment' || thanks === 'vote' ? [{ kind: '' as const, text: thanksFor(languageFor(request), thanks) }] : [];
    await showNotice(request, response, 200, { told, said: new URLSearchParams() });
  });

  on('get', '/:id/photos/:n', async (request, response) => {
    const n = Number(request.params.n);
    const file = isUuid(request.params.id) && Number.isInteger(n) && n > 0 && n <= MOST_PHOTOS ? await findPhoto(db, request.params.id!, n, 'public') : null;
    const image = file === null ? null : await photos(file);
    if (image === null)
      return void response.status(404).set('Cache-Control', 'no-store').end();
    response.set({ 'Cache-Control': 'public, max-age=300', 'X-Content-Type-Options': 'nosniff', 'Content-Disposition': 'inline', 'Content-Security-Policy': 'default-src \'none\'' }).type('jpeg').send(image);
  });

  on('post', '/:id/feedback', async (request, response) => {
    response.set('Cache-Control', 'no-store');
    const id = request.params.id!;
    const outcome = isUuid(id) ? await submit(id, request, publicUrl) : { kind: 'unknown' as const };
    switch (outcome.kind) {
      case 'accepted':
        return response.redirect(303, `${noticeLinks(request).notice(id).split('?')[0]}?${new URLSearchParams({ thanks: outcome.comment ? 'comment' : 'vote', ...(chosenLanguage(request.query) === null ? {} : { lang: chosenLanguage(request.query)! }) })}`);
      case 'reopened': {
        const { around } = await asked(request);
        const w = wordsIn(around.language);
        return send(response, 200, sentencePage(around, w('thanks'), w('thanks_reopened')), 'no-store');
      }
      case 'refused':
        return await showNotice(request, response, outcome.status, {
          told: [{ kind: 'sorry', text: sentence(messages, outcome.refusal, languageFor(request)) }],
          said: outcome.said,
        });
      case 'unknown':
        return await showNotice(request, response, 404, { told: [], said: new URLSearchParams() });
    }
  });

  const noticeLinks = (request: Request): Links => serverLinks(root, chosenLanguage(request.query));

  async function asked(request: Request): Promise<{ search: Search; frame: Frame; around: Surroundings }> {
    const search = searchOf(request.query);
    const frame = await frames(search);
    return { search: known(search, frame), frame, around: surroundings(request, frame, root) };
  }

  async function showNotice(request: Request, response: Response, status: number, { told, said }: { told: NoticeView['told']; said: URLSearchParams }): Promise<void> {
    const id = request.params.id!;
    const notice = isUuid(id) ? await findShown(db, id) : null;
    const frame = await frames(NO_SEARCH);
    const around = surroundings(request, frame, root);
    const w = wordsIn(around.language);
    if (notice === null)
      return send(response, 404, sentencePage(around, w('unknown_title'), w('unknown')), 'no-store');
    if (notice === 'withdrawn' || notice === 'over')
      return send(response, 410, sentencePage(around, w(`${notice}_title`), w(notice)), 'no-store');
    const view: NoticeView = {
      notice,
      took: await handlingDurationOf(notice, version => loadCalendar(db, version)),
      told,
      feedback: await shownFeedback(db, id),
      form: { action: around.links.notice(id).replace(id, `${id}/feedback`), said },
      faults: [],
      photo: n => around.links.photo(id, n),
      preview: false,
    };
    send(response, status, noticePage(around, view), status === 200 ? 'no-cache' : 'no-store');
  }
}

/** What was asked for, as far as it exists: an unknown place or category would show an empty list without saying why. */
function known(search: Search, frame: Frame): Search {
  const grid = frame.communities.some(({ id }) => id === search.grid) ? search.grid : null;
  const subdistrict = frame.subdistricts.some(({ id }) => id === search.subdistrict) ? search.subdistrict : null;
  return { ...search, grid, subdistrict, category: frame.categories.some(({ id }) => id === search.category) ? search.category : null };
}

export function communitiesOf({ grid, subdistrict }: Search, { communities }: { communities: readonly { id: string }[] }): Communities {
  return grid !== null ? [grid] : subdistrict !== null ? communities.map(({ id }) => id) : null;
}

function languageFor(request: Request): Language {
  return chosenLanguage(request.query) ?? languageOf(request.headers['accept-language']);
}

function thanksFor(language: Language, thanks: 'comment' | 'vote'): string {
  const w = wordsIn(language);
  return thanks === 'comment' ? `${w('thanks')} ${w('thanks_comment')}` : w('thanks');
}

function surroundings(request: Request, frame: Surroundings['frame'], root: string): Surroundings {
  const language = languageFor(request);
  const other: Language = language === 'zh-CN' ? 'en-US' : 'zh-CN';
  const query = new URLSearchParams(request.method === 'GET' ? request.originalUrl.split('?')[1] ?? '' : '');
  query.set('lang', other);
  query.delete('thanks');
  const path = request.method === 'GET' ? request.path : `/${request.params.id}`;
  return {
    language,
    lang: chosenLanguage(request.query),
    frame,
    links: serverLinks(root, chosenLanguage(request.query)),
    otherLanguage: `${root}${path === '/' ? '' : path}?${query}`,
    exported: null,
  };
}

function send(response: Response, status: number, page: string, cache: string): void {
  response.status(status).set({
    'Content-Security-Policy': POLICY,
    'X-Frame-Options': 'DENY',
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'same-origin',
    'Cache-Control': cache,
    'Vary': 'Accept-Language',
  }).type('html').send(page);
}

function isUuid(text: string | undefined): boolean {
  return z.uuid().safeParse(text).success;
}
