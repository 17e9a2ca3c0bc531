/** The grid board on paper: what it says, for whom, whatever photograph somebody has uploaded. */
import type { Community } from './community.ts';
import type { Account } from './harness.ts';
import { randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { peopled } from './community.ts';
import { server } from './harness.ts';
import { pagesOf } from './pdf.ts';
import { PDF, upload as uploadAs } from './uploads.ts';

const wangge = await server();
const { db } = wangge;
let people: Community;

const square = (lng: number, lat: number): object => ({ type: 'Polygon', coordinates: [[[lng, lat], [lng + 0.004, lat], [lng + 0.004, lat + 0.003], [lng, lat + 0.003], [lng, lat]]] });

beforeAll(async () => {
  people = await peopled(wangge);
  const { place: { patches, communities, area }, worker, level2 } = people;
  await db('subdistricts').where({ id: people.place.id }).update({ name: '东城街道', supervision_phone: '010-00000110' });
  await db('grids').where({ id: area.id }).update({ name: '第一片区' });
  await db('grids').where({ id: communities[0].id }).update({ name: '花园社区' });
  await db('grids').where({ id: patches[0].id }).update({ name: '花园社区第一网格', boundary: JSON.stringify(square(116.4, 39.97)), households: 382 });
  await db('grids').where({ id: patches[1].id }).update({ name: '花园社区第二网格', boundary: JSON.stringify(square(116.404, 39.97)) });
  await db('directus_users').where({ id: worker.id }).update({ last_name: '王', first_name: '敏', phone: '010-11112222', title: '社区工作者' });
  await db('directus_users').where({ id: level2.id }).update({ last_name: null, first_name: '赵建国', phone: '010-33334444' });
  await wangge.createUser({ role: 'level_3', name: '李副手', posts: [{ grid: patches[0].id, role: 'deputy' }, { grid: patches[1].id, role: 'deputy', ends_on: '2020-12-31' }] });
});

async function paper(as: Account | null, path: string): Promise<{ status: number; pdf: Buffer; headers: Headers }> {
  const response = await fetch(`${wangge.url}/wangge/grids/${path}`, { headers: as === null ? {} : { authorization: `Bearer ${as.token}` } });
  return { status: response.status, pdf: Buffer.from(await response.arrayBuffer()), headers: response.headers };
}

/** The text of each page without spaces: on a board they depend on the columns. */
const closely = async (pdf: Buffer): Promise<string[]> => (await pagesOf(pdf)).map(page => page.replaceAll(/\s+/g, ''));
const countOf = (pdf: Buffer): number => pdf.toString('latin1').match(/\/Type \/Page\b/g)?.length ?? 0;
const said = (pdf: Buffer): string => JSON.parse(pdf.toString()).errors[0].extensions.rule;

/** Kept to be looked at. */
function keep(name: string, pdf: Buffer): void {
  mkdirSync('test-results', { recursive: true });
  writeFileSync(join('test-results', `${name}.pdf`), pdf);
}

describe('one board', () => {
  it('says who is responsible, who stands above, the duties, where to complain and where the notices are', async () => {
    const { status, pdf, headers } = await paper(people.worker, `${people.place.patches[0].id}/board.pdf`);
    expect(status, pdf.toString('utf8', 0, 300)).toBe(200);
    expect([headers.get('content-type'), decodeURIComponent(headers.get('content-disposition')!)]).toEqual(['application/pdf', expect.stringContaining('花园社区第一网格公示牌.pdf')]);
    keep('grid-board', pdf);
    expect(countOf(pdf)).toBe(1);
    const [page] = await closely(pdf);
    for (const text of ['网格公示牌', '东城街道', '花园社区第一网格', '三级网格', people.place.patches[0].code, '户数382', '王敏', '社区工作者', '010-11112222', '李副手', '赵建国', '010-33334444', '各级网格职责', '每个工作日不少于1小时', '每个工作日不少于2小时', '监督电话', '010-00000110', '扫码查看办理结果公示', '第二网格', '北', '米'])
      expect(page, text).toContain(text);
  });

  it('is for whoever reads grids, on either paper; of a grid that is there', async () => {
    const path = `${people.place.patches[0].id}/board.pdf`;
    const analyst = await wangge.createUser({ role: 'analyst' });
    for (const person of [people.stranger, people.level1, people.cadre, people.officer, people.dispatcher, people.inspector, analyst, wangge.admin])
      expect((await paper(person, path)).status).toBe(200);
    expect((await paper(null, path)).status).toBe(403);
    expect((await paper(people.worker, `${randomUUID()}/board.pdf`)).status).toBe(403);
    expect((await paper(people.worker, `x/board.pdf`)).status).toBe(403);
    const large = await paper(people.worker, `${path}?size=A3`);
    expect([large.status, /MediaBox \[0 0 841\.89 1190\.55\]/.test(large.pdf.toString('latin1'))]).toEqual([200, true]);
    expect([said((await paper(people.worker, `${path}?size=A5`)).pdf), said((await paper(people.worker, `${people.place.area.id}/boards.pdf?level=4`)).pdf)]).toEqual(['board_size', 'board_level']);
  });

  it('a vacant post, no boundary, seven deputies and names that go on and on: still one page', async () => {
    const grid = people.place.patches[1].id;
    await db('grids').where({ id: people.place.patches[3].id }).update({ name: '阿不都热依木·买买提艾力街道附属特别长名称的社区居民委员会第十二责任片网格'.repeat(4) });
    const leader = await wangge.createUser({ role: 'level_3', name: '阿不都热依木·买买提艾力·阿布都克里木', posts: [{ grid: people.place.patches[3].id }] });
    await db('directus_users').where({ id: leader.id }).update({ title: '社区党委副书记、居民委员会副主任'.repeat(2), phone: '010-11112222转80123（工作日九时至十八时）' });
    for (let nth = 1; nth <= 9; nth++)
      await wangge.createUser({ role: 'level_3', name: `副网格长${nth}`, posts: [{ grid: people.place.patches[3].id, role: 'deputy' }] });
    const vacant = await paper(people.level1, `${grid}/board.pdf`);
    const crowded = await paper(people.level1, `${people.place.patches[3].id}/board.pdf`);
    expect([vacant, crowded].map(({ status, pdf }) => [status, countOf(pdf)])).toEqual([[200, 1], [200, 1]]);
    keep('grid-board-crowded', crowded.pdf);
    const [page] = await closely(vacant.pdf);
    expect(page).toContain('暂缺');
    expect(page).not.toContain('李副手');
    const [full] = await closely(crowded.pdf);
    expect(full).toContain('等共9人');
    await db('grids').where({ id: people.place.patches[1].id }).update({ boundary: null });
    expect((await paper(people.level1, `${grid}/board.pdf`)).status).toBe(200);
  });
});

describe('photographs', () => {
  const upload = (name: string, type: string, content: Buffer): Promise<string> => uploadAs(wangge, wangge.admin, { name, type, content });
  /** From before uploads were looked at. */
  const stored = async (type: string, content: Buffer): Promise<string> => {
    const id = await uploadAs(wangge, wangge.admin);
    const { filename_disk } = await db('directus_files').where({ id }).first('filename_disk');
    writeFileSync(join(wangge.environment.STORAGE_LOCAL_ROOT!, filename_disk), content);
    await db('directus_files').where({ id }).update({ type });
    return id;
  };
  const boardWith = async (avatar: string | null): Promise<Buffer> => {
    await db('directus_users').where({ id: people.worker.id }).update({ avatar });
    const { status, pdf } = await paper(people.level2, `${people.place.patches[0].id}/board.pdf`);
    expect(status, pdf.toString('utf8', 0, 300)).toBe(200);
    return pdf;
  };
  const hasPhoto = (pdf: Buffer): boolean => pdf.toString('latin1').includes('/DCTDecode');
  const WEBP = Buffer.from('UklGRiIAAABXRUJQVlA4IBYAAAAwAQCdASoBAAEADsD+JaQAA3AAAAAA', 'base64');

  it('are converted to what paper takes; what is no photograph gives way to a placeholder, never to an error', async () => {
    expect(hasPhoto(await boardWith(null))).toBe(false);
    const jpeg = await boardWith(await upload('头像.jpg', 'image/jpeg', readFileSync('seeds/demo/photos/yard.jpg')));
    expect(hasPhoto(jpeg)).toBe(true);
    keep('grid-board-photo', jpeg);
    expect(hasPhoto(await boardWith(await upload('头像.webp', 'image/webp', WEBP)))).toBe(true);
    expect(hasPhoto(await boardWith(await stored('image/png', Buffer.from('no image'))))).toBe(false);
    expect(hasPhoto(await boardWith(await stored('image/jpeg', readFileSync('seeds/demo/photos/yard.jpg').subarray(0, 300))))).toBe(false);
    const huge = await upload('巨.jpg', 'image/jpeg', readFileSync('seeds/demo/photos/yard.jpg'));
    await db('directus_files').where({ id: huge }).update({ width: 60_000, height: 60_000 });
    expect(hasPhoto(await boardWith(huge))).toBe(false);
    const drawing = await stored('image/svg+xml', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'));
    expect(hasPhoto(await boardWith(drawing))).toBe(false);
    expect(hasPhoto(await boardWith(await upload('说明.pdf', 'application/pdf', PDF)))).toBe(false);
    const gone = await upload('空.jpg', 'image/jpeg', readFileSync('seeds/demo/photos/yard.jpg'));
    await db('directus_files').where({ id: gone }).update({ filename_disk: 'nowhere.jpg' });
    expect(hasPhoto(await boardWith(gone))).toBe(false);
    await db('directus_files').where({ id: gone }).update({ storage: 'nowhere' });
    expect(hasPhoto(await boardWith(gone))).toBe(false);
  });
});

describe('several boards', () => {
  it('those of the active grids below, by level, in the order of the tree', async () => {
    const all = await paper(people.level1, `${people.place.area.id}/boards.pdf`);
    expect([all.status, countOf(all.pdf)]).toEqual([200, 7]);
    keep('grid-boards', all.pdf);
    const [first, second, third] = await closely(all.pdf);
    expect([first!.includes('所辖二级网格'), second!.includes('所辖三级网格'), third!.includes('花园社区第一网格')]).toEqual([true, true, true]);
    expect(countOf((await paper(people.level1, `${people.place.area.id}/boards.pdf?level=2`)).pdf)).toBe(2);
    expect(countOf((await paper(people.worker, `${people.place.communities[0].id}/boards.pdf?level=3`)).pdf)).toBe(2);
    expect(said((await paper(people.level1, `${people.place.patches[0].id}/boards.pdf?level=1`)).pdf)).toBe('board_none');
  });

  it('a retired grid has none; too many at once are refused with a sentence', async () => {
    const other = await wangge.createSubdistrict();
    await db('grids').where({ id: other.patches[0].id }).update({ status: 'retired' });
    expect(said((await paper(people.level1, `${other.patches[0].id}/board.pdf`)).pdf)).toBe('board_retired');
    await db('grids').insert(Array.from({ length: 200 }, (_, nth) => ({ id: randomUUID(), code: `${other.code}9${String(nth).padStart(5, '0')}`, name: `网格${nth}`, subdistrict: other.id, level: 3, parent: other.communities[1].id, kind: 'basic', status: 'active' })));
    const { status, pdf } = await paper(people.level1, `${other.area.id}/boards.pdf`);
    expect([status, JSON.parse(pdf.toString()).errors[0].message]).toEqual([400, '一次最多打印 200 块公示牌，请按层级或从下级网格分别打印。']);
  });
});
