/** The second factor, set up from our own page: through Directus' own service, after the password was proved. */
import type { KnownCaller } from '../kernel/context.ts';
import type { Refusal } from '../kernel/refusal-rules.ts';
import type { Uuid } from '../kernel/values.ts';
import type { Account } from './model.ts';
import type { Enrolment } from './page/page-rules.ts';
import type { Services } from './password-service.ts';
import { Buffer } from 'node:buffer';
import { isDirectusError } from '@directus/errors';
import { renderSVG } from 'uqr';
import { refused } from '../kernel/refusal-rules.ts';
import { digestsBy } from './attempt-store.ts';
import { isOffered, rememberOffer } from './factor-store.ts';
import { HERE } from './model.ts';
import { proveCurrent } from './password-service.ts';

/** What the authenticator is fed with. Nothing is stored before it gave its first code. */
export async function beginFactor(context: Services, caller: KnownCaller, account: Account, current: string, now: number): Promise<Enrolment | Refusal> {
  if (account.has_factor)
    return refused('factor_set');
  const here = account.provider === HERE;
  const wrong = here ? await proveCurrent(context, caller, account, current, now) : null;
  if (wrong !== null)
    return wrong;
  const service = factorService(context, caller);
  // Of accounts of another provider no password is asked; Directus' types leave that out.
  const generate: (key: string, byPassword: boolean) => Promise<Record<string, string>> = service.generateTFA.bind(service);
  const { secret = '', url = '' } = await generate(account.id, here);
  await offerFactor(context, account.id, secret, now);
  return { secret, qr: qrOf(url) };
}

export function enrolmentOf(account: Account, site: string, secret: string): Enrolment {
  const label = `${encodeURIComponent(site)}:${encodeURIComponent(account.email ?? '')}`;
  return { secret, qr: qrOf(`otpauth://totp/${label}?${new URLSearchParams({ secret, period: '30', digits: '6', algorithm: 'SHA1', issuer: site })}`) };
}

/** Null: it is on. */
export async function enableFactor(context: Services, caller: KnownCaller, account: Account, secret: string, otp: string, now: number): Promise<Refusal | null> {
  if (account.has_factor)
    return refused('factor_set');
  const unknown = await objectionToFactor(context, account.id, secret, now);
  if (unknown !== null)
    return unknown;
  try {
    await factorService(context, caller).enableTFA(account.id, otp.replaceAll(/\s/g, ''), secret);
    return null;
  }
  catch (error) {
    if (isDirectusError(error, 'INVALID_PAYLOAD'))
      return refused('code_wrong', 'otp');
    throw error;
  }
}

/** Handed out, after the password was proved: to Directus' own route, too. */
export async function offerFactor({ database, env }: Pick<Services, 'database' | 'env'>, person: Uuid, secret: string, now: number): Promise<void> {
  await rememberOffer(database, digestsBy(String(env.SECRET)), person, secret, now);
}

/** A secret that somebody brought along could be a stranger's in whose hands a session is: its owner would be locked out. */
export async function objectionToFactor({ database, env }: Pick<Services, 'database' | 'env'>, person: Uuid, secret: string, now: number): Promise<Refusal | null> {
  return await isOffered(database, digestsBy(String(env.SECRET)), person, secret, now) ? null : refused('secret_unknown', 'secret');
}

function factorService({ services }: Services, { accountability, schema }: KnownCaller): InstanceType<Services['services']['TFAService']> {
  // As the system: whoever sets up their own needs no right to the column.
  return new services.TFAService({ schema, accountability: { ...accountability, admin: true } });
}

function qrOf(url: string): string {
  return `data:image/svg+xml;base64,${Buffer.from(renderSVG(url)).toString('base64')}`;
}
