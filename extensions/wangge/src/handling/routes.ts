/**
 * Doors beside Directus' own, for one issue that the caller may read:
 * `GET /wangge/issues/:id/actions` and `GET /wangge/issues/:id/certificate[?format=text|html]`.
 */
import type { Accountability, SchemaOverview } from '@directus/types';
import type { Request, Response, Router } from 'express';
import type { HookContext } from '../kernel/context.ts';
import { certificateText } from '../calendar/certificate-words.ts';
import { readerLanguage } from '../kernel/reader-language.ts';
import { certificatePage, PAGE_POLICY } from './clocks/certificate-page-rules.ts';
import { loadCertificates, loadCertified } from './clocks/certificate-store.ts';
import { stepsFor } from './lifecycle/steps-service.ts';
import { word } from './words.ts';

interface Accountable extends Request {
  accountability?: Accountability | null;
  schema: SchemaOverview;
}

export function mount(router: Router, { services, database }: HookContext): void {
  const serve = (path: string, answer: (request: Accountable, id: string) => Promise<(response: Response) => void>): void => {
    router.get(path, async (incoming, response, next) => {
      try {
        const request = incoming as Accountable;
        const { id } = request.params as { id: string };
        // Reading as the caller: who may not see the issue gets Directus' own 403.
        await new services.ItemsService('issues', { accountability: request.accountability ?? null, schema: request.schema }).readOne(id, { fields: ['id'] });
        (await answer(request, id))(response);
      }
      catch (error) {
        next(error);
      }
    });
  };

  serve('/issues/:id/actions', async ({ accountability }, id) => {
    const user = accountability?.user ?? null;
    const answer = user === null ? { data: [], others: [] } : await stepsFor(database, id, user, new Date().toISOString());
    return response => response.json(answer);
  });

  serve('/issues/:id/certificate', async (request, id) => {
    const language = await readerLanguage(database, request.accountability?.user, request.headers['accept-language']);
    const clocks = await loadCertificates(database, id);
    if (request.query.format === 'text') {
      const text = clocks.map(({ kind, expanded }) => `【${word('clock', kind, language)}】\n${certificateText(expanded, language)}`).join('\n\n');
      return response => response.type('text/plain; charset=utf-8').send(text);
    }
    if (request.query.format === 'html') {
      const page = certificatePage({ ...await loadCertified(database, id), clocks, printed_at: new Date().toISOString() }, language);
      return response => response.type('text/html; charset=utf-8').set('content-security-policy', PAGE_POLICY).send(page);
    }
    return response => response.json({
      data: clocks.map(({ state, department, expanded, kind }) => ({ ...expanded, kind, state, department, text: certificateText(expanded, language) })),
    });
  });
}
