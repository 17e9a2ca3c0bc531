/**
 * Files, by every door there is: what is taken is clean, what is refused leaves nothing, and what is said of a file is only what
 * a person may say.
 */
import type { Community } from './community.ts';
import type { SentFile } from './uploads.ts';
import { randomUUID } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import { tidyFiles } from '../../extensions/wangge/src/files/tidy-service.ts';
import { guardUploads } from '../../extensions/wangge/src/files/upload-service.ts';
import { peopled, reported, residentsMatter } from './community.ts';
import { server } from './harness.ts';
import { formOf, PDF, PHOTO, send, storedEarlier, upload } from './uploads.ts';

const wangge = await server();
const { db } = wangge;
const root = wangge.environment.STORAGE_LOCAL_ROOT!;
const arriving = join(wangge.environment.TEMP_PATH!, 'wangge-uploads');
let community: Community;

beforeAll(async () => {
  community = await peopled(wangge);
});

const row = (id: string) => db('directus_files').where({ id }).first();
const onDisk = (): string[] => readdirSync(root).sort();
const link = (file: string) => ({ create: [{ directus_files_id: { id: file } }], update: [], delete: [] });
const HAN = /^[^a-z]*\p{Script=Han}/iu;

/** Nothing of it stays: no row, no file, nothing that still arrives. */
async function leavesNothing(attempt: () => Promise<unknown>): Promise<void> {
  const [rows, files] = [await db('directus_files').count(), onDisk()];
  await attempt();
  expect(await db('directus_files').count()).toEqual(rows);
  expect(onDisk()).toEqual(files);
  expect(existsSync(arriving) ? readdirSync(arriving) : []).toEqual([]);
}

describe('a photograph', () => {
  it('of a phone is stored upright, as large as is needed, without what the camera recorded; what is said of it is true, and it shows', async () => {
    const taken = await sharp({ create: { width: 8064, height: 6048, channels: 3, background: '#456' } })
      .withMetadata({ orientation: 6 })
      .withExifMerge({ IFD0: { Make: 'SecretCamera', ImageDescription: 'SecretPlace' }, IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '39/1 54/1 0/1' } })
      .jpeg()
      .toBuffer();
    const id = await upload(wangge, community.worker, { content: taken, name: 'IMG_0001.JPG', fields: { title: '现场', description: '楼道' } });
    const stored = await row(id);
    expect(stored).toMatchObject({ type: 'image/jpeg', width: 1920, height: 2560, title: '现场', description: '楼道', filename_download: 'IMG_0001.jpg', filename_disk: `${id}.jpg`, uploaded_by: community.worker.id, storage: 'local' });
    const bytes = readFileSync(join(root, stored.filename_disk));
    expect([Number(stored.filesize), bytes.includes('Secret'), JSON.stringify(stored.metadata ?? {}).includes('Secret')]).toEqual([bytes.length, false, false]);
    const shown = await fetch(`${wangge.url}/assets/${id}?key=system-large-contain`, { headers: { authorization: `Bearer ${community.worker.token}` } });
    expect([shown.status, shown.headers.get('cache-control')]).toEqual([200, 'private, no-store']);
    const whole = await fetch(`${wangge.url}/assets/${id}`, { headers: { authorization: `Bearer ${community.worker.token}` } });
    expect([whole.status, whole.headers.get('cache-control')]).toEqual([200, 'private, no-store']);
    // Any other size would be work that anybody could ask for.
    expect((await wangge.request('GET', `/assets/${id}?width=9000&height=9000`, { as: community.worker })).status).toBe(400);
  });

  const REFUSED: [string, SentFile][] = [
    ['zero bytes', { content: '' }],
    ['a page', { content: '<html><script>alert(1)</script></html>' }],
    ['a PDF', { content: PDF }],
    ['a drawing', { content: '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>' }],
    ['half of one', { content: PHOTO.subarray(0, 3000) }],
    ['a page in another coat', { content: '<html></html>', type: 'text/html', name: 'a.html' }],
    ['a drawing as such', { content: '<svg xmlns="http://www.w3.org/2000/svg"/>', type: 'image/svg+xml', name: 'a.svg' }],
    ['HEIC as the browser calls it', { content: '\0\0\0\x18ftypheic\0\0\0\0mif1heic', type: 'image/heic', name: 'IMG_1.HEIC' }],
    ['HEIC without a type', { content: '\0\0\0\x18ftypheic\0\0\0\0mif1heic', type: 'application/octet-stream', name: 'IMG_1.HEIC' }],
    ['more than fits', { content: Buffer.concat([PHOTO, Buffer.alloc(21 * 2 ** 20)]) }],
  ];
  it.each(REFUSED)('is not %s: told in Chinese, and nothing stays', async (what, file) => {
    await leavesNothing(async () => {
      const { status, errors } = await send(wangge, community.worker, file);
      expect([status, errors[0]?.message]).toEqual([what === 'more than fits' ? expect.any(Number) : 400, expect.stringMatching(HAN)]);
      expect([400, 413]).toContain(status);
      if (what.startsWith('HEIC'))
        expect(errors[0]!.message).toContain('兼容性最佳');
    });
  });

  it('in a form with English is refused in English', async () => {
    await db('directus_users').where({ id: community.stranger.id }).update({ language: 'en-US' });
    const { errors } = await send(wangge, community.stranger, { content: '<html>' });
    expect(errors[0]!.message).toMatch(/JPEG, PNG and WebP/);
    await db('directus_users').where({ id: community.stranger.id }).update({ language: null });
  });

  it('is all that becomes linked where photographs belong, whenever it was stored', async () => {
    const earlier = await storedEarlier(wangge, community.worker, 'image/jpeg');
    const paper = await upload(wangge, community.worker, { content: PDF, type: 'application/pdf', name: 'a.pdf' });
    for (const file of [earlier, paper]) {
      const issue = await wangge.request('POST', '/items/issues', { as: community.worker, body: residentsMatter(community, { photos: link(file) }) });
      expect([issue.status, issue.errors[0]?.message]).toEqual([400, expect.stringContaining('只能放照片')]);
    }
    // With a step a document comes, too.
    const id = await reported(wangge, community);
    const reply = await upload(wangge, community.cadre, { content: PDF, type: 'application/pdf', name: '回函.pdf' });
    const step = await wangge.request('POST', '/items/issue_events', { as: community.cadre, body: { issue: id, type: 'progress', note: '附回函', attachments: link(reply) } });
    expect(step.status, JSON.stringify(step.body)).toBe(200);
  });

  it('of oneself is one’s own: it is printed for everybody', async () => {
    const foreign = await upload(wangge, community.worker);
    const own = await upload(wangge, community.cadre);
    const set = async (avatar: string | null): Promise<unknown> => {
      const { status, errors } = await wangge.request('PATCH', '/users/me', { as: community.cadre, body: { avatar } });
      return status === 200 ? 200 : errors[0]?.extensions.rule;
    };
    const paper = await upload(wangge, community.cadre, { content: PDF, type: 'application/pdf', name: 'a.pdf' });
    expect([await set(foreign), await set(paper), await set(own), await set(null)]).toEqual(['not_uploader', 'not_photograph', 200, 200]);
  });

  it('is asked for by categories that need one: a document is none', async () => {
    const id = await reported(wangge, community);
    const handle = (file: string) => wangge.request('POST', '/items/issue_events', { as: community.cadre, body: { issue: id, type: 'handle', result: '已清理', attachments: link(file) } });
    const needed = (photo_required: boolean) => db('issue_categories').where({ id: community.category }).update({ photo_required });
    await needed(true);
    try {
      const without = await handle(await upload(wangge, community.cadre, { content: PDF, type: 'application/pdf', name: '回函.pdf' }));
      expect([without.status, without.errors[0]?.extensions.rule]).toEqual([400, 'photo_required']);
      expect((await handle(await upload(wangge, community.cadre))).status).toBe(200);
    }
    finally {
      await needed(false);
    }
  });
});

describe('what is said of a file', () => {
  const OTHERS: Record<string, string> = { filename_disk: 'a.jpg', uploaded_by: '', id: '', storage: 'other', filesize: '1', metadata: '{}', modified_on: '2020-01-01', focal_point_x: '3', charset: 'utf-8', width: '1' };
  it.each(Object.entries(OTHERS))('is not %s, by the form', async (field, value) => {
    await leavesNothing(async () => {
      const { status, errors } = await send(wangge, community.cadre, { fields: { [field]: value || community.worker.id } });
      expect([status, errors[0]?.extensions.field, errors[0]?.message]).toEqual([400, field, expect.stringContaining('由系统维护')]);
    });
  });

  it('reaches neither another’s picture nor the small one that is made of it', async () => {
    const file = await upload(wangge, community.worker);
    await fetch(`${wangge.url}/assets/${file}?key=system-small-cover`, { headers: { authorization: `Bearer ${community.worker.token}` } }).then(answer => answer.arrayBuffer());
    const thumbnail = onDisk().find(name => name.startsWith(`${file}__`))!;
    const before = readFileSync(join(root, thumbnail));
    await leavesNothing(async () => {
      for (const filename_disk of [thumbnail, `./${thumbnail}`, `${file}.jpg`])
        expect((await send(wangge, community.cadre, { fields: { filename_disk } })).status).toBe(400);
      for (const body of [{ type: 'image/jpeg', filename_disk: thumbnail }, { type: 'image/jpeg', filename_download: 'a.jpg' }]) {
        const answer = await wangge.request('POST', '/files', { as: community.cadre, body });
        expect([answer.status, answer.errors[0]?.message]).toEqual([400, expect.stringContaining('上传')]);
        // Nor is an administrator's description a file.
        expect((await wangge.request('POST', '/files', { as: wangge.admin, body })).status).toBe(400);
      }
    });
    expect(readFileSync(join(root, thumbnail)).equals(before)).toBe(true);
  });

  it('is refused inside of another record, in GraphQL, and by an export into the files', async () => {
    await leavesNothing(async () => {
      const nested = { create: [{ directus_files_id: { type: 'image/jpeg', filename_download: 'a.jpg', filename_disk: 'b.jpg', uploaded_by: community.worker.id } }], update: [], delete: [] };
      expect((await wangge.request('POST', '/items/issues', { as: community.worker, body: residentsMatter(community, { photos: nested }) })).status).toBeGreaterThanOrEqual(400);
      for (const as of [community.cadre, wangge.admin]) {
        const graphql = await wangge.request('POST', '/graphql/system', { as, body: { query: 'mutation { create_files_item(data: { type: "image/jpeg", filename_download: "a.jpg", filename_disk: "c.jpg" }) { id } }' } });
        expect(graphql.body.errors ?? graphql.errors).not.toEqual([]);
      }
      const file = { filename_disk: 'd.csv', uploaded_by: community.worker.id };
      const stored = async (): Promise<unknown> => await db('directus_notifications').where({ recipient: community.cadre.id }).where('subject', 'like', '%export%').first('id');
      await wangge.request('POST', '/utils/export/issues', { as: community.cadre, body: { query: { limit: 1, fields: ['id'] }, format: 'csv', file } });
      await expect.poll(stored).toBeDefined();
    });
  });

  it('is changed by nobody but in its words, and a file in a record is not replaced nor deleted', async () => {
    const file = await upload(wangge, community.worker);
    const change = (body: unknown, as = wangge.admin) => wangge.request('PATCH', `/files/${file}`, { as, body });
    for (const field of ['filename_disk', 'uploaded_by', 'type', 'storage', 'filename_download', 'metadata']) {
      const { status, errors } = await change({ [field]: community.cadre.id });
      expect([field, status, errors[0]?.extensions.field]).toEqual([field, 400, field]);
    }
    expect((await wangge.request('PATCH', '/files', { as: wangge.admin, body: { keys: [file], data: { uploaded_by: community.cadre.id } } })).status).toBe(400);
    expect((await change({ title: '现场' })).status).toBe(200);
    expect((await change({ title: '现场' }, community.worker)).status).toBe(403);

    const other = await noise(40, 30);
    expect((await change(formOf({ content: other, name: 'b.png', type: 'image/png' }))).status).toBe(200);
    expect(await row(file)).toMatchObject({ type: 'image/png', width: 40, height: 30, title: '现场', uploaded_by: community.worker.id });
    expect((await change(formOf({ content: '<html>', name: 'b.png', type: 'image/png' }))).status).toBe(400);
    expect((await change(formOf(), community.cadre)).status).toBe(403);

    await reported(wangge, community, { photos: link(file) });
    const before = onDisk();
    const replaced = await change(formOf());
    expect([replaced.status, replaced.errors[0]?.extensions.rule]).toEqual([400, 'file_in_use']);
    expect((await change(formOf(), community.cadre)).status).toBe(403);
    const deleted = await wangge.request('DELETE', `/files/${file}`, { as: wangge.admin });
    expect([deleted.status, deleted.errors[0]?.extensions.rule]).toEqual([400, 'file_in_use']);
    expect([onDisk(), (await row(file)).type]).toEqual([before, 'image/png']);
  });
});

const noise = (width: number, height: number): Promise<Buffer> =>
  sharp(Buffer.from(Uint8Array.from({ length: width * height * 3 }, (_, index) => index * 2654435761 >>> 24)), { raw: { width, height, channels: 3 } }).png().toBuffer();

describe('import by address', () => {
  it('is the administrator’s, and reaches no machine inside by any notation', async () => {
    let asked = 0;
    const inside = createServer((_, response) => {
      asked++;
      response.setHeader('content-type', 'image/jpeg').end(PHOTO);
    });
    await new Promise<void>(done => inside.listen(0, '::', done));
    const { port } = inside.address() as { port: number };
    try {
      await leavesNothing(async () => {
        const hosts = ['0', '0.0.0.0', '127.0.0.1', '127.1', '2130706433', '0x7f000001', '[::]', '[::1]', '[::ffff:127.0.0.1]', '[::127.0.0.1]', '[64:ff9b::7f00:1]', 'localhost'];
        for (const host of hosts) {
          const body = { url: `http://${host}:${port}/a.jpg` };
          expect((await wangge.request('POST', '/files/import', { as: wangge.admin, body })).status, host).toBeGreaterThanOrEqual(400);
        }
        const body = { url: `http://0:${port}/a.jpg` };
        for (const as of [community.worker, community.cadre, community.dispatcher])
          expect((await wangge.request('POST', '/files/import', { as, body })).status).toBe(403);
        const graphql = await wangge.request('POST', '/graphql/system', { as: community.worker, body: { query: `mutation { import_file(url: "http://0:${port}/a.jpg") { id } }` } });
        expect(JSON.stringify(graphql.body)).toContain('FORBIDDEN');
        for (const url of ['data:image/jpeg;base64,AAAA', 'file:///etc/passwd', 'ftp://example.com/a.jpg', '']) {
          const { status } = await wangge.request('POST', '/files/import', { as: wangge.admin, body: { url } });
          expect([url, status]).toEqual([url, 400]);
        }
      });
      expect(asked).toBe(0);
    }
    finally {
      inside.close();
    }
  });
});

describe('what is broken off', () => {
  it('by who sends leaves no row', async () => {
    await leavesRowsAlone(async () => {
      const { hostname, port } = new URL(wangge.url);
      const socket = connect(Number(port), hostname);
      const head = `POST /files HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${community.worker.token}\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: 100000\r\n\r\n`;
      socket.write(`${head}--b\r\nContent-Disposition: form-data; name="file"; filename="a.jpg"\r\nContent-Type: image/jpeg\r\n\r\n`);
      socket.write(PHOTO);
      await expect.poll(() => readdirSync(arriving).length).toBeGreaterThan(0);
      socket.destroy();
    });
  });

  it('by a full disk is told, and leaves neither row nor file: whoever may upload may not delete', async () => {
    for (const step of ['write', 'arrive'] as const) {
      const service = fakeService(community.worker.id);
      guardUploads(Object.getPrototypeOf(service), async () => true, { folder: step === 'arrive' ? '/dev/null/none' : mkdtempSync(join(tmpdir(), 'files-')), bytes: 2 ** 20, storage: 'local' });
      const error = await service.uploadOne(Readable.from([PHOTO]), { filename_download: 'a.jpg', type: 'image/jpeg' }).catch((error: unknown) => error);
      expect(error).toMatchObject({ status: 503, message: expect.stringContaining('存储空间不足') });
      expect(await db('directus_files').where({ filename_download: 'a.jpg', uploaded_by: community.worker.id, filesize: null })).toEqual([]);
    }
  });

  it('by a kill is cleaned up after a day, and nothing else', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'storage-'));
    const waiting = mkdtempSync(join(tmpdir(), 'arriving-'));
    const whole = await upload(wangge, community.worker);
    const half = async (age: string): Promise<string> => {
      const id = randomUUID();
      await db('directus_files').insert({ id, storage: 'local', type: 'image/jpeg', filename_download: 'half.jpg', created_on: db.raw(`now() - ?::interval`, [age]) });
      return id;
    };
    const [old, young, linked] = [await half('25 hours'), await half('1 hour'), await half('25 hours')];
    const id = await reported(wangge, community);
    await db('issues_files').insert({ id: randomUUID(), issues_id: id, directus_files_id: linked });
    const hash = 'a'.repeat(40);
    const gone = randomUUID();
    const named = { [`${whole}.jpg`]: true, [`${whole}__${hash}.jpg`]: true, [`temp_${whole}.jpg`]: false, [`${gone}.jpg`]: false, [`${gone}__${hash}.avif`]: false, [`${old}.jpg`]: false, [`${young}.jpg`]: true, 'logo.png': true, '.gitkeep': true };
    const place = (path: string): void => {
      writeFileSync(path, 'x');
      const yesterday = Date.now() / 1000 - 25 * 3600;
      utimesSync(path, yesterday, yesterday);
    };
    for (const name of Object.keys(named))
      place(join(folder, name));
    const now = `${randomUUID()}.jpg`;
    writeFileSync(join(folder, now), 'x');
    place(join(waiting, randomUUID()));
    place(join(waiting, 'other.txt'));
    const tidy = (): Promise<Record<string, number>> => tidyFiles(db, { storages: [folder, '/no/such/folder'], arriving: [waiting] }, Date.now());
    expect(await tidy()).toEqual({ rows: 1, files: 5 });
    expect(readdirSync(folder).sort()).toEqual([now, ...Object.keys(named).filter(name => named[name])].sort());
    expect(readdirSync(waiting)).toEqual(['other.txt']);
    expect([await row(old), await row(young), await row(linked), await row(whole)].map(found => found === undefined)).toEqual([true, false, false, false]);
    expect(await tidy()).toEqual({ rows: 0, files: 0 });
    await db('directus_files').where({ id: young }).delete();
  });
});

describe('the house', () => {
  it('other accounts of the machine do not enter the folders of uploads', () => {
    expect([root, arriving].map(folder => statSync(folder).mode & 0o777)).toEqual([0o700, 0o700]);
  });

  it('nothing in Directus but what is guarded stores what people send', () => {
    const api = join(import.meta.dirname, '../../node_modules/@directus/api/dist');
    const sources = readdirSync(api, { recursive: true, encoding: 'utf8' }).filter(name => name.endsWith('.js'));
    const naming = (sign: RegExp): string[] => sources.filter(name => sign.test(readFileSync(join(api, name), 'utf8'))).sort();
    // What is written into a storage: uploads, small pictures, uploads in parts, which are off, and what tells whether it can be written.
    expect(naming(/\b(?:disk|location\([^)]*\)|storageDriver)\.(?:write|writeChunk|createChunkedUpload)\(/)).toEqual(['metrics/lib/create-metrics.js', 'services/assets.js', 'services/files.js', 'services/server.js', 'services/tus/data-store.js']);
    // And who asks for it: all of them by the method that is ours.
    expect(naming(/\.(?:uploadOne|importOne)\(/)).toEqual(['ai/tools/files/index.js', 'controllers/files.js', 'services/files.js', 'services/graphql/resolvers/system.js', 'services/import-export.js']);
    expect(wangge.environment.TUS_ENABLED).toBe('false');
  });
});

async function leavesRowsAlone(attempt: () => Promise<unknown>): Promise<void> {
  const rows = await db('directus_files').count();
  await attempt();
  expect(await db('directus_files').count()).toEqual(rows);
}

/** Directus' service on a disk that is full: the row is there, the file is not, and its own cleaning up is not permitted. */
function fakeService(user: string): { uploadOne: (stream: Readable, data: Record<string, unknown>) => Promise<string> } {
  class Service {
    knex = db;
    schema = { relations: [] };
    accountability = { user, admin: false };
    async uploadOne(stream: Readable, data: Record<string, unknown>): Promise<string> {
      await stream.toArray();
      await db('directus_files').insert({ ...data, storage: 'local', uploaded_by: user });
      throw Object.assign(new Error('Service "files" is unavailable.'), { name: 'DirectusError', code: 'SERVICE_UNAVAILABLE', status: 503 });
    }

    async importOne(): Promise<string> {
      return '';
    }

    async deleteMany([id]: string[]): Promise<void> {
      await db('directus_files').where({ id }).delete();
    }
  }
  return new Service();
}
