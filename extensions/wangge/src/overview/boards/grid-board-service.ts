/** What the boards of these grids say, read together: rows, photographs, where the public notices are. */
import type { HookContext } from '../../kernel/context.ts';
import type { Uuid } from '../../kernel/values.ts';
import type { BoardModel, Holder } from './model.ts';
import { publicPhotos } from '../../disclosure/photo-service.ts';
import { addressOf } from '../../disclosure/search-rules.ts';
import { boardModels } from './grid-board-rules.ts';
import { dutyTexts, gridsAround, holdersToday, subdistrictsOf } from './grid-board-store.ts';

/** Pixels: three by four, sharp on A3. */
const PHOTO = { width: 420, height: 560, fit: 'cover' } as const;

export async function gather(context: HookContext, ids: readonly Uuid[]): Promise<BoardModel[]> {
  const { database: db, env } = context;
  const grids = await gridsAround(db, ids);
  const holders = await holdersToday(db, grids.map(({ id }) => id));
  const { today, texts } = await dutyTexts(db);
  const site = /^https?:\/\//.test(String(env.PUBLIC_URL ?? '')) ? String(env.PUBLIC_URL).replace(/\/+$/, '') : null;
  return boardModels(ids, {
    grids,
    holders,
    subdistricts: await subdistrictsOf(db, [...new Set(grids.map(({ subdistrict }) => subdistrict))]),
    templates: texts,
    today,
    photos: await photosOf(context, holders.filter(({ grid, role }) => role === 'leader' && ids.includes(grid))),
    noticesOf: place => site === null ? null : `${site}/notices${addressOf(place, null)}`,
  });
}

/** Each written anew as a JPEG; what is no image that can be read is left out. One by one: decoding a large one takes a core. */
async function photosOf(context: HookContext, leaders: readonly Holder[]): Promise<Map<Uuid, string>> {
  const portrait = publicPhotos(context, PHOTO);
  const photos = new Map<Uuid, string>();
  for (const avatar of new Set(leaders.flatMap(({ avatar }) => avatar ?? []))) {
    const image = await portrait(avatar);
    if (image !== null)
      photos.set(avatar, `data:image/jpeg;base64,${image.toString('base64')}`);
  }
  return photos;
}
