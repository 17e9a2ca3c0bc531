/**
 * What follows from one issue, for whoever may read it:
 * `GET /wangge/issues/:id/actions` and `GET /wangge/issues/:id/certificate[?format=text|html]`.
 */
import type { Router } from 'express';
import type { HookContext } from '../kernel/context.ts';
import { certificateText } from '../calendar/certificate-words.ts';
import { certificatePage, PAGE_POLICY } from './clocks/certificate-page-rules.ts';
import { loadCertificates, loadCertified } from './clocks/certificate-store.ts';
import { issueRoutes } from './issue-route.ts';
import { stepsFor } from './lifecycle/steps-service.ts';
import { word } from './words.ts';

export function mount(router: Router, context: HookContext): void {
  const { database: db } = context;
  const route = issueRoutes(router, context);

  route.get('/issues/:id/actions', async ({ issue, person, response }) => {
    response.json(person === null ? { data: [], others: [] } : await stepsFor(db, issue, person, new Date().toISOString()));
  });

  route.get('/issues/:id/certificate', async ({ issue, language, request: { query }, response }) => {
    const clocks = await loadCertificates(db, issue);
    if (query.format === 'text') {
      response.type('text/plain; charset=utf-8').send(clocks.map(({ kind, expanded }) => `【${word('clock', kind, language)}】\n${certificateText(expanded, language)}`).join('\n\n'));
      return undefined;
    }
    if (query.format === 'html') {
      const page = certificatePage({ ...await loadCertified(db, issue), clocks, printed_at: new Date().toISOString() }, language);
      response.type('text/html; charset=utf-8').set('content-security-policy', PAGE_POLICY).send(page);
      return undefined;
    }
    return clocks.map(({ state, department, expanded, kind }) => ({ ...expanded, kind, state, department, text: certificateText(expanded, language) }));
  });
}
