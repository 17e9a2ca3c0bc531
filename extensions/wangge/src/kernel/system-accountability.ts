/** In whose name the system itself asks Directus' services: with an administrator's rights, and as nobody. */
export const ADMINISTRATOR = { user: null, role: null, roles: [], admin: true, app: false, ip: null };
