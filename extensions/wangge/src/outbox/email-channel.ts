/** The channel `email`: Directus' own mail service, where a mail server is configured. */
import type { HookContext } from '../kernel/context.ts';
import type { Channel } from './sending-service.ts';
import { mailOf } from './message-text-rules.ts';

/** What sends a mail; it throws what the mail server said. */
export type Mailer = (mail: { to: string; subject: string; text: string }) => Promise<unknown>;

/** Directus' default is a local `sendmail`, which is there on no server of ours: only a transport that was chosen counts. */
export function mailConfigured(env: HookContext['env']): boolean {
  const transport = String(env.EMAIL_TRANSPORT ?? '').toLowerCase();
  return transport === 'smtp' ? Boolean(env.EMAIL_SMTP_HOST) : transport === 'ses' || transport === 'mailgun';
}

export function directusMailer({ services, getSchema, database }: HookContext): Mailer {
  return async mail => new services.MailService({ schema: await getSchema(), knex: database }).send(mail);
}

export function emailChannel(mailer: Mailer, site: string | null): Channel {
  return {
    way: 'email',
    digest: ({ digest_threshold }) => ({ threshold: digest_threshold, most: 100 }),
    on: ({ email_notices }) => email_notices,
    send: async (messages, { address, language }) => {
      await mailer({ to: address, ...mailOf(messages, language, site) });
    },
  };
}
