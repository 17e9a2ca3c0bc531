/**
 * Whoever has to set their password, or their second factor, before anything else meets 403 everywhere (`accounts/guard.ts`):
 * the Studio then shows the page where it is done. Its requests go through XMLHttpRequest, before and after its own stores
 * are filled; it offers no other place to listen at before somebody is signed in.
 */
import type { DueCode } from '../../messages.ts';

const CODES: Readonly<Record<DueCode, true>> = { PASSWORD_CHANGE_REQUIRED: true, SECOND_FACTOR_REQUIRED: true };
const FORBIDDEN = 403;

/** Several requests are refused at once, and each way out would break off the one before. */
let leaving = false;

export function steer(): void {
  // Whoever comes back by the browser's own button finds this page as it was left.
  window.addEventListener('pageshow', ({ persisted }) => leaving &&= !persisted);
  const { open } = XMLHttpRequest.prototype;
  XMLHttpRequest.prototype.open = function (this: XMLHttpRequest, ...given: unknown[]) {
    this.addEventListener('load', () => {
      if (leaving || this.status !== FORBIDDEN || !isDue(this))
        return;
      leaving = true;
      window.location.assign(new URL('../wangge/account', document.baseURI));
    });
    (open as (...all: unknown[]) => void).apply(this, given);
  };
}

function isDue(request: XMLHttpRequest): boolean {
  try {
    const { errors } = (request.responseType === 'json' ? request.response : JSON.parse(request.responseText)) as { errors?: { extensions?: { code?: string } }[] };
    const code = errors?.[0]?.extensions?.code;
    return code !== undefined && code in CODES;
  }
  catch {
    return false;
  }
}
