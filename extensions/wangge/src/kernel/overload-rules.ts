/** When does the server refuse requests, rather than let everybody wait? By how late its own thread comes to its tasks. Pure. */
import type { Language, Words } from './refusal-rules.ts';

/** Milliseconds, the mean of a second. A page asks for thirty things one after the other: at half a second each, nobody works any more. */
export const BUSY_AFTER = 500;

/** Once it refuses, it takes up again when half of that is left: between the two it would only flicker. */
export function isOverloaded(before: boolean, delay: number, limit = BUSY_AFTER): boolean {
  return delay > (before ? limit / 2 : limit);
}

/**
 * What is answered all the same: the Studio's own files and the bundle (without them a page is broken until it is loaded anew),
 * signing in and staying so, and whoever asks whether the server lives.
 */
const ALWAYS = /^\/(?:admin|auth|extensions\/sources|server\/ping|server\/info)(?:\/|$)/;
/**
 * What the Studio asks before it shows a page, and only then: one that it did not hear of does not exist, it says. Whoever
 * opens the Studio meanwhile is told so instead.
 */
const BEFORE_A_PAGE = new Set(['/collections', '/fields', '/relations', '/permissions/me', '/users/me', '/roles/me', '/policies/me/globals', '/settings', '/presets', '/translations', '/extensions', '/flows', '/dashboards', '/panels', '/notifications']);
const STUDIO_FILE = /^\/admin\/(?:assets|img|favicon)/;

/** `page`: a browser opens it, rather than a script. */
export function isAlwaysAnswered(method: string, path: string, page: boolean): boolean {
  const at = path.toLowerCase().replace(/(.)\/$/, '$1');
  if (page && /^\/admin(?:\/|$)/.test(at))
    return STUDIO_FILE.test(at);
  return at === '/' || ALWAYS.test(at) || (method === 'GET' && BEFORE_A_PAGE.has(at));
}

/** Seconds until it is worth asking again. */
export const RETRY_AFTER = 5;

export const BUSY: Words = {
  'zh-CN': `系统繁忙，本次请求没有处理，也没有保存任何内容；请 ${RETRY_AFTER} 秒后再试。`,
  'en-US': `The server is busy: this request was not handled and nothing was stored. Try again in ${RETRY_AFTER} seconds.`,
};

const TITLE: Words = { 'zh-CN': '系统繁忙', 'en-US': 'The server is busy' };
const OPENED: Words = {
  'zh-CN': `现在使用的人较多，页面暂时打不开。${RETRY_AFTER} 秒后会自动重试，请不要关闭本页。`,
  'en-US': `Too many requests are being handled for this page to open. It is tried again by itself in ${RETRY_AFTER} seconds.`,
};

/** For whoever opens a page in a browser, which is tried again by itself; or sends a form from one, which is not. */
export function busyPage(language: Language, method: string): string {
  const opened = method === 'GET';
  return `<!doctype html><html lang="${language}"><meta charset="utf-8"><meta name="viewport" content="width=device-width">${opened ? `<meta http-equiv="refresh" content="${RETRY_AFTER}">` : ''}<title>${TITLE[language]}</title><body style="margin:20vh auto;max-width:32em;padding:0 1.5em;font:1.1rem/1.7 sans-serif"><h1 style="font-size:1.4rem">${TITLE[language]}</h1><p>${(opened ? OPENED : BUSY)[language]}</p></body></html>`;
}
