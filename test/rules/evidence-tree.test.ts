/** Evidence of format 2 as a tree: it reads as it was written, and whatever is done to it shows, in a sentence that says what. */
import type { TreeFact } from '../../extensions/wangge/src/assessment/evidence/tree-rules.ts';
import { Buffer } from 'node:buffer';
import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { keyIdOf, parseCheckpoint, signedCheckpoint } from '../../extensions/wangge/src/assessment/evidence/checkpoint-rules.ts';
import { LEAF_FORMAT, leafPageFaults, parseLeafPage } from '../../extensions/wangge/src/assessment/evidence/leaf-page-rules.ts';
import { inclusionProof, leafHash, rootOf } from '../../extensions/wangge/src/assessment/evidence/merkle-rules.ts';
import { factLine, parseFact, sealLine } from '../../extensions/wangge/src/assessment/evidence/tree-rules.ts';
import { told } from '../../extensions/wangge/src/assessment/evidence/verify-words.ts';
import { factOf, FACTS, FOREIGN, FRAME, OURS, readTree, treeText } from './evidence-tree.ts';

const TEXT = treeText();
const lines = TEXT.slice(0, -1).split('\n');
const withLines = (changed: readonly string[]): string => `${changed.join('\n')}\n`;
const { seal, leaves } = readTree(TEXT).reading;
const checkpoint = seal!.checkpoint;
const resealed = (text: string, leaves: readonly Buffer[]): string => withLines([...text.slice(0, -1).split('\n').slice(0, -1), sealLine({ ...seal!, leaves: [...leaves] })]);

describe('what was written', () => {
  it('reads as it was, without a fault, also against its printed checkpoint and the public key', () => {
    const { codes, facts, reading } = readTree(TEXT);
    expect(codes).toEqual([]);
    expect(facts.map(factLine).sort()).toEqual(FACTS.map(factLine).sort());
    expect(reading.leaves).toHaveLength(FRAME.grids.length + 2);
    expect(readTree(TEXT, { checkpoint, key: OURS.public.toString('base64') }).codes).toEqual([]);
  });

  it('has the tree that its description words', () => {
    const leaf = (grid: string | null): Buffer => leafHash(FACTS.filter(fact => fact.grid === grid).map(fact => `${factLine(fact)}\n`).sort().join(''));
    expect(leaves).toEqual([leafHash(`${lines[0]}\n`), leaf('a'), leaf('b'), leafHash(''), leaf('d'), leaf(null)]);
    expect(parseCheckpoint(checkpoint)).toMatchObject({ origin: 'wangge/440305001/2026-Q3/v1', size: 6, root: rootOf(leaves) });
  });

  test.prop([fc.integer({ min: 1, max: 200 })])('reads alike in pieces of any size', (piece) => {
    expect(readTree(TEXT, {}, piece)).toEqual(readTree(TEXT));
  });

  test.prop([fc.shuffledSubarray([...FACTS], { minLength: FACTS.length })])('does not depend on the order in which facts come', (facts) => {
    expect(treeText(facts)).toBe(TEXT);
  });

  test.prop([fc.array(fc.oneof(fc.constant(null), fc.integer(), fc.string({ unit: 'grapheme' })), { maxLength: 4 }), fc.string()])('has lines that read as they were written', (cells, id) => {
    const fact: TreeFact = { kind: 'k', grid: null, department: null, person: 'p', id, cells };
    expect(parseFact(factLine(fact), { k: cells.map(String) })).toEqual(fact);
  });
});

describe('a change', () => {
  const spots = [...Buffer.from(TEXT).keys()];

  test.prop([fc.constantFrom(...spots), fc.integer({ min: 1, max: 255 })], { numRuns: 400 })('of any one byte shows', (at, by) => {
    const bytes = Buffer.from(TEXT);
    const result = bytes.indexOf('{"result"');
    // What was published is no leaf: it is compared with what follows from the facts.
    fc.pre(at < result || at > bytes.indexOf('\n', result));
    bytes[at]! ^= by;
    let codes: string[];
    try {
      ({ codes } = readTree(bytes));
    }
    catch (error) {
      codes = [String(error)];
    }
    expect(codes).not.toEqual([]);
  });

  const changes: Record<string, [changed: string[], says: string[]]> = {
    'a flag': [lines.map((line, n) => n === 2 ? line.replace('1]', '0]') : line), ['leaf_grid', 'root_differs']],
    'a line dropped': [lines.toSpliced(2, 1), ['leaf_grid', 'root_differs']],
    'a line added': [lines.toSpliced(4, 0, factLine(factOf('a', 9))), ['leaf_grid', 'root_differs']],
    'a line twice': [lines.toSpliced(2, 0, lines[2]!), ['line_order', 'leaf_grid', 'root_differs']],
    'a line moved to another grid': [lines.toSpliced(5, 0, factLine({ ...FACTS[2]!, grid: 'b' })).toSpliced(3, 1).sort((a, b) => a.startsWith('["clock","b"') && b.startsWith('["clock","b"') ? a < b ? -1 : 1 : 0), ['leaf_grid', 'root_differs']],
    'a line that stands among those of another grid': [lines.toSpliced(3, 1).toSpliced(4, 0, lines[3]!), ['line_elsewhere', 'leaf_grid', 'root_differs']],
    'two grids that changed places': [[lines[0]!, ...lines.slice(4, 6), ...lines.slice(1, 4), ...lines.slice(6)], ['line_elsewhere', 'leaf_grid', 'root_differs']],
    'a grid that nobody knows': [lines.toSpliced(6, 0, factLine(factOf('cc', 1))), ['grid_unknown']],
    'a fact without a grid dropped': [lines.toSpliced(8, 1), ['leaf_gridless', 'root_differs']],
    'the cut of the header': [lines.with(0, lines[0]!.replace('2026-10-15', '2026-10-16')), ['leaf_header', 'root_differs']],
    'a carriage return': [lines.with(2, `${lines[2]}\r`), ['line_unreadable', 'leaf_grid', 'root_differs']],
    'a space in a line': [lines.with(2, lines[2]!.replace(',', ', ')), ['line_unreadable', 'leaf_grid', 'root_differs']],
    'a column more': [lines.with(2, lines[2]!.replace(']', ',1]')), ['line_unreadable', 'leaf_grid', 'root_differs']],
    'the seal cut off': [lines.slice(0, -1), ['seal_missing']],
    'something behind the seal': [[...lines, lines[2]!], ['after_seal']],
  };

  it.each(Object.entries(changes))('%s is named', (_, [changed, says]) => {
    expect(readTree(withLines(changed)).codes).toEqual(says);
  });

  it('of a grid is told with the grid, in both languages', () => {
    const { faults } = readTree(withLines(changes['a line dropped']![0]));
    expect(told(faults[0]!, 'zh-CN')).toBe('网格 a 的事实（第 1 叶，2 行）不是签名时的内容：有增、删、改或移入移出。');
    expect(told(faults[0]!, 'en-US')).toContain('The facts of grid a (leaf 1, 2 lines) are not what was signed');
  });

  it('without a last line feed shows', () => {
    expect(readTree(TEXT.slice(0, -1)).codes).toEqual(['line_last_feed']);
  });
});

describe('a seal', () => {
  it('with another hash of a leaf, two that changed places, or one too few is named', () => {
    expect(readTree(resealed(TEXT, leaves.with(2, leafHash('another'))))).toMatchObject({ codes: ['leaf_grid', 'seal_forged'] });
    expect(readTree(resealed(TEXT, leaves.with(1, leaves[2]!).with(2, leaves[1]!))).codes).toEqual(['leaf_grid', 'seal_forged']);
    expect(readTree(resealed(TEXT, leaves.slice(0, -1))).codes).toEqual(['size_wrong', 'seal_forged']);
  });

  it('of a foreign key is told from ours; one that borrows our key\'s name is forged', () => {
    const foreign = treeText(FACTS, FOREIGN);
    expect(readTree(foreign).codes).toEqual([]);
    expect(readTree(foreign, { key: OURS.public.toString('base64') }).codes).toEqual(['key_other', 'signature_foreign']);
    const { signatures: [line], text, origin } = parseCheckpoint(readTree(foreign).reading.seal!.checkpoint)!;
    const borrowed = `${text}\n— ${origin} ${Buffer.concat([keyIdOf(origin, OURS.public), line!.signature]).toString('base64')}\n`;
    const forged = withLines([...lines.slice(0, -1), sealLine({ ...seal!, checkpoint: borrowed })]);
    expect(readTree(forged).codes).toEqual(['signature_forged']);
  });

  it('that is not what was written, if only by its last character, is none', () => {
    const mailed = withLines([...lines.slice(0, -1), sealLine({ ...seal!, checkpoint: `${checkpoint.trimEnd()}\f` })]);
    expect(readTree(mailed).codes).toEqual(['checkpoint_unreadable']);
  });

  it('of a tree of another size, of another ranking, or of another history does not pass for this one', () => {
    const head = parseCheckpoint(checkpoint)!;
    const sealedWith = (body: Parameters<typeof signedCheckpoint>[0]): string => withLines([...lines.slice(0, -1), sealLine({ ...seal!, checkpoint: signedCheckpoint(body, OURS) })]);
    expect(readTree(sealedWith({ ...head, size: 7 })).codes).toEqual(['size_wrong']);
    expect(readTree(sealedWith({ ...head, origin: 'wangge/440305001/2026-Q2/v1' })).codes).toEqual(['origin_differs']);
    expect(readTree(sealedWith({ ...head, root: leafHash('another') })).codes).toEqual(['seal_forged', 'root_differs']);
  });

  it('of a whole file that was made anew does not stand against the printed checkpoint', () => {
    const rewritten = treeText(FACTS.slice(1));
    expect(readTree(rewritten).codes).toEqual([]);
    expect(readTree(rewritten, { checkpoint }).codes).toEqual(['root_differs']);
    expect(readTree(TEXT, { checkpoint: 'nothing' }).codes).toEqual(['checkpoint_unreadable']);
    expect(readTree(TEXT, { key: 'nothing' }).codes).toEqual(['key_unreadable']);
  });
});

describe('the page of a grid', () => {
  const page = {
    format: LEAF_FORMAT,
    period: '2026-Q3',
    version: 1,
    grid: 'b',
    columns: FRAME.columns,
    lines: lines.slice(4, 6),
    index: 2,
    proof: inclusionProof(leaves, 2).map(hash => hash.toString('base64')),
    checkpoint,
    key: OURS.public.toString('base64'),
  } as const;
  const codes = (changed: object, given = {}): string[] => leafPageFaults(parseLeafPage(JSON.stringify({ data: { ...page, ...changed } }))!, { checkpoint: null, key: null, ...given }).map(({ code }) => code);

  it('proves its lines, and has no others', () => {
    expect(codes({})).toEqual([]);
    expect(codes({}, { checkpoint, key: OURS.public.toString('base64') })).toEqual([]);
    expect(JSON.stringify(page)).not.toContain('"a"');
  });

  it('of a grid without facts proves that there are none', () => {
    const proof = inclusionProof(leaves, 3).map(hash => hash.toString('base64'));
    expect(codes({ grid: 'c', index: 3, lines: [], proof })).toEqual([]);
    expect(codes({ grid: 'c', index: 4, lines: [], proof })).toEqual(['leaf_page_broken']);
  });

  it('with a line changed, dropped, of another grid or at another place proves nothing', () => {
    expect(codes({ lines: page.lines.slice(1) })).toEqual(['leaf_page_broken']);
    expect(codes({ lines: page.lines.map(line => line.replace('1]', '0]')) })).toEqual(['leaf_page_broken']);
    expect(codes({ lines: lines.slice(1, 4), index: 1, proof: inclusionProof(leaves, 1).map(hash => hash.toString('base64')) })).toEqual(['leaf_page_foreign_lines']);
    expect(codes({ index: 1 })).toEqual(['leaf_page_broken']);
    expect(codes({ proof: page.proof.slice(1) })).toEqual(['leaf_page_broken']);
  });

  it('is of the file that was printed, and by the key that is known', () => {
    const rewritten = readTree(treeText(FACTS.slice(0, -1))).reading;
    expect(codes({}, { checkpoint: rewritten.seal!.checkpoint })).toEqual(['leaf_page_not_in_file']);
    expect(codes({}, { key: FOREIGN.public.toString('base64') })).toEqual(['signature_foreign']);
    expect(parseLeafPage('{"format":"another"}')).toBeNull();
  });
});
