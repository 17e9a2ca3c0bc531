/** Entries that must not come to light, in the ledgers of one patch; whoever sees them, whoever does not, and every way of asking. */
import type { Community } from './community.ts';
import type { Account, Answer, Server } from './harness.ts';
import { randomInt, randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { expect } from 'vitest';
import { checkDigit } from '../../extensions/wangge/src/kernel/identity-number-rules.ts';
import { peopled } from './community.ts';

export const RESIDENTS = 'ledger_residents';
export const ELDERLY = 'ledger_elderly';

/** What every resident has beside a name. */
export const PERSON = { sex: 'male', birth_on: '1990-01-01', residence: 'registered', address: '某小区1号楼1单元101室' };
/** Anything of it gives it away; ids are names of nothing, and are probed for separately. */
export const SECRET = /绝密/;

export const said = ({ body }: Answer<unknown>): string => typeof body === 'string' ? body : JSON.stringify(body);
export const json = JSON.stringify;
export const rule = ({ errors }: Answer<unknown>) => errors[0]?.extensions.rule ?? errors[0]?.extensions.code;

export function identity(born: string, sex: 'male' | 'female'): string {
  const first = `110105${born}${randomInt(10, 99)}${sex === 'male' ? 1 : 2}`;
  return first + checkDigit(first);
}

export interface Secrets {
  near: Community;
  far: Community;
  /** Patch 0 of `near`, where the secrets stand. */
  patch: string;
  /** Sees the entries of patch 0, one of each role that may. */
  sighted: Record<string, Account>;
  /** Does not, one of each role. */
  blind: Record<string, Account>;
  /** Of the residents. */
  dataset: string;
  /** What stands in patch 0. `A` and `helper` (an elderly person's contact) are in nobody's draw, `drawn` is. */
  A: Record<'id' | 'name' | 'remark' | 'number' | 'phone' | 'address', string>;
  helper: Record<'id' | 'name' | 'phone', string>;
  drawn: Record<'id' | 'name' | 'phone', string>;
  /** Any full number of theirs. */
  FULL: () => RegExp;
  ask: (as: Account | null, path: string, query?: Record<string, string>) => Promise<Answer<any>>;
  send: (as: Account | null, method: string, path: string, body: unknown, query?: Record<string, string>) => Promise<Answer<any>>;
  graphql: (as: Account, query: string) => Promise<Answer<any>>;
  created: (as: Account, collection: string, body: object) => Promise<string>;
  /** By Directus' own import. */
  imported: (as: Account, collection: string, rows: object[]) => Promise<Answer<any>>;
  /** Every way of asking that could bring an entry of patch 0 to light. */
  ways: (as: Account) => Ways;
}

type Ways = Record<string, () => Promise<Answer<any>>>;

export async function answersTo(asked: Ways): Promise<[string, Answer<any>][]> {
  return Promise.all(Object.entries(asked).map(async ([way, question]): Promise<[string, Answer<any>]> => [way, await question()]));
}

/** On a server of its own: offices are given sets. */
export async function ledgerSecrets(wangge: Server): Promise<Secrets> {
  const { db } = wangge;
  /** What stands in patch 0. `A` and `helper` are in nobody's draw, `drawn` is. */
  const A = { id: '', name: '欧阳绝密', remark: '绝密备注', number: '', phone: `139${randomInt(10_000_000, 99_999_999)}`, address: '绝密小区3号楼2单元501室' };
  const helper = { id: '', name: '司马绝密', phone: `137${randomInt(10_000_000, 99_999_999)}` };
  const drawn = { id: '', name: '上官绝密', phone: `136${randomInt(10_000_000, 99_999_999)}` };
  const FULL = (): RegExp => new RegExp([A.number, A.phone, helper.phone, drawn.phone].join('|'));

  const ask = (as: Account | null, path: string, query: Record<string, string> = {}) => wangge.request('GET', path, { as, query });
  const send = (as: Account | null, method: string, path: string, body: unknown, query: Record<string, string> = {}) => wangge.request(method, path, { as, body, query });
  const graphql = (as: Account, query: string) => wangge.request('POST', '/graphql', { as, body: { query } });

  async function created(as: Account, collection: string, body: object): Promise<string> {
    const answer = await send(as, 'POST', `/items/${collection}`, body);
    expect(answer.status, said(answer)).toBe(200);
    return answer.body.data.id;
  }

  /**
   * By Directus' own import. In 11.17.4 it waits for ever where the last row was answered before the file's end was read
   * (`importJSON` asks a queue that is empty already to tell when it drains): then it is asked again.
   */
  async function imported(as: Account, collection: string, rows: object[]): Promise<Answer<any>> {
    for (let attempt = 1; ; attempt++) {
      const form = new FormData();
      form.append('file', new Blob([json(rows)], { type: 'application/json' }), 'rows.json');
      const answer = await Promise.race([send(as, 'POST', `/utils/import/${collection}`, form), delay(10_000, null, { ref: false })]);
      if (answer !== null)
        return answer;
      if (attempt === 3)
        throw new Error('Directus\' import did not answer three times');
    }
  }

  function ways(as: Account): Ways {
    const list = (query: Record<string, string>, collection = RESIDENTS) => () => ask(as, `/items/${collection}`, { limit: '-1', ...query });
    return {
      'list': list({}),
      'list with everything related': list({ fields: '*.*' }),
      'item': () => ask(as, `/items/${RESIDENTS}/${A.id}`, { fields: '*.*' }),
      'items by id': list({ filter: json({ id: { _in: [A.id, drawn.id] } }) }),
      'alias': list({ 'fields': 'x,y,z', 'alias[x]': 'name', 'alias[y]': 'identity_number', 'alias[z]': 'remark' }),
      'sorted page': list({ sort: 'name,-phone', limit: '1', fields: 'name,phone,address' }),
      'search by name': list({ search: A.name }),
      'search by number': list({ search: A.number }),
      'SEARCH': () => send(as, 'SEARCH', `/items/${RESIDENTS}`, { query: { filter: { name: { _contains: '绝密' } }, limit: -1 } }),
      'minimum and maximum': list({ 'aggregate[min]': 'birth_on', 'aggregate[max]': 'draw' }),
      'grouped': list({ 'aggregate[count]': 'id', 'groupBy[]': 'name' }),
      'grouped by masked number': list({ 'aggregate[countDistinct]': 'name', 'groupBy[]': 'identity_number' }),
      'another set, through its relation': list({ fields: '*,person.*,person.grid.*' }, ELDERLY),
      'another set, deep': list({ fields: 'person.name', deep: json({ person: { _filter: { name: { _nnull: true } } } }) }, ELDERLY),
      'GraphQL': () => graphql(as, `{
        everybody: ${RESIDENTS}(limit: -1) { id name identity_number phone address remark }
        searched: ${RESIDENTS}(search: "${A.name}") { who: name where: address }
        probed: ${RESIDENTS}(filter: { remark: { _contains: "绝密" } }) { remark }
        one: ${RESIDENTS}_by_id(id: "${A.id}") { name phone }
        groups: ${RESIDENTS}_aggregated(groupBy: ["name", "remark"]) { group count { id } }
        related: ${ELDERLY} { contact contact_phone person { name phone identity_number grid { name } } }
      }`),
      // Without the fields that the inspection team does not know.
      'GraphQL of what is shared': () => graphql(as, `{
        everybody: ${RESIDENTS}(limit: -1) { identity_number phone name_masked sex birth_on }
        groups: ${RESIDENTS}_aggregated(groupBy: ["identity_number"]) { group count { id } }
        related: ${ELDERLY} { contact_phone person { phone identity_number name_masked } }
      }`),
      ...Object.fromEntries(['csv', 'json'].map(format => [`export ${format}`, list({ export: format, fields: '*' })])),
      'revisions': () => ask(as, '/revisions', { limit: '500', fields: '*.*' }),
      'activity': () => ask(as, '/activity', { limit: '500', fields: '*.*' }),
      'versions': () => ask(as, '/versions', { limit: '-1' }),
      'a version of it': () => ask(as, `/items/${RESIDENTS}/${A.id}`, { version: 'main' }),
      'comments': () => ask(as, '/comments', { limit: '-1' }),
      'where numbers are kept': () => ask(as, '/items/ledger_sealed', { limit: '-1' }),
      'where changes are kept': () => ask(as, '/items/ledger_changes', { limit: '-1' }),
      ...Object.fromEntries(['ledger_findings', 'ledger_confirmations', 'ledger_prints', 'ledger_print_jobs', 'collection_tasks', 'ledger_expected'].map(collection => [collection, list({}, collection)])),
      'history': () => ask(as, `/wangge/ledgers/${RESIDENTS}/${A.id}/history`),
      'history of the other set': () => ask(as, `/wangge/ledgers/${ELDERLY}/${helper.id}/history`),
      'freshness': () => ask(as, '/wangge/ledgers/freshness', { grid: patch }),
    };
  }

  const [near, far] = [await peopled(wangge), await peopled(wangge)];
  const { place } = near;
  const patch = place.patches[0].id;
  const office = randomUUID();
  await db('departments').insert({ id: office, code: `${place.code}B07`, name: '民政办', subdistrict: place.id, kind: 'office', active: true });
  const used = await db('ledger_datasets').whereIn('collection', [RESIDENTS, ELDERLY]).pluck('id');
  // The same sets are given to an office of another sub-district.
  await db('ledger_datasets_departments').insert(used.flatMap(id => [office, far.place.office.id].map(departments_id => ({ id: randomUUID(), ledger_datasets_id: id, departments_id }))));
  const sighted: Record<string, Account> = {
    level_3: near.worker,
    level_2: near.level2,
    level_1: near.level1,
    community_cadre: near.cadre,
    office: await wangge.createUser({ role: 'office', department: office }),
  };
  const blind: Record<string, Account> = {
    'level_3': near.stranger,
    'level_3 without a post': await wangge.createUser({ role: 'level_3' }),
    'level_2': await wangge.createUser({ role: 'level_2', posts: [{ grid: place.communities[1].id }] }),
    'level_1': far.level1,
    'community_cadre': await wangge.createUser({ role: 'community_cadre', department: place.communityDepartments[1].id }),
    'office': near.officer,
    'office of another sub-district': far.officer,
    'dispatcher': near.dispatcher,
    'inspector': near.inspector,
    'analyst': await wangge.createUser({ role: 'analyst', department: office }),
  };
  const dataset: string = (await db('ledger_datasets').where({ collection: RESIDENTS }).first('id')).id;
  const ids = (await db.raw('select id::text, hashtextextended(id::text, 0) & 127 as draw from (select gen_random_uuid() as id from generate_series(1, 400)) s')).rows as { id: string; draw: string }[];
  [A.id, helper.id] = ids.filter(({ draw }) => Number(draw) >= 13).map(({ id }) => id) as [string, string];
  drawn.id = ids.find(({ draw }) => Number(draw) < 13)!.id;
  A.number = identity('19491231', 'female');
  await created(near.worker, RESIDENTS, { id: A.id, grid: patch, name: A.name, residence: 'registered', identity_number: A.number, phone: A.phone, address: A.address, remark: A.remark });
  await created(near.worker, RESIDENTS, { id: drawn.id, grid: patch, name: drawn.name, phone: drawn.phone, ...PERSON, remark: '绝密备注' });
  await created(near.worker, ELDERLY, { id: helper.id, grid: patch, person: A.id, kinds: ['alone'], contact: helper.name, contact_phone: helper.phone, frequency: 'weekly' });
  // Something of their own, so that an empty answer is not for want of rows.
  await created(near.stranger, RESIDENTS, { grid: place.patches[2].id, name: '李可见', ...PERSON });
  return { near, far, patch, sighted, blind, dataset, A, helper, drawn, FULL, ask, send, graphql, created, imported, ways };
}
