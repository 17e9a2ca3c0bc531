/**
 * The paper ledger of a grid with 2,400 residents, over HTTP: read as its leader, entered in the register, set and written;
 * against the library alone, which sets the same pages from rows that it is given. Then a hundred small books, for the memory.
 */
import type { BookModel } from '../../extensions/wangge/src/ledgers/book/model.ts';
import type { OwnServer } from '../system/harness.ts';
import type { Bench } from './bench.ts';
import { Buffer } from 'node:buffer';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import pdfmake from 'pdfmake';
import { book } from '../../extensions/wangge/src/ledgers/book/book-page-rules.ts';
import { root } from '../../scripts/start/environment.ts';
import { cpuOf, line, measure } from './measure.ts';
import { sized } from './scale.ts';

const RESIDENTS = sized(2_400);
const BOOKS = sized(100);
const GOAL = 1.5;

const fonts = Object.fromEntries(Object.entries({ normal: '400Regular', bold: '700Bold' }).map(([name, weight]) =>
  [name, join(root, 'node_modules', '@expo-google-fonts', 'noto-sans-sc', weight, `NotoSansSC_${weight}.ttf`)])) as Record<'normal' | 'bold', string>;

async function fill({ db }: OwnServer, grid: string, residents: number): Promise<void> {
  await db.raw(`
    insert into ledger_residents (id, grid, name, name_masked, sex, birth_on, phone, address, residence, state, source, date_created)
    select gen_random_uuid(), ?, '陈' || n, '陈**', 'female', date '1950-01-01' + n, '138****' || lpad(n::text, 4, '0'), '和平路' || n || '号院3号楼2单元501', 'registered', 'current', 'import', now()
    from generate_series(1, ${residents}) n`, [grid]);
}

/** What the server is to make of these rows: the sets without entries as it prints them. */
function model(empty: { title: string; columns: string[] }[]): BookModel {
  const rows = Array.from({ length: RESIDENTS }, (_, n) => ['陈**', '女', '1950-01-01', `138****${String(n).padStart(4, '0')}`, `和平路${n}号院3号楼***`, '户籍人口']);
  const sheet = { collection: 'ledger_x', part: '人口计生', note: '每 180 天至少核实一次', address: 'http://127.0.0.1:8055/wangge/ledgers/sheet/00000000-0000-0000-0000-000000000000/ledger_x' };
  return {
    language: 'zh-CN',
    subdistrict: '建新街道',
    community: '和平里社区',
    grid: '第三网格',
    code: '110105001002003',
    responsible: null,
    phone: null,
    version: 1,
    printed_at: '2026-03-02 10:00',
    printed_by: '测试',
    sheets: [{ ...sheet, title: '居民', columns: ['姓名', '性别', '出生日期', '联系电话', '现住地址', '人口类别'], rows }, ...empty.map(one => ({ ...sheet, ...one, rows: [] }))],
    left_out: [],
    prints: [],
  };
}

const pagesIn = (pdf: Buffer): number => pdf.toString('latin1').match(/\/Type \/Page\b/g)?.length ?? 0;

/** MB that a process holds. */
const memory = (pid: number): number => Math.round(Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))![1]) / 1024);

async function run({ server, say }: Parameters<Bench['run']>[0]): Promise<void> {
  const wangge = await server({ RATE_LIMITER_ENABLED: 'false' });
  const place = await wangge.createSubdistrict();
  const [large, small] = place.patches;
  const leader = await wangge.createUser({ role: 'level_2', posts: [{ grid: place.communities[0].id }] });
  await fill(wangge, large.id, RESIDENTS);
  await fill(wangge, small.id, 60);
  const required = await wangge.db('ledger_datasets').where({ required: true, active: true }).whereNot({ sensitivity: 'sensitive' }).whereNot({ collection: 'ledger_residents' }).select('name', 'print_fields');
  const plain = model(required.map(one => ({ title: one.name, columns: one.print_fields })));

  const print = async (grid: string): Promise<Buffer> => {
    // The library alone holds this process up for longer than the server keeps a connection.
    const response = await fetch(`${wangge.url}/wangge/ledgers/${grid}/book.pdf`, { headers: { authorization: `Bearer ${leader.token}`, connection: 'close' } });
    const answer = Buffer.from(await response.arrayBuffer());
    if (response.status !== 200)
      throw new Error(answer.toString());
    return answer;
  };
  pdfmake.setFonts({ SC: fonts });
  pdfmake.setUrlAccessPolicy(() => false);
  pdfmake.setLocalAccessPolicy(() => true);
  const alone = (): Promise<Buffer> => pdfmake.createPdf(book(plain)).getBuffer();
  const [ours, theirs] = [await print(large.id), await alone()];
  say(`  ${pagesIn(ours)} pages, ${ours.length >> 10} kB; the library alone: ${pagesIn(theirs)} pages, ${theirs.length >> 10} kB`);

  const variants = [
    { name: 'the library alone', run: async () => void await alone() },
    { name: 'a book', run: async () => void await print(large.id) },
  ];
  const [ofServer, ofBench] = [cpuOf(wangge.pid()), cpuOf(process.pid)];
  const [cpu, wholeCpu] = await measure(variants, { rounds: 4, warmUp: 2, cost: () => ofServer() + ofBench() });
  say(line(wholeCpu!, cpu!, 'CPU ms'));
  const [baseline, whole] = await measure(variants, { rounds: 5 });
  say(line(whole!, baseline!, 'ms', GOAL));
  say(`  pages a second: ${Math.round(pagesIn(ours) / whole!.minimum * 1000)}; the library alone: ${Math.round(pagesIn(theirs) / baseline!.minimum * 1000)}`);

  const before = memory(wangge.pid());
  const held: number[] = [];
  for (let n = 1; n <= BOOKS; n++) {
    await print(small.id);
    if (n % 25 === 0 || n === BOOKS)
      held.push(memory(wangge.pid()));
  }
  say(`  memory of the server over ${BOOKS} books: ${before} MB before, then ${held.join(', ')} MB`);
}

export default { name: 'The paper ledger', run } satisfies Bench;
