/**
 * Cookies follow from the address that people use: over https they are never sent without it, and by their name (`__Host-`)
 * no other server of the domain can set them. Read by `environment.ts`, and in the container before Directus starts.
 */
import process from 'node:process';

/**
 * @param {string | undefined} publicUrl
 * @param {string | undefined} domain
 * @returns {Record<string, string>} variables of the environment
 */
export function cookiesFor(publicUrl, domain = process.env.SESSION_COOKIE_DOMAIN) {
  const secure = /^https:/i.test(publicUrl ?? '');
  const prefix = secure ? domain ? '__Secure-' : '__Host-' : '';
  return {
    SESSION_COOKIE_NAME: `${prefix}wangge_session`,
    REFRESH_TOKEN_COOKIE_NAME: `${prefix}wangge_refresh`,
    SESSION_COOKIE_SECURE: String(secure),
    REFRESH_TOKEN_COOKIE_SECURE: String(secure),
  };
}

if (process.env.WANGGE_COOKIES === 'container') {
  for (const [name, value] of Object.entries(cookiesFor(process.env.PUBLIC_URL)))
    process.env[name] ??= value;
}
