/** The stand-alone script, as somebody outside runs it: one file, in an empty folder, with Node alone. */
import type { TreeHeader } from '../../extensions/wangge/src/assessment/evidence/recompute-rules.ts';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signedCheckpoint } from '../../extensions/wangge/src/assessment/evidence/checkpoint-rules.ts';
import { buildVerifier, VERIFIER } from '../../scripts/start/verifier.ts';
import { FOREIGN, OURS, readTree, scoredFacts, scoredHeader, scoredText } from './evidence-tree.ts';

let folder: string;
const at = (name: string): string => join(folder, name);
beforeAll(async () => {
  await buildVerifier();
  folder = mkdtempSync(join(tmpdir(), 'wangge-verify-'));
  cpSync(VERIFIER, at('verify-ranking.mjs'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Of the Nodes that are there, those of the releases that the script promises to run on. */
const NODES = [process.execPath, '/usr/bin/node', process.env.OTHER_NODE ?? ''].filter((node) => {
  const { stdout } = node === '' ? { stdout: '' } : spawnSync(node, ['--version'], { encoding: 'utf8' });
  return /^v(?:20|22|24)\./.test(stdout ?? '');
});

function run(args: readonly string[], { node = process.execPath, lang = 'en-US' } = {}): { code: number | null; said: string } {
  const { status, stdout, stderr } = spawnSync(node, ['verify-ranking.mjs', ...args], { cwd: folder, env: { LANG: lang }, encoding: 'utf8' });
  return { code: status, said: `${stdout}${stderr}` };
}

/** With a rolling year, and a person by the posts that they held. */
const HEADER: TreeHeader = {
  ...scoredHeader(6),
  led: { p00000: [['person-x']] },
  year: { quarters: [{ code: '2026-Q2', version: 1, persons_by_post: true }], subjects: [{ kind: 'grid', code: 'p00000', sample: 9, counts: { on_time: [3, 9] } }] },
};
const TEXT = scoredText(HEADER, scoredFacts(HEADER, 12));
const { checkpoint } = readTree(TEXT).reading.seal!;
const PUBLIC = OURS.public.toString('base64');

function file(name: string, content: string | Buffer, packed = true): string {
  writeFileSync(at(name), packed ? gzipSync(content) : content);
  return name;
}

describe('verify-ranking', () => {
  it.each(NODES)('agrees, on %s, with checkpoint and key, at any level of gzip, in both languages', (node) => {
    const [evidence, printed] = [file('e.jsonl.gz', TEXT), file('checkpoint.txt', checkpoint, false)];
    const { code, said } = run([evidence, printed, '--key', PUBLIC, '--list'], { node });
    expect(said).toContain('2026-Q3, sub-district 440305001, version 1: 61 facts');
    expect(said).toMatch(/From the facts follow \d+ scores, 8 places/);
    expect(said).toContain('✓ All agrees.');
    expect(code).toBe(0);
    writeFileSync(at('best.gz'), gzipSync(TEXT, { level: 9 }));
    writeFileSync(at('none.gz'), gzipSync(TEXT, { level: 0 }));
    for (const other of ['best.gz', 'none.gz'])
      expect(run([other, printed], { node, lang: 'zh_CN.UTF-8' })).toMatchObject({ code: 0, said: expect.stringContaining('✓ 全部一致。') });
  });

  it('says what does not agree: a fact, a score, a place', () => {
    const flipped = TEXT.replace(/(\["clock","p00000".*)1,/, '$10,');
    expect(run([file('fact.gz', flipped)])).toMatchObject({ code: 1, said: expect.stringMatching(/The facts of grid p00000 \(leaf 2, 12 lines\)/) });
    const better = TEXT.replace(/("name":"grid p00001 3","row":\{.*"rank":)\d+/, '$177');
    expect(run([file('rank.gz', better)])).toMatchObject({ code: 1, said: expect.stringMatching(/ranking grid p00001 3: .*"rank":\d,.* follows from the facts, .*"rank":77,.* was published/) });
    const year = TEXT.replace(/("result":"year","name":"grid p00000 3".*"rank":)\d+/, '$177');
    expect(run([file('year.gz', year)])).toMatchObject({ code: 1, said: expect.stringMatching(/year grid p00000 3: .*"rank":77/) });
    expect(run([file('before.gz', TEXT.replace('[3,9]', '[4,9]'))])).toMatchObject({ code: 1, said: expect.stringContaining('year grid p00000 3') });
    const gone = TEXT.replace(/\{"result":"score".*\n/, '');
    expect(run([file('gone.gz', gone)])).toMatchObject({ code: 1, said: expect.stringMatching(/follows from the facts, - was published/) });
  });

  it('says it of a foreign signature, another key, a wrong size, another ranking\'s checkpoint', () => {
    expect(run([file('foreign.gz', scoredText(HEADER, scoredFacts(HEADER, 12), FOREIGN)), '--key', PUBLIC])).toMatchObject({ code: 1, said: expect.stringContaining('is not signed with the key') });
    const { root, origin, size } = { root: readTree(TEXT).reading.leaves[0]!, origin: HEADER.origin, size: 99 };
    const wrong = run([file('e2.gz', TEXT), file('wrong.txt', signedCheckpoint({ origin, size, root }, OURS), false)]);
    expect(wrong).toMatchObject({ code: 1, said: expect.stringContaining('says 99 leaves, the file has 9') });
    expect(run([file('e3.gz', TEXT), file('other.txt', signedCheckpoint({ origin: 'wangge/440305001/2026-Q2/v1', size: 9, root }, OURS), false)]).said).toContain('is of “wangge/440305001/2026-Q2/v1”');
  });

  it('says it of a packed file that was changed or cut off, and of what is none', () => {
    const packed = gzipSync(TEXT);
    const changed = Buffer.from(packed);
    changed[packed.length >> 1]! ^= 255;
    expect(run([file('changed.gz', changed, false)]).code).toBe(1);
    expect(run([file('cut.gz', packed.subarray(0, -100), false)])).toMatchObject({ code: 1, said: expect.stringContaining('no whole gzip file') });
    for (const more of [gzipSync(''), Buffer.from('more'), Buffer.alloc(3)])
      expect(run([file('more.gz', Buffer.concat([packed, more]), false)])).toMatchObject({ code: 1, said: expect.stringContaining('one gzip member and nothing else') });
    expect(run([file('bomb.gz', Buffer.alloc(80 * 2 ** 20))])).toMatchObject({ code: 1, said: expect.stringContaining('unpacks to more than 100 times its size') });
    expect(run([file('text.gz', 'hello\n')])).toMatchObject({ code: 1, said: expect.stringContaining('no evidence of a format that is known') });
    expect(gunzipSync(packed).toString()).toBe(TEXT);
  });

  it('says how it is used, and that a file is not there', () => {
    expect(run([])).toMatchObject({ code: 2, said: expect.stringContaining('Usage: node verify-ranking.mjs') });
    expect(run(['nothing.gz'])).toMatchObject({ code: 1, said: expect.stringContaining('no such file') });
    expect(run(['--nothing'])).toMatchObject({ code: 2 });
  });
});
