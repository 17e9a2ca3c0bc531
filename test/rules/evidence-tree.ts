/** A small evidence file of format 2, for tests that forge it. */
import type { SigningKey } from '../../extensions/wangge/src/assessment/evidence/checkpoint-rules.ts';
import type { Reading } from '../../extensions/wangge/src/assessment/evidence/tree-reader-rules.ts';
import type { TreeFact, TreeFrame } from '../../extensions/wangge/src/assessment/evidence/tree-rules.ts';
import type { Given } from '../../extensions/wangge/src/assessment/evidence/tree-verdict-rules.ts';
import type { Fault } from '../../extensions/wangge/src/assessment/evidence/verify-words.ts';
import { Buffer } from 'node:buffer';
import { signingKeyOf } from '../../extensions/wangge/src/assessment/evidence/checkpoint-rules.ts';
import { LineSplitter } from '../../extensions/wangge/src/assessment/evidence/line-splitter-rules.ts';
import { parseFrame, TreeReader } from '../../extensions/wangge/src/assessment/evidence/tree-reader-rules.ts';
import { factLine, originOf, resultLine } from '../../extensions/wangge/src/assessment/evidence/tree-rules.ts';
import { treeFaults } from '../../extensions/wangge/src/assessment/evidence/tree-verdict-rules.ts';
import { TreeWriter } from '../../extensions/wangge/src/assessment/evidence/tree-writer-rules.ts';

export const OURS = signingKeyOf(Buffer.alloc(32, 1));
export const FOREIGN = signingKeyOf(Buffer.alloc(32, 2));

const period = {
  code: '2026-Q3',
  kind: 'quarter',
  starts_on: '2026-07-01',
  ends_on: '2026-09-30',
  subdistrict: '440305001',
  version: 1,
  from: '2026-06-30T16:00:00.000Z',
  until: '2026-09-30T16:00:00.000Z',
  time_zone: 'Asia/Shanghai',
  close_of_business: '18:00',
} as const;

const NOTHING = { size: 0, root: '47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=' };

export const FRAME: TreeFrame = {
  format: 'wangge-evidence-2',
  origin: originOf(period),
  period,
  cut: '2026-10-15T10:00:00.000Z',
  calendar_version: '2026.1',
  exemptions: [],
  columns: { clock: ['scope', 'on_time'], ledger: ['recorded', 'expected'] },
  grids: ['a', 'b', 'c', 'd'].map(code => ({ code, level: 3, path: `/${code}/`, retired: false })),
  timelines: { size: 12, root: NOTHING.root },
  before: NOTHING,
};

export function factOf(grid: string | null, n: number, flag = 1): TreeFact {
  return { kind: 'clock', grid, department: n % 2 === 0 ? 'office' : null, person: null, id: `id${String(n).padStart(3, '0')}`, cells: ['community', flag] };
}

/** Two grids with facts, one without, and facts without a grid. */
export const FACTS: readonly TreeFact[] = [
  ...[1, 2, 3].map(n => factOf('a', n)),
  ...[4, 5].map(n => factOf('b', n)),
  factOf('d', 6),
  { kind: 'ledger', grid: 'd', department: null, person: null, id: 'id900', cells: [7, 9] },
  { ...factOf(null, 7), department: '科室😀' },
];

export function treeText(facts: readonly TreeFact[] = FACTS, key: SigningKey = OURS, frame: TreeFrame = FRAME): string {
  const writer = new TreeWriter(frame);
  const leaves = [...frame.grids.map(({ code }) => code), null].map(grid => writer.leaf.bind(writer, grid, facts.filter(fact => fact.grid === grid).map(factLine)));
  return [writer.begin(), ...leaves.map(write => write()), `${resultLine('ranking', { subject: 'a', rank: 1 })}\n`, writer.seal(key).text].join('');
}

export interface Read { reading: Reading<TreeFrame>; facts: TreeFact[]; codes: string[]; faults: Fault[] }

/** As the script reads it, in pieces of any size. */
export function readTree(text: string | Buffer, given: Partial<Given> = {}, piece = 1000): Read {
  const facts: TreeFact[] = [];
  const reader = new TreeReader({ header: parseFrame, fact: fact => void facts.push(fact), result: () => {} });
  const splitter = new LineSplitter(line => reader.add(line));
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += piece)
    splitter.add(bytes.subarray(at, at + piece));
  const whole = splitter.end();
  const reading = reader.end();
  const faults = [...reading.faults, ...treeFaults(reading, { checkpoint: null, key: null, ...given })];
  return { reading, facts, faults, codes: [...new Set([...whole ? [] : ['line_last_feed'], ...faults.map(({ code }) => code)])] };
}
