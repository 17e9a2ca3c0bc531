/**
 * The public page as a folder of files, for a server in another network: lists, a list for each community, the notices
 * with their photographs, the month's counts and the feed. Links are relative; what is asked for (search, feedback)
 * needs the server and is left out. Written beside the folder and put in its place at once: what was withdrawn is gone.
 */
import type { Db } from '../kernel/context.ts';
import type { Language } from '../kernel/refusal-rules.ts';
import type { Frame } from './model.ts';
import type { Surroundings } from './page/frame-rules.ts';
import type { Links } from './page/link-rules.ts';
import type { PublicPhoto } from './photo-service.ts';
import type { Search } from './search-rules.ts';
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { loadCalendar } from '../calendar/index.ts';
import { STYLE } from '../ui/page-style.ts';
import { feedOf } from './feed-rules.ts';
import { shownFeedback } from './feedback-store.ts';
import { handlingDurationOf } from './handling-duration-store.ts';
import { countsPage, listPage } from './page/list-page-rules.ts';
import { noticePage } from './page/notice-page-rules.ts';
import { dayIn } from './page/words.ts';
import { countNotices, findPhoto, findShown, listNotices, loadFrame, shownAfter } from './public-store.ts';
import { NO_SEARCH } from './search-rules.ts';
import { spanOf } from './search-span-rules.ts';

export interface Exported { notices: number; photos: number; pages: number }

const BATCH = 500;
const FEED_SIZE = 50;
/** Every folder that we wrote has it: another one is never replaced. */
const MARK = '.wangge-notices';

/** Throws where the folder holds something else. */
export async function exportNotices(db: Db, photos: PublicPhoto, folder: string, language: Language, publicUrl: string): Promise<Exported> {
  const target = resolve(folder);
  if (existsSync(target) && (await readdir(target)).length > 0 && !existsSync(join(target, MARK)))
    throw new Error(`${target} holds other files; name an empty folder, or one that this command wrote`);
  await mkdir(dirname(target), { recursive: true });
  const draft = `${target}.${randomUUID().slice(0, 8)}.new`;
  const former = `${target}.${randomUUID().slice(0, 8)}.old`;
  try {
    const exported = await writeAll(db, photos, draft, language, publicUrl);
    if (existsSync(target))
      await rename(target, former);
    await rename(draft, target);
    return exported;
  }
  finally {
    await rm(draft, { recursive: true, force: true });
    await rm(former, { recursive: true, force: true });
  }
}

async function writeAll(db: Db, photos: PublicPhoto, folder: string, language: Language, publicUrl: string): Promise<Exported> {
  await mkdir(join(folder, 'notices'), { recursive: true });
  await writeFile(join(folder, MARK), '');
  await writeFile(join(folder, 'style.css'), STYLE);
  // One moment for the whole copy: nothing is withdrawn or published in the middle of it.
  return await db.transaction(async (trx) => {
    const frame = await loadFrame(trx, NO_SEARCH);
    const exported: Exported = { notices: 0, photos: 0, pages: 0 };
    const around = (depth: string, list: string): Surroundings => ({
      language,
      lang: null,
      frame,
      links: fileLinks(depth, list),
      otherLanguage: null,
      exported: dayIn(language, frame.time_zone)(frame.today),
    });
    await writeNotices(trx, photos, folder, around('../', 'index'), exported);
    exported.pages += await writeLists(trx, folder, 'index', frame, NO_SEARCH, around('', 'index'));
    for (const { id: subdistrict } of frame.subdistricts) {
      for (const { id: grid } of (await loadFrame(trx, { subdistrict, grid: null })).communities)
        exported.pages += await writeLists(trx, folder, `community-${grid}`, frame, { ...NO_SEARCH, grid }, around('', `community-${grid}`));
    }
    const month = frame.today.slice(0, 7);
    const counted = (await Promise.all(frame.subdistricts.map(({ id }) => countNotices(trx, id, spanOf(month, frame.time_zone)!)))).flat();
    await writeFile(join(folder, 'counts.html'), countsPage(around('', 'index'), { search: NO_SEARCH, frame: { ...frame, subdistrict: frame.subdistricts[0]?.id ?? null }, counted, month }));
    const latest = await listNotices(trx, NO_SEARCH, null, null, null, FEED_SIZE);
    const base = publicUrl.replace(/\/?$/, '/');
    await writeFile(join(folder, 'feed.xml'), feedOf(around('', 'index'), latest.notices, { self: `${base}feed.xml`, home: `${base}index.html`, notice: id => `${base}notices/${id}.html` }));
    return exported;
  }, { isolationLevel: 'repeatable read', readOnly: true });
}

function fileLinks(depth: string, list: string): Links {
  return {
    list: ({ grid = null } = {}) => `${depth}${grid === null ? list : `community-${grid}`}.html`,
    notice: id => `${depth}notices/${id}.html`,
    photo: (id, n) => `${id}-${n}.jpg`,
    counts: () => `${depth}counts.html`,
    feed: () => `${depth}feed.xml`,
    style: `${depth}style.css`,
  };
}

/** All pages of one list: `index.html`, `index-2.html` … Returns how many. */
async function writeLists(db: Db, folder: string, name: string, frame: Frame, search: Search, around: Surroundings): Promise<number> {
  const communities = search.grid === null ? null : [search.grid];
  const file = (page: number): string => page === 1 ? `${name}.html` : `${name}-${page}.html`;
  for (let page = 1, from = search; ; page++) {
    const { notices, older } = await listNotices(db, from, communities, null, null);
    const links: Links = { ...around.links, list: (asked = {}) => asked.cursor == null ? around.links.list() : file(asked.cursor.direction === 'before' ? page + 1 : page - 1) };
    await writeFile(join(folder, file(page)), listPage({ ...around, links }, { search: from, frame, notices, newer: page > 1, older }));
    const last = notices.at(-1);
    if (!older || last === undefined)
      return page;
    from = { ...search, cursor: { direction: 'before', published_at: last.published_at.getTime(), id: last.id } };
  }
}

async function writeNotices(db: Db, photos: PublicPhoto, folder: string, around: Surroundings, exported: Exported): Promise<void> {
  for (let ids = await shownAfter(db, null, BATCH); ids.length > 0; ids = await shownAfter(db, ids.at(-1)!, BATCH)) {
    for (const id of ids) {
      const notice = await findShown(db, id);
      if (notice === null || typeof notice === 'string')
        continue;
      const there: number[] = [];
      for (let n = 1; n <= notice.photos; n++) {
        const file = await findPhoto(db, id, n, 'public');
        const image = file === null ? null : await photos(file);
        if (image === null)
          continue;
        there.push(n);
        await writeFile(join(folder, 'notices', `${id}-${there.length}.jpg`), image);
      }
      await writeFile(join(folder, 'notices', `${id}.html`), noticePage(around, {
        notice: { ...notice, photos: there.length },
        took: await handlingDurationOf(notice, version => loadCalendar(db, version)),
        told: [],
        feedback: await shownFeedback(db, id),
        form: null,
        faults: [],
        photo: n => around.links.photo(id, n),
        preview: false,
      }));
      exported.notices++;
      exported.photos += there.length;
    }
  }
}
