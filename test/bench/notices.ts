/**
 * The public list at 200,000 published notices (a fifth of them over their time) of 40 sub-districts: a page, a page of one
 * community, a page of a category far down the list, and searches, each over HTTP with its whole page against the bare SQL of the same rows.
 * With `EXPLAIN=1` the plans are printed too.
 */
import type { IncomingMessage } from 'node:http';
import type { Search } from '../../extensions/wangge/src/disclosure/search-rules.ts';
import type { OwnServer } from '../system/harness.ts';
import type { Bench } from './bench.ts';
import { once } from 'node:events';
import { Agent, get } from 'node:http';
import process from 'node:process';
import { text } from 'node:stream/consumers';
import { listQueries } from '../../extensions/wangge/src/disclosure/public-store.ts';
import { addressOf, NO_SEARCH } from '../../extensions/wangge/src/disclosure/search-rules.ts';
import { fillQuarter } from '../system/quarter.ts';
import { line, measure } from './measure.ts';
import { sized } from './scale.ts';

const SIZE = { subdistricts: sized(40), patches: sized(4_000), issues: sized(200_000) };
const REQUESTS = sized(50);
/** One notice in so many speaks of the rare word: some forty in all. */
const RARE = sized(4_999);
const GOAL = 3;

const connection = new Agent({ keepAlive: true, maxSockets: 1 });

/** Over one connection, with the plainest of clients: the server is measured. */
async function page(url: string): Promise<string> {
  const [response] = await once(get(url, { agent: connection }), 'response') as [IncomingMessage];
  return await text(response);
}

/** Past the triggers: only the page is measured. */
async function fillNotices({ db }: OwnServer): Promise<void> {
  await fillQuarter(db, SIZE);
  await db.transaction(async (trx) => {
    await trx.raw('set local session_replication_role = replica');
    await trx.raw(`
      insert into disclosures (id, issue, mode, title, summary, result, grid, grid_path, category, state, published_at, shown_until, photos_cleared)
      select gen_random_uuid(), i.id, 'individual', c.name || '：' || g.name,
        (array['小区北门', '主路东侧', '幼儿园门前', '菜市场南口', '地下车库入口', '公交站旁'])[1 + n % 6] || (array['路灯不亮', '井盖松动', '路面塌陷', '垃圾堆积', '消防通道被占', '健身器材损坏', '雨水倒灌'])[1 + n % 7]
          || '，居民反映多日' || case when n % ${RARE} = 1 then '，疑似燃气泄漏' else '' end || '（' || n || '）',
        '接报后当日到场，' || (array['已修复', '已更换', '已清运', '已劝离'])[1 + n % 4] || '，并安排每周巡查。',
        g.id, g.path, c.id, 'published', timestamptz '2026-01-01' + n * interval '1 minute',
        case when n % 5 = 0 then date '2020-01-01' else date '2099-12-31' end, false
      from (select id, grid, row_number() over (order by id) as n from issues) i
      join grids p on p.id = i.grid join grids g on g.id = p.parent
      join (select id, name, row_number() over (order by code) - 1 as place, count(*) over () as of from issue_categories where parent is not null) c on c.place = n % c.of`);
  });
  await db.raw('vacuum analyze disclosures');
}

async function run({ server, say }: Parameters<Bench['run']>[0]): Promise<void> {
  const wangge = await server({ RATE_LIMITER_ENABLED: 'false' });
  await fillNotices(wangge);
  const { db } = wangge;
  const { grid } = await db('disclosures').first('grid');
  const { category } = await db('disclosures').first('category');
  const deep = await db('disclosures').where('shown_until', '>', '2026-01-01').orderBy('published_at').offset(SIZE.issues / 2).first('id', 'published_at');
  const searches: Record<string, Search> = {
    'a page': NO_SEARCH,
    'a page in the middle': { ...NO_SEARCH, cursor: { direction: 'before', published_at: Date.parse(deep.published_at), id: deep.id } },
    'a page of one community': { ...NO_SEARCH, grid },
    'a page of one category': { ...NO_SEARCH, category },
    'a search for a common word': { ...NO_SEARCH, q: '路灯' },
    'a search for a rare word': { ...NO_SEARCH, q: '燃气泄漏' },
    'a search for two words': { ...NO_SEARCH, q: '路灯 北门' },
    'a search for nothing there': { ...NO_SEARCH, q: '天外来客' },
  };
  for (const [what, search] of Object.entries(searches)) {
    const queries = listQueries(search, search.grid === null ? null : [search.grid], search.category === null ? null : [search.category], null);
    const repeat = async (once: () => Promise<number>): Promise<void> => {
      const expected = what === 'a search for nothing there' ? 0 : 20;
      for (let n = 0; n < REQUESTS; n++) {
        const found = await once();
        if (found < expected)
          throw new Error(`${what}: ${found} notices`);
      }
    };
    const bare = {
      name: 'the bare SQL',
      run: () => repeat(async () => {
        let found = 0;
        for (const { sql, bindings } of queries) {
          found = (await db.raw(sql, bindings as never)).rows.length;
          if (found > 20)
            break;
        }
        return found;
      }),
    };
    const whole = {
      name: what,
      run: () => repeat(async () => ((await page(`${wangge.url}/notices${addressOf(search, null)}`)).match(/<h3>/g) ?? []).length),
    };
    const [baseline, ours] = await measure([bare, whole], { rounds: 5 });
    say(line(ours!, baseline!, `ms for ${REQUESTS}`, GOAL));
    if (process.env.EXPLAIN) {
      for (const { sql, bindings } of queries)
        say((await db.raw(`explain (analyze, buffers) ${sql}`, bindings as never)).rows.map((row: Record<string, string>) => `    ${row['QUERY PLAN']}`).join('\n'));
    }
  }
  const { rows: [{ size }] } = await db.raw(`select pg_size_pretty(pg_indexes_size('disclosures')) as size`);
  say(`  indexes of ${SIZE.issues} notices: ${size}`);
}

export default { name: 'The public page at 200,000 notices', run } satisfies Bench;
