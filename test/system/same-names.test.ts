/** What names one thing names it however it is written: numbers of work orders, codes; and what does not fit its field is said of that field. */
import type { Cast } from './cast.ts';
import type { Server } from './harness.ts';
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { doubles } from '../../extensions/wangge/src/kernel/same-key-store.ts';
import { sameKey } from '../../extensions/wangge/src/kernel/text-rules.ts';
import { castFor, SHOWN } from './cast.ts';
import { residentsMatter } from './community.ts';
import { server } from './harness.ts';
import { insertIssue } from './issue-rows.ts';

let wangge: Server;
let community: Cast;

beforeAll(async () => {
  wangge = await server();
  community = await castFor(wangge);
});

const report = (said: object) => wangge.request('POST', '/items/issues', { as: community.worker, body: residentsMatter(community, { ...SHOWN, ...said }) });
const fresh = (): string => `HX${randomUUID().slice(0, 8)}-01`.toUpperCase();
const wide = (text: string): string => [...text].map(sign => String.fromCharCode(sign.charCodeAt(0) + 0xFEE0)).join('');
const told = ({ status, errors }: { status: number; errors: { message: string; extensions: { field?: string } }[] }) => ({ status, field: errors[0]?.extensions.field, message: errors[0]?.message });

it('the database makes the same keys as the rules', async () => {
  const signs = ['a', 'Z', 'Ａ', '１', ' ', '\u3000', '-', '–', '——', '−', '\'', '’', '="', '"', '.', '．', '安', '里', '·', '・', '(', '（', '〔', '【', ']', '》', '\u200B', '\u{E0100}', '葛', '\t', 'ﬁ', '㈱', '½', '\uFE0F', '\u0301', 'é', '\u1160', '\u{E0041}', '①'];
  const texts = fc.sample(fc.array(fc.constantFrom(...signs), { maxLength: 10 }).map(parts => parts.join('')), { numRuns: 3000, seed: 7 });
  const { rows } = await wangge.db.raw<{ rows: { text: string; key: string }[] }>('select t as text, wangge_same_key(t) as key from unnest(?::text[]) t', [texts]);
  // Of a spreadsheet's wrapping the database takes off one layer; more than that nobody writes.
  const differing = rows.filter(({ text, key }) => (text.match(/="/g) ?? []).length < 2 && key !== sameKey(text));
  expect(differing).toEqual([]);
});

describe('the number of a work order', () => {
  it('is one however it is written, and the others are told which issue it is', async () => {
    const number = fresh();
    const first = await report({ source: 'hotline', external_no: number });
    expect(first.status, JSON.stringify(first.body)).toBe(200);
    const issue = await wangge.db('issues').where({ id: first.body.data.id }).first('number');
    for (const written of [number, number.toLowerCase(), wide(number), `="${number}"`, `'${number}`, ` ${number.replace('-', '–')}\u200B`]) {
      const again = told(await report({ source: 'hotline', external_no: written }));
      expect(again).toMatchObject({ status: 400, field: 'external_no' });
      expect(again.message).toContain(issue.number);
    }
    expect((await report({ source: 'superior', external_no: number })).status).toBe(200);
  });

  it('of many sent at the same moment is one issue', async () => {
    const number = fresh();
    const answers = await Promise.all([number, number.toLowerCase(), wide(number), ` ${number}`].map(external_no => report({ source: 'hotline', external_no })));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 400, 400, 400]);
    for (const { status, errors } of answers.filter(answer => answer.status === 400))
      expect({ status, field: errors[0]!.extensions.field, han: /\p{Script=Han}/u.test(errors[0]!.message) }).toEqual({ status: 400, field: 'external_no', han: true });
  });

  it('is changed to one that is free, which then frees the old one', async () => {
    const [one, other] = [fresh(), fresh()];
    const [a, b] = [await report({ source: 'hotline', external_no: one }), await report({ source: 'hotline', external_no: other })];
    const change = (id: string, external_no: string) => wangge.request('PATCH', `/items/issues/${id}`, { as: community.worker, body: { external_no } });
    expect(told(await change(b.body.data.id, one.toLowerCase()))).toMatchObject({ status: 400, field: 'external_no' });
    expect((await change(a.body.data.id, one.toLowerCase())).status).toBe(200);
    expect((await change(a.body.data.id, fresh())).status).toBe(200);
    expect((await change(b.body.data.id, one.toLowerCase())).status).toBe(200);
  });

  it('that stood twice before stays, is listed, and is taken in no third time', async () => {
    const number = fresh();
    const twin = async (external_no: string): Promise<void> => {
      // As it was before the database kept watch.
      await wangge.db.transaction(async (trx) => {
        await trx.raw('set local session_replication_role = replica');
        const grid = community.place.patches[0];
        await trx('issues').insert({ ...await trx('issues').where({ grid: grid.id }).first(), id: randomUUID(), number: randomUUID().slice(0, 20), client_key: null, source: 'hotline', external_no });
      });
    };
    await insertIssue(wangge.db, { grid: community.place.patches[0], columns: { source: 'hotline', external_no: number } } as never);
    await twin(number.toLowerCase());
    expect((await report({ source: 'hotline', external_no: wide(number) })).status).toBe(400);
    expect(await doubles(wangge.db)).toContainEqual(expect.objectContaining({ field: 'external_no', said: number.toLowerCase(), first: number }));
    await wangge.db('issues').where({ external_no: number.toLowerCase() }).update({ external_no: null });
  });
});

it('the code of a department is one however it is written', async () => {
  const department = await wangge.db('departments').where({ id: community.place.office.id }).first('code', 'name');
  const answer = told(await wangge.request('POST', '/items/departments', { as: wangge.admin, body: { code: wide(department.code), name: '另一单位', subdistrict: community.place.id, kind: 'office' } }));
  expect(answer).toMatchObject({ status: 400, field: 'code' });
  expect(answer.message).toContain(department.name);
});

describe('what does not fit', () => {
  it('is said of its field, with the limit', async () => {
    expect(told(await report({ title: '字'.repeat(300) }))).toEqual({ status: 400, field: 'title', message: '“标题”最多 255 个字，现有 300 个字，请精简后再保存。' });
    expect(told(await report({ address: '字'.repeat(300) })).message).toMatch(/^“地点”最多 255 个字/);
  });

  it('in a list and a change too', async () => {
    const many = await wangge.request('POST', '/items/issues', { as: community.worker, body: [residentsMatter(community), residentsMatter(community, { contact_name: '字'.repeat(300) })] });
    expect(told(many)).toMatchObject({ status: 400, field: 'contact_name' });
    const grid = await wangge.request('PATCH', `/items/grids/${community.place.patches[3].id}`, { as: wangge.admin, body: { population: 3_000_000_000 } });
    expect(told(grid)).toMatchObject({ status: 400, field: 'population', message: expect.stringMatching(/^“Population” is between/) });
  });

  it('of what only the database refuses there is a sentence, never a failure', async () => {
    for (const body of [{ department: randomUUID() }, { boundary: 'x' }, { level: 'x' }, { parent: 'no key' }]) {
      const { status, errors } = await wangge.request('PATCH', `/items/grids/${community.place.patches[3].id}`, { as: wangge.admin, body });
      expect(status, JSON.stringify([body, errors])).toBe(400);
      expect(errors[0]!.extensions.code, JSON.stringify(body)).toMatch(/^(?:FAILED_VALIDATION|WANGGE_REFUSED)$/);
    }
  });
});
