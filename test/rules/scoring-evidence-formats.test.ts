/** Evidence that was frozen by an earlier version: read, scored and digested as on the day on which it was published. */
import type { Result } from '../../extensions/wangge/src/assessment/evidence/result-rules.ts';
import type { Ranking, Score } from '../../extensions/wangge/src/assessment/schemes/scoring-rules.ts';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { recompute } from '../../extensions/wangge/src/assessment/evidence/old-evidence.ts';
import { verifyFile } from '../../extensions/wangge/src/assessment/evidence/verify-file.ts';

interface Published { digest: string; cases: number; scores: Score[]; rankings: Ranking[] }

const FOLDER = join(import.meta.dirname, 'evidence');
const EXAMPLES = readdirSync(FOLDER).filter(file => file.endsWith('.jsonl')).map(file => file.slice(0, -'.jsonl'.length)).sort();
const TREES = ['tree-and-checkpoint'];
const FORMATS = EXAMPLES.filter(example => !TREES.includes(example));
const textOf = (format: string): string => readFileSync(join(FOLDER, `${format}.jsonl`), 'utf8');
const publishedWith = (format: string): Published => JSON.parse(readFileSync(join(FOLDER, `${format}.expected.json`), 'utf8')) as Published;
const fileOf = (text: string) => async (): Promise<Readable> => Readable.from([gzipSync(text)]);

it('there is an example of every form', () => {
  expect(EXAMPLES).toEqual(['first-rounds-as-of-a-cut', 'four-flags', 'four-flags-and-hotline', 'tree-and-checkpoint']);
});

describe.each(FORMATS)('an evidence file with %s', (format) => {
  const text = textOf(format);
  const [header, ...lines] = text.trimEnd().split('\n');

  it('gives the digest, scores and ranks that were published', async () => {
    const { header: _, ...found } = await recompute(fileOf(text));
    expect(found).toEqual(publishedWith(format));
  });

  it('gives them in any order of its lines', async () => {
    const { header: _, ...found } = await recompute(fileOf([header, ...lines.toReversed(), ''].join('\n')));
    expect(found).toEqual(publishedWith(format));
  });

  it('gives another digest when one fact was changed', async () => {
    const forged = lines.map((line, n) => n === 0 ? line.replace(/\d\]$/, flag => flag === '0]' ? '1]' : '0]') : line);
    expect((await recompute(fileOf([header, ...forged, ''].join('\n')))).digest).not.toBe(publishedWith(format).digest);
  });
});

describe.each(TREES)('an evidence file with %s', (format) => {
  const text = textOf(format);
  const { checkpoint, key, ...published } = JSON.parse(readFileSync(join(FOLDER, `${format}.expected.json`), 'utf8')) as { checkpoint: string; key: string; digest: string; facts: number; results: Result[] };

  it('gives the digest, the signature and every result that were published', async () => {
    const { digest, facts, results, faults } = await verifyFile(fileOf(text), { checkpoint, key });
    expect(faults).toEqual([]);
    expect({ digest, facts, results }).toEqual(published);
  });

  it('does not when one fact was changed', async () => {
    expect((await verifyFile(fileOf(text.replace(/,1\]\n/, ',0]\n')), { checkpoint, key })).faults.map(({ code }) => code)).toContain('leaf_grid');
  });
});
