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

export function isAlwaysAnswered(path: string): boolean {
  return path === '/' || ALWAYS.test(path.toLowerCase());
}

/** Seconds until it is worth asking again. */
export const RETRY_AFTER = 5;

export const BUSY: Words = {
  'zh-CN': `系统繁忙，本次请求没有处理，也没有保存任何内容；请 ${RETRY_AFTER} 秒后再试。`,
  'en-US': `The server is busy: this request was not handled and nothing was stored. Try again in ${RETRY_AFTER} seconds.`,
};

/** For whoever looks at a page in a browser. */
export function busyPage(language: Language): string {
  return `<!doctype html><html lang="${language}"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>503</title><p>${BUSY[language]}</p></html>`;
}
