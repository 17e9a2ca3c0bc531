/** `/wangge/account`: where people look after their password and their second factor. `/wangge/accounts/:id/slip`: an administrator's slip. */
import type { Request, Response, Router } from 'express';
import type { HookContext, KnownCaller } from '../../kernel/context.ts';
import type { Language, Refusal } from '../../kernel/refusal-rules.ts';
import type { Account } from '../model.ts';
import type { Around, Enrolment, Told } from './page-rules.ts';
import { formOf } from '../../kernel/form-body.ts';
import { isOwnForm } from '../../kernel/network-rules.ts';
import { readerLanguage } from '../../kernel/reader-language.ts';
import { isRefusal, refused, sentence } from '../../kernel/refusal-rules.ts';
import { keyOf } from '../../kernel/relation-key-rules.ts';
import { accountOf, endSession, standingOf } from '../account-store.ts';
import { beginFactor, enableFactor, enrolmentOf } from '../factor-service.ts';
import { messages } from '../messages.ts';
import { dueOf } from '../model.ts';
import { changePassword, issueFirstPassword } from '../password-service.ts';
import { accountPage, sentencePage, slipPage, slipQuestion } from './page-rules.ts';
import { STYLE, STYLE_VERSION } from './style.ts';
import { pageWords } from './words.ts';

const POLICY = 'default-src \'none\'; style-src \'self\'; img-src \'self\' data:; form-action \'self\'; base-uri \'none\'; frame-ancestors \'none\'';

interface Asked { request: Request; response: Response; caller: KnownCaller; account: Account; admin: boolean; around: Around; now: number }

export function mountPages(router: Router, context: HookContext): void {
  const { database: db, env } = context;
  const publicUrl = String(env.PUBLIC_URL ?? '');
  const root = URL.canParse(publicUrl) ? new URL(publicUrl).pathname.replace(/\/$/, '') : '';
  const home = `${root}/wangge/account`;

  const on = (method: 'get' | 'post', path: string, answer: (asked: Asked) => Promise<void>): void => {
    router[method](path, (request, response, next) => {
      const run = async (): Promise<void> => {
        const caller = request as unknown as KnownCaller;
        const person = caller.accountability?.user ?? null;
        const account = person === null ? null : await accountOf(db, person);
        response.set({ 'Content-Security-Policy': POLICY, 'X-Frame-Options': 'DENY', 'Cache-Control': 'no-store' });
        if (account === null)
          return response.redirect(303, `${root}/admin/login`);
        const language = chosenLanguage(request) ?? await readerLanguage(db, person, request.headers['accept-language']);
        const site = (await db('directus_settings').first('project_name') as { project_name: string | null } | undefined)?.project_name ?? '';
        const asked = { request, response, caller, account, admin: caller.accountability.admin, around: { language, site, root, otherLanguage: method === 'get' ? otherLanguage(request, language, root) : null }, now: Date.now() };
        if (method === 'post' && !isOwnForm(request, publicUrl))
          return send(asked, 403, sentencePage(asked.around, pageWords(language)('account'), said(asked, refused('foreign_form'))));
        await answer(asked);
      };
      run().catch(next);
    });
  };

  router.get(`/account/style-${STYLE_VERSION}.css`, (_, response) => void response.set('Cache-Control', 'public, max-age=31536000, immutable').type('css').send(STYLE));

  const show = async (asked: Asked, status: number, told: readonly Told[], enrolment: Enrolment | null = null): Promise<void> => {
    const { account, caller: { accountability }, around } = asked;
    const [now, standing] = [await accountOf(db, account.id) ?? account, await standingOf(db, account.id, accountability.roles)];
    send(asked, status, accountPage(around, { account: now, due: standing === null ? null : dueOf(standing), told, enrolment }));
  };
  const refuse = (asked: Asked, refusal: Refusal, enrolment: Enrolment | null = null): Promise<void> => show(asked, 400, [{ kind: 'bad', text: said(asked, refusal) }], enrolment);

  on('get', '/account', async (asked) => {
    const { done } = asked.request.query;
    const w = pageWords(asked.around.language);
    await show(asked, 200, done === 'password' || done === 'factor' ? [{ kind: 'good', text: w(done === 'password' ? 'changed' : 'factor_enabled') }] : []);
  });

  on('post', '/account/page/password', async (asked) => {
    const form = await formOf(asked.request);
    const [current, password, repeat] = ['current', 'password', 'repeat'].map(name => form?.get(name) ?? '') as [string, string, string];
    const refusal = password !== repeat ? refused('password_repeat') : await changePassword(context, asked.caller, asked.account.id, { current, password }, asked.now);
    if (refusal !== null)
      return refuse(asked, refusal);
    asked.response.redirect(303, `${home}?done=password`);
  });

  on('post', '/account/page/factor', async (asked) => {
    const form = await formOf(asked.request);
    const [proof, secret, otp] = ['proof', 'secret', 'otp'].map(name => form?.get(name) ?? '') as [string, string, string];
    if (secret === '') {
      const begun = await beginFactor(context, asked.caller, asked.account, proof, asked.now);
      return isRefusal(begun) ? refuse(asked, begun) : show(asked, 200, [], begun);
    }
    const refusal = await enableFactor(context, asked.caller, asked.account, secret, otp, asked.now);
    if (refusal !== null)
      return refuse(asked, refusal, asked.account.has_factor || refusal.code === 'secret_unknown' ? null : enrolmentOf(asked.account, asked.around.site, secret));
    asked.response.redirect(303, `${home}?done=factor`);
  });

  on('post', '/account/page/sign-out', async ({ response, caller: { accountability } }) => {
    if (accountability.session !== undefined)
      await endSession(db, accountability.session);
    response.clearCookie(String(env.SESSION_COOKIE_NAME), { domain: env.SESSION_COOKIE_DOMAIN as string | undefined, secure: String(env.SESSION_COOKIE_SECURE) === 'true', httpOnly: true }).redirect(303, `${root}/admin/login`);
  });

  on('get', '/accounts/:id/slip', asked => forHolder(asked, async holder => send(asked, 200, slipQuestion(asked.around, holder, []))));

  on('post', '/accounts/:id/slip', asked => forHolder(asked, async (holder) => {
    const slip = holder.id === asked.account.id ? refused('own_slip') : await issueFirstPassword(context, asked.caller, holder.id, new Date(asked.now).toISOString());
    if (isRefusal(slip))
      return send(asked, slip.status ?? 400, slipQuestion(asked.around, holder, [{ kind: 'bad', text: said(asked, slip) }]));
    const until = new Intl.DateTimeFormat(asked.around.language, { dateStyle: 'long', timeStyle: 'short', hour12: false }).format(new Date(slip.valid_until));
    send(asked, 200, slipPage(asked.around, slip, { until, address: `${publicUrl.replace(/\/$/, '')}/admin/`, back: `${root}/admin/users/${holder.id}` }));
  }));

  async function forHolder(asked: Asked, answer: (holder: Account) => Promise<void>): Promise<void> {
    const key = keyOf(asked.request.params.id);
    const holder = asked.admin && key !== null ? await accountOf(db, key) : null;
    const w = pageWords(asked.around.language);
    await (holder === null ? send(asked, 403, sentencePage(asked.around, w('slip'), w('forbidden'))) : answer(holder));
  }
}

function send({ response }: Asked, status: number, page: string): void {
  response.status(status).type('html').send(page);
}

function said({ around: { language } }: Asked, refusal: Refusal): string {
  return sentence(messages, refusal, language);
}

function chosenLanguage({ query: { lang } }: Request): Language | null {
  return lang === 'zh-CN' || lang === 'en-US' ? lang : null;
}

function otherLanguage(request: Request, language: Language, root: string): string {
  return `${root}/wangge${request.path}?lang=${language === 'zh-CN' ? 'en-US' : 'zh-CN'}`;
}
