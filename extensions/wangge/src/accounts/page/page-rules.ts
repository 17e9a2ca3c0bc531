/** The pages of accounts, as HTML. No script: they work wherever a form can be sent. Whatever is filled in is escaped. */
import type { Language } from '../../kernel/refusal-rules.ts';
import type { DueCode } from '../messages.ts';
import type { Account, Slip } from '../model.ts';
import type { PageWords } from './words.ts';
import { LEAST_SIGNS } from '../password-rules.ts';
import { STYLE_VERSION } from './style.ts';
import { pageWords } from './words.ts';

export interface Around { language: Language; site: string; /** Of the installation: '' or a path before `/wangge`. */ root: string; /** This page in the other language; null for one that was made by sending a form. */ otherLanguage: string | null }
export interface Told { kind: 'good' | 'bad' | 'due'; text: string }

/** What is HTML already. */
class Html {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}
type Part = Html | string | null | readonly Html[];

function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  const put = (part: Part | undefined): string => part == null ? '' : part instanceof Html ? part.text : typeof part === 'string' ? escaped(part) : part.map(one => one.text).join('');
  return new Html(strings.map((text, n) => text + put(parts[n])).join(''));
}

const SIGNS: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\'': '&#39;' };

function escaped(text: string): string {
  return text.replaceAll(/[&<>"']/g, sign => SIGNS[sign]!);
}

function page({ language, site, root, otherLanguage }: Around, heading: string, body: Html): string {
  const w = pageWords(language);
  return html`<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><meta name="robots" content="noindex"><title>${heading} · ${site}</title><link rel="stylesheet" href="${root}/wangge/account/style-${STYLE_VERSION}.css"></head>
<body><header><span class="site">${site}</span>${otherLanguage === null ? null : html`<a href="${otherLanguage}">${w('other_language')}</a>`}<h1>${heading}</h1></header>
<main>${body}</main></body></html>`.text;
}

const telling = (told: readonly Told[]): Html[] => told.map(({ kind, text }) => html`<p class="told ${kind}" role="${kind === 'bad' ? 'alert' : 'status'}">${text}</p>`);
const field = (name: string, label: string, more: Html): Html => html`<label for="${name}">${label}</label><input id="${name}" name="${name}" required ${more}>`;
const hidden = (name: string, value: string): Html => html`<input type="hidden" name="${name}" value="${value}">`;

/** What the second factor is set up with: shown once, and sent back with the first code. */
export interface Enrolment { secret: string; qr: string }

export interface AccountView { account: Account; due: DueCode | null; told: readonly Told[]; enrolment: Enrolment | null }

export function accountPage(around: Around, { account, due, told, enrolment }: AccountView): string {
  const w = pageWords(around.language);
  const at = `${around.root}/wangge/account`;
  const first = due === 'PASSWORD_CHANGE_REQUIRED';
  const why: Told[] = due === null ? [] : [{ kind: 'due', text: w(first ? 'due_password' : 'due_factor') }];
  const password = account.has_password
    ? html`<form method="post" action="${at}/page/password"><input type="text" name="email" value="${account.email}" autocomplete="username" hidden readonly>
${field('current', w(first ? 'current_first' : 'current'), html`type="password" autocomplete="current-password"`)}
${field('password', w('fresh'), html`type="password" autocomplete="new-password" minlength="${String(LEAST_SIGNS)}" aria-describedby="hint"`)}
<p class="hint" id="hint">${w('hint', { least: LEAST_SIGNS })}</p>
${field('repeat', w('repeat'), html`type="password" autocomplete="new-password"`)}
<p class="hint">${w('ends')}</p><button>${w('change')}</button></form>`
    : html`<p>${w('no_password')}</p>`;
  return page(around, w('account'), html`${telling([...why, ...told])}
<p class="hint">${nameOf(account)} ${account.email}</p>
${due === 'SECOND_FACTOR_REQUIRED' ? null : html`<section><h2>${w('password')}</h2>${password}</section>`}
${first ? null : html`<section><h2>${w('factor')}</h2>${factor(w, at, account, enrolment)}</section>`}
<div class="ways">${due === null ? html`<a class="button" href="${around.root}/admin/">${w('back')}</a>` : null}
<form method="post" action="${at}/page/sign-out"><button class="plain">${w('sign_out')}</button></form></div>`);
}

function factor(w: PageWords, at: string, account: Account, enrolment: Enrolment | null): Html {
  if (account.has_factor)
    return html`<p>${w('factor_on')}</p>`;
  if (enrolment !== null) {
    return html`<form method="post" action="${at}/page/factor"><p>${w('factor_scan')}</p><p><code>${enrolment.secret}</code></p>
<img class="qr" alt="${w('factor_qr')}" src="${enrolment.qr}">${hidden('secret', enrolment.secret)}
${field('otp', w('code'), html`inputmode="numeric" pattern="[0-9 ]*" autocomplete="one-time-code"`)}<button>${w('factor_enable')}</button></form>`;
  }
  return html`<p>${w('factor_off')}</p><form method="post" action="${at}/page/factor">
${field('proof', w('current'), html`type="password" autocomplete="current-password"`)}<button>${w('factor_begin')}</button></form>`;
}

const nameOf = ({ first_name, last_name }: Pick<Account, 'first_name' | 'last_name'>): string => `${last_name ?? ''}${first_name ?? ''}`;

/** Before a slip is made: for whom, and what it does. */
export function slipQuestion(around: Around, account: Account, told: readonly Told[]): string {
  const w = pageWords(around.language);
  return page(around, w('slip'), html`${telling(told)}<section><p>${w('slip_ask', { name: nameOf(account), email: account.email ?? '' })}</p>
<form method="post" action="${around.root}/wangge/accounts/${account.id}/slip"><button>${w('slip_make')}</button></form></section>
<a href="${around.root}/admin/users/${account.id}">${w('back')}</a>`);
}

/** The slip: one page of paper. `until` is a moment as people write it. */
export function slipPage(around: Around, { name, email, password }: Slip, { until, address, back }: { until: string; address: string; back: string }): string {
  const w = pageWords(around.language);
  return page(around, w('slip_title', { site: around.site }), html`<p class="told due screen">${w('slip_once')}</p>
<section class="paper"><dl><dt>${w('slip_name')}</dt><dd>${name}</dd><dt>${w('slip_email')}</dt><dd>${email}</dd><dt>${w('slip_password')}</dt><dd class="secret">${password}</dd><dt>${w('slip_address')}</dt><dd>${address}</dd><dt>${w('slip_until')}</dt><dd>${until}</dd></dl>
<ol><li>${w('slip_step_1')}</li><li>${w('slip_step_2', { least: LEAST_SIGNS })}</li><li>${w('slip_step_3')}</li></ol></section>
<a class="screen" href="${back}">${w('back')}</a>`);
}

export function sentencePage(around: Around, heading: string, text: string): string {
  return page(around, heading, html`<section><p>${text}</p></section>`);
}
