/**
 * Routes that Directus 11.17 opens to anybody, signed in or not: an invitation answers otherwise where there is such an account
 * (and sends its letter once more), and each digest of Argon2 takes a tenth of a second and 64 MB.
 */
const FOR_ADMINISTRATORS = /^\/(?:users\/invite\/?$|utils\/hash(?:\/|$))/i;

/** As Express looks at a path: in any case, with or without a slash at the end. */
export function isForAdministrators(path: string): boolean {
  return FOR_ADMINISTRATORS.test(path);
}
