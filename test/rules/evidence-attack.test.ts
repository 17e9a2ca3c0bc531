/** Whatever is done to an evidence file, at whatever place: it is refused, in a sentence. And a file is one gzip member, whole, and no bomb. */
import type { TreeHeader } from '../../extensions/wangge/src/assessment/evidence/recompute-rules.ts';
import type { TreeFact } from '../../extensions/wangge/src/assessment/evidence/tree-rules.ts';
import type { Given } from '../../extensions/wangge/src/assessment/evidence/tree-verdict-rules.ts';
import { Buffer } from 'node:buffer';
import { Readable } from 'node:stream';
import { deflateRawSync, gunzipSync, gzipSync } from 'node:zlib';
import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { Crc32 } from '../../extensions/wangge/src/assessment/evidence/crc32-rules.ts';
import { NotEvidence } from '../../extensions/wangge/src/assessment/evidence/not-evidence.ts';
import { originOf } from '../../extensions/wangge/src/assessment/evidence/tree-rules.ts';
import { unpackedFrom } from '../../extensions/wangge/src/assessment/evidence/unpacking.ts';
import { verifyFile } from '../../extensions/wangge/src/assessment/evidence/verify-file.ts';
import { fault, told } from '../../extensions/wangge/src/assessment/evidence/verify-words.ts';
import { FACT_KINDS } from '../../extensions/wangge/src/assessment/facts/fact-kinds.ts';
import { FACT_KIND_NAMES } from '../../extensions/wangge/src/assessment/facts/model.ts';
import { canonicalJson } from '../../extensions/wangge/src/kernel/canonical-json-rules.ts';
import { FOREIGN, FRAME, OURS, scoredFacts, scoredHeader, scoredText } from './evidence-tree.ts';

/** Every kind with every column, persons by their posts, and a rolling year. */
const PLAIN = scoredHeader(5);
const columns = { ...Object.fromEntries(FACT_KIND_NAMES.map(kind => [kind, Object.keys(FACT_KINDS[kind].columns)])) } as TreeHeader['columns'];
const HEADER: TreeHeader = {
  ...PLAIN,
  columns,
  subjects: [...PLAIN.subjects, { kind: 'person', code: 'person-x', level: 3, path: null, group: null, retired: false, days: 92, previous_rank: null }],
  led: { p00000: [['person-x'], []] },
  year: { quarters: [{ code: '2026-Q2', version: 1, persons_by_post: true }], subjects: [{ kind: 'grid', code: 'p00000', sample: 9, counts: { on_time: [3, 9] } }] },
};
const FACTS: TreeFact[] = [
  ...scoredFacts(HEADER, 8),
  ...FACT_KIND_NAMES.flatMap(kind => PLAIN.grids.slice(1, -1).map(({ code }, n): TreeFact => ({
    kind,
    grid: code,
    department: null,
    person: n % 2 === 0 ? 'person-x' : null,
    id: `${kind}${n}`,
    cells: columns[kind]!.map((column, at) => ({ flag: (n + at) % 2, number: n + at, word: column === 'clock' ? 'resolve' : 'community' })[FACT_KINDS[kind].columns[column]!.type]),
  }))),
];
const TEXT = scoredText(HEADER, FACTS);
const BYTES = Buffer.from(TEXT);
const LINES = TEXT.slice(0, -1).split('\n');
const PACKED = gzipSync(BYTES);
const KEY = OURS.public.toString('base64');

/** The sentences in which it is refused; none: it is not. */
async function refusals(packed: Buffer, given: Partial<Given> = {}, piece = 4096): Promise<string[]> {
  const pieces = Array.from({ length: Math.ceil(packed.length / piece) }, (_, n) => packed.subarray(n * piece, (n + 1) * piece));
  const faults = await verifyFile(async () => Readable.from(pieces), { checkpoint: null, key: null, ...given })
    .then(found => found.faults, (error: unknown) => [error instanceof NotEvidence ? error.fault : fault('not_evidence', { reason: String(error) })]);
  const said = faults.flatMap(one => [told(one, 'zh-CN'), told(one, 'en-US')]);
  said.forEach(sentence => expect(sentence).not.toMatch(/\{[a-z_]+\}|undefined/));
  return said;
}
const refused = async (text: string | Buffer, given: Partial<Given> = {}): Promise<boolean> => (await refusals(gzipSync(text), { key: KEY, ...given })).length > 0;
const checkpointIn = (text: string): string => (JSON.parse(text.trimEnd().split('\n').at(-1)!) as { seal: { checkpoint: string } }).seal.checkpoint;
const joined = (lines: readonly string[]): string => `${lines.join('\n')}\n`;

const facts = LINES.flatMap((line, at) => line.startsWith('[') ? [at] : []);

describe('an evidence file', () => {
  it('of every kind of fact agrees as it was written', async () => {
    expect(await refusals(PACKED, { key: KEY, checkpoint: checkpointIn(TEXT) })).toEqual([]);
    expect(facts.length).toBeGreaterThan(60);
  });

  property.prop([fc.nat(BYTES.length - 1), fc.integer({ min: 1, max: 255 })], { numRuns: 150 })('with one byte changed, anywhere, is refused', async (at, by) => {
    const changed = Buffer.from(BYTES);
    changed[at]! ^= by;
    expect(await refused(changed)).toBe(true);
  });

  property.prop([fc.constantFrom(...facts), fc.nat(), fc.constantFrom<number | string | null>(0, 1, 2, 7, null, 'district', '')], { numRuns: 150 })('with another value in any column of any kind is refused', async (at, which, value) => {
    const values = JSON.parse(LINES[at]!) as unknown[];
    const place = which % values.length;
    const line = JSON.stringify(values.with(place, value));
    expect(await refused(joined(LINES.with(at, line)))).toBe(line !== LINES[at]);
  });

  property.prop([fc.nat(LINES.length - 1), fc.nat(LINES.length - 1)], { numRuns: 80 })('with a line cut out, put in twice, or moved is refused', async (from, to) => {
    const without = LINES.toSpliced(from, 1);
    expect(await refused(joined(without))).toBe(true);
    expect(await refused(joined(LINES.toSpliced(to, 0, LINES[from]!)))).toBe(true);
    const moved = joined(without.toSpliced(to, 0, LINES[from]!));
    // What was published stands in any order behind the facts: it is compared, not signed.
    const results = LINES[from]!.startsWith('{"result"') && moved.split('\n').findIndex(line => line.startsWith('{"result"')) > facts.at(-1)! && moved.trimEnd().split('\n').at(-1) === LINES.at(-1);
    expect(await refused(moved)).toBe(moved !== TEXT && !results);
  });

  property.prop([fc.nat(BYTES.length - 1)], { numRuns: 60 })('that ends too early is refused', async (end) => {
    expect(await refused(BYTES.subarray(0, end))).toBe(true);
  });

  it('with the facts of two grids exchanged is refused', async () => {
    const exchanged = LINES.map(line => line.startsWith('[') ? line.replace(/"p0000[01]"/, code => code === '"p00000"' ? '"p00001"' : '"p00000"') : line);
    const head = exchanged.slice(0, facts[0]);
    const body = exchanged.slice(facts[0], facts.at(-1)! + 1).sort((a, b) => {
      const [x, y] = [a, b].map(line => (JSON.parse(line) as string[])[1] ?? '~');
      return x! < y! ? -1 : x! > y! ? 1 : a < b ? -1 : 1;
    });
    expect(await refused(joined([...head, ...body, ...exchanged.slice(facts.at(-1)! + 1)]))).toBe(true);
  });

  const fields = Object.keys(HEADER) as (keyof TreeHeader)[];
  property.prop([fc.constantFrom(...fields), fc.constantFrom(...fields)])('with two fields of its header exchanged, one left out or one more is refused', async (a, b) => {
    const others: object[] = [{ ...HEADER, [a]: undefined }, { ...HEADER, more: 1 }, ...canonicalJson(HEADER[a]) === canonicalJson(HEADER[b]) ? [] : [{ ...HEADER, [a]: HEADER[b], [b]: HEADER[a] }]];
    for (const header of others)
      expect(await refused(joined(LINES.with(0, JSON.stringify(header) === '{}' ? '{}' : canonicalJson(JSON.parse(JSON.stringify(header))))))).toBe(true);
  });

  it('that was made anew with another key, of another period, or from before a fact was there does not pass for the printed one', async () => {
    const printed = { checkpoint: checkpointIn(TEXT) };
    expect(await refused(scoredText(HEADER, FACTS, FOREIGN), { key: KEY })).toBe(true);
    expect(await refused(scoredText(HEADER, FACTS, FOREIGN), { key: null, ...printed })).toBe(true);
    const period = { ...FRAME.period, code: '2026-Q2' };
    const other = scoredText({ ...HEADER, period, origin: originOf(period) }, FACTS);
    expect([await refused(other), await refused(other, printed)]).toEqual([false, true]);
    const older = scoredText(HEADER, FACTS.slice(1));
    expect([await refused(older), await refused(older, printed), await refused(TEXT, { checkpoint: checkpointIn(older) })]).toEqual([false, true, true]);
  });
});

describe('a packed file', () => {
  const unpacked = async (packed: Buffer, piece: number): Promise<Buffer> => {
    const pieces: Buffer[] = [];
    for await (const one of unpackedFrom(Readable.from(Array.from({ length: Math.ceil(packed.length / piece) }, (_, n) => packed.subarray(n * piece, (n + 1) * piece)))))
      pieces.push(one as Buffer);
    return Buffer.concat(pieces);
  };
  /** As a packer writes it who says more in the header. */
  const withHeader = (content: Buffer, flags: number, more: Buffer): Buffer => {
    const crc = new Crc32();
    crc.add(content);
    const trailer = Buffer.alloc(8);
    trailer.writeUInt32LE(crc.value(), 0);
    trailer.writeUInt32LE(content.length, 4);
    return Buffer.concat([Buffer.from([0x1F, 0x8B, 8, flags, 1, 2, 3, 4, 0, 3]), more, deflateRawSync(content), trailer]);
  };

  property.prop([fc.uint8Array({ maxLength: 3000 }), fc.integer({ min: 1, max: 500 }), fc.nat(9)])('is unpacked as everybody unpacks it, in whatever pieces it comes', async (bytes, piece, level) => {
    const content = Buffer.concat(Array.from({ length: 1 + level }, () => Buffer.from(bytes)));
    const packed = gzipSync(content, { level });
    expect((await unpacked(packed, piece)).equals(gunzipSync(packed))).toBe(true);
    for (const named of [withHeader(content, 8, Buffer.from('name\0')), withHeader(content, 4 | 16 | 2, Buffer.from([3, 0, 1, 2, 3, 65, 0, 9, 9]))])
      expect((await unpacked(named, piece)).equals(content)).toBe(true);
  });

  const unpacksTheSame = (packed: Buffer): boolean => {
    try {
      return gunzipSync(packed).equals(BYTES);
    }
    catch {
      return false;
    }
  };
  it('whose last bits before the check sum are others holds the same', async () => {
    const others = Array.from({ length: 256 }, (_, by) => {
      const changed = Buffer.from(PACKED);
      changed[PACKED.length - 9]! ^= by;
      return changed;
    });
    const same = others.filter(unpacksTheSame);
    expect(same.length).toBeLessThan(256);
    for (const packed of same)
      expect(await refusals(packed, { key: KEY })).toEqual([]);
  });

  property.prop([fc.integer({ min: 10, max: PACKED.length - 1 }), fc.integer({ min: 1, max: 255 }), fc.integer({ min: 50, max: 5000 })], { numRuns: 60 })('with one byte changed, or cut off anywhere, is refused', async (at, by, piece) => {
    const changed = Buffer.from(PACKED);
    changed[at]! ^= by;
    // The bits that fill up the last byte before the check sum say nothing: everybody unpacks the same of it.
    expect((await refusals(changed, { key: KEY }, piece)).length > 0).toBe(!unpacksTheSame(changed));
    expect(await refusals(PACKED.subarray(0, at), { key: KEY }, piece)).not.toEqual([]);
  });

  property.prop([fc.uint8Array({ minLength: 1, maxLength: 40 }), fc.integer({ min: 1, max: 6000 })], { numRuns: 40 })('with anything behind it is refused', async (more, piece) => {
    expect(await refusals(Buffer.concat([PACKED, Buffer.from(more)]), {}, piece)).toEqual(expect.arrayContaining([expect.stringContaining('gzip 内容之后还有别的内容')]));
  });

  it.each([1, 9, 10, 100, 4096])('of two members, zeros behind, or an empty member before is refused, in pieces of %i', async (piece) => {
    const half = BYTES.length >> 1;
    for (const packed of [Buffer.concat([gzipSync(BYTES.subarray(0, half)), gzipSync(BYTES.subarray(half))]), Buffer.concat([PACKED, gzipSync('')]), Buffer.concat([gzipSync(''), PACKED]), Buffer.concat([PACKED, Buffer.alloc(1)])])
      expect(await refusals(packed, {}, piece)).toEqual(expect.arrayContaining([expect.stringContaining('one gzip member and nothing else')]));
  });

  it('that is a bomb is given up before it is unpacked: of nothing, of lines behind a header', async () => {
    expect(await refusals(gzipSync(Buffer.alloc(100 * 2 ** 20), { level: 1 }))).toEqual([expect.stringMatching(/解压后超过/), expect.stringMatching(/unpacks to more than/)]);
    const lines = Buffer.alloc(2 ** 20, '["clock"]\n');
    expect(await refusals(gzipSync(Buffer.concat([Buffer.from(`${LINES[0]!}\n`), lines])))).toEqual([expect.stringMatching(/行以上不是事实行/), expect.stringMatching(/10000 lines are no facts/)]);
    expect(await refusals(gzipSync(lines))).toHaveLength(2);
  });
});
