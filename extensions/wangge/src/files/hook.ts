/** Files over the API: how they arrive, what may be written of them, and how long a browser keeps them. */
import type { Application, Request, RequestHandler } from 'express';
import type { Caller } from '../kernel/context.ts';
import { defineHook } from '@directus/extensions-sdk';
import { filtersOf } from '../kernel/on-filter.ts';
import { refused } from '../kernel/refusal-rules.ts';
import { mayCreate, mayUpdate } from '../kernel/rights.ts';
import { doorRefusal } from './door-rules.ts';
import { isLinked } from './file-store.ts';
import { objectionToPhotograph } from './linking-service.ts';
import { messages } from './messages.ts';
import { arrivingIn, closeToOthers, foldersOf, storagesOf } from './places.ts';
import { bytesOf, megabytes, objectionToFields } from './upload-rules.ts';
import { guardUploads } from './upload-service.ts';

export default defineHook(({ filter, init }, { services, env, logger }) => {
  if (env.TUS_ENABLED === true)
    throw new Error('TUS_ENABLED: uploads in parts would pass by what is asked of files; leave it off');
  const limits = { folder: arrivingIn(env), bytes: bytesOf(env.FILES_MAX_UPLOAD_SIZE), storage: storagesOf(env)[0]! };
  guardUploads(services.FilesService.prototype, ({ knex, accountability, schema }, replaced) => replaced === undefined
    ? mayCreate({ services }, { accountability, schema }, knex, 'directus_files')
    : mayUpdate({ services }, { accountability, schema }, knex, 'directus_files', [replaced]), limits);

  const { onPersonFilter, onDirectusError } = filtersOf(filter, messages);
  // Uploads pass no filter in Directus: whoever comes here has no file.
  onPersonFilter('files.create', async () => refused('file_by_upload'));
  onPersonFilter('files.update', async ({ payload }) => objectionToFields(payload, { upload: false, storage: limits.storage }));
  onPersonFilter('files.delete', async ({ keys, db, caller: { schema } }) => await isLinked(db, schema, keys) ? refused('file_in_use') : null);
  // It is printed on the board of the grid, for everybody: nobody's photograph but one's own.
  onPersonFilter(['users.create', 'users.update'], async ({ payload: { avatar }, db, person, trusted }) =>
    (avatar ?? null) === null ? null : objectionToPhotograph(db, avatar, { person, trusted, field: 'avatar' }));

  // Before a file arrives, Directus refuses what a browser calls it.
  onDirectusError((message) => {
    const code = doorRefusal(message);
    return code === null ? null : refused(code, null, { most: megabytes(limits.bytes) });
  });

  init('app.before', async () => {
    await closeToOthers([...foldersOf(env), limits.folder]).catch((error: Error) => logger.warn(error, `The folder of uploads is open to other accounts of this machine: ${error.message}`));
  });
  init('routes.before', ({ app }) => {
    const door = app as Application;
    door.use('/files', restIsRead);
    door.use('/assets', keptByNobody);
  });
});

/** Who is refused in the middle of sending hears why only when all is read. */
const restIsRead: RequestHandler = (request, response, next) => {
  response.once('finish', () => {
    request.unpipe();
    request.resume();
  });
  next();
};

/** Photographs of residents stay in no browser that others use after; what anybody may see (the logo) does. */
const keptByNobody: RequestHandler = (request, response, next) => {
  const { accountability } = request as Request & Pick<Caller, 'accountability'>;
  if (accountability?.user != null || accountability?.role != null || accountability?.share !== undefined) {
    const set = response.setHeader.bind(response);
    response.setHeader = (name, value) => set(name, name.toLowerCase() === 'cache-control' ? 'private, no-store' : value);
    set('Cache-Control', 'private, no-store');
  }
  next();
};
