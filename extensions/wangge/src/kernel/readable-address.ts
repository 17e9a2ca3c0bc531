/** An address whose escapes stand for nothing (`/notices/%E0%A4%A`) is refused here: behind this door it would be a failure of the server. */
import type { RegisterFunctions } from '@directus/extensions';
import type { Application } from 'express';
import { refusalError } from './refusal-error.ts';
import { languageOf, refused } from './refusal-rules.ts';

const messages = {
  address_unreadable: { 'zh-CN': '网址不完整或有误，请核对后重新打开。', 'en-US': 'The address is incomplete or mistyped; please check it.' },
};

export function refuseUnreadableAddresses(init: RegisterFunctions['init']): void {
  init('middlewares.before', ({ app }) => {
    (app as Application).use((request, _, next) => {
      try {
        decodeURIComponent(request.path);
        next();
      }
      catch {
        next(refusalError(messages, refused('address_unreadable'), languageOf(request.headers['accept-language'])));
      }
    });
  });
}
