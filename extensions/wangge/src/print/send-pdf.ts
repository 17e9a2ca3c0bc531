/** A PDF as an answer: shown by the browser, kept by nobody in between, saved under its Chinese name. */
import type { Response } from 'express';
import { Buffer } from 'node:buffer';

/** `plain`: the name for what reads ASCII alone. Both without their ending. */
export function sendPdf(response: Response, pdf: Uint8Array, { plain, name }: { plain: string; name: string }): void {
  response.set({
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
    'Content-Disposition': `inline; filename="${plain}.pdf"; filename*=UTF-8''${encodeURIComponent(`${name}.pdf`)}`,
  }).type('pdf').send(Buffer.from(pdf));
}
