/** A small evidence file of format 2, for tests that forge it. */
import type { SigningKey } from '../../extensions/wangge/src/assessment/evidence/checkpoint-rules.ts';
import type { TreeHeader } from '../../extensions/wangge/src/assessment/evidence/recompute-rules.ts';
import type { Reading } from '../../extensions/wangge/src/assessment/evidence/tree-reader-rules.ts';
import type { TreeFact, TreeFrame } from '../../extensions/wangge/src/assessment/evidence/tree-rules.ts';
import type { Given } from '../../extensions/wangge/src/assessment/evidence/tree-verdict-rules.ts';
import type { Fault } from '../../extensions/wangge/src/assessment/evidence/verify-words.ts';
import type { Scheme } from '../../extensions/wangge/src/assessment/schemes/model.ts';
import { Buffer } from 'node:buffer';
import { signingKeyOf } from '../../extensions/wangge/src/assessment/evidence/checkpoint-rules.ts';
import { schemeHash } from '../../extensions/wangge/src/assessment/evidence/evidence-rules.ts';
import { LineSplitter } from '../../extensions/wangge/src/assessment/evidence/line-splitter-rules.ts';
import { Recomputation } from '../../extensions/wangge/src/assessment/evidence/recompute-rules.ts';
import { parseFrame, TreeReader } from '../../extensions/wangge/src/assessment/evidence/tree-reader-rules.ts';
import { factLine, originOf, resultLine } from '../../extensions/wangge/src/assessment/evidence/tree-rules.ts';
import { treeFaults } from '../../extensions/wangge/src/assessment/evidence/tree-verdict-rules.ts';
import { TreeWriter } from '../../extensions/wangge/src/assessment/evidence/tree-writer-rules.ts';
import { factColumnsFor } from '../../extensions/wangge/src/assessment/facts/fact-lookup-rules.ts';

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
  return [writer.begin(), ...leaves.map(write => write()), `${resultLine({ of: 'ranking', name: 'grid a 3', row: { rank: 1 } })}\n`, writer.seal(key).text].join('');
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

const indicator = (code: string, measure: string, weight: number, subject: 'grid' | 'department' = 'grid'): Scheme['indicators'][number] =>
  ({ code, name: code, group: 'handling', subject, levels: subject === 'grid' ? [1, 2, 3] : [], measure, weight, rule: 'ratio', params: { scopes: ['community'] }, no_data: 'exclude' });

export const SCHEME: Scheme = {
  code: 'quarter',
  name: '季度方案',
  version: 2,
  cut_working_days: 5,
  ranked_levels: [2, 3],
  min_sample: 2,
  grade_bands: [{ grade: 'good', from: 60, names: {} }, { grade: 'poor', from: 0, names: {} }],
  tie_break: ['on_time_rate'],
  indicators: [indicator('on_time', 'on_time_rate', 70), indicator('handled', 'handled_rate', 30), indicator('office', 'own_on_time_rate', 100, 'department')],
};

/** Patches below one community, and an office. */
export function scoredHeader(patches: number, frame: Partial<TreeFrame> = {}): TreeHeader {
  const codes = Array.from({ length: patches }, (_, n) => `p${String(n).padStart(5, '0')}`);
  const grids = [{ code: 'community', level: 2 as const, path: '/community/', retired: false }, ...codes.map(code => ({ code, level: 3 as const, path: `/community/${code}/`, retired: false }))];
  const unranked = { group: null, days: 92, previous_rank: null };
  return {
    ...FRAME,
    ...frame,
    grids,
    columns: factColumnsFor(SCHEME),
    scheme: SCHEME,
    scheme_hash: schemeHash(SCHEME),
    subjects: [
      ...grids.map(grid => ({ kind: 'grid' as const, ...grid, ...unranked })),
      { kind: 'department', code: 'office', level: null, path: null, retired: false, ...unranked },
    ],
  };
}

/** A clock of an issue, with every column that the scheme asks of it. */
export function clockOf({ columns }: Pick<TreeHeader, 'columns'>, grid: string | null, n: number, said: Record<string, string | number>): TreeFact {
  return { kind: 'clock', grid, department: 'own_on_time' in said ? 'office' : null, person: null, id: `c${String(n).padStart(8, '0')}`, cells: columns.clock!.map(column => said[column] ?? null) };
}

/** Facts of every patch but the last, an office's clock for every fourth; and one that lies in no grid. */
export function scoredFacts(header: TreeHeader, each: number): TreeFact[] {
  const patches = header.grids.slice(1, -1);
  return [
    ...patches.flatMap(({ code }, patch) => Array.from({ length: each }, (_, n) =>
      clockOf(header, code, patch * each + n, n % 4 === 3
        ? { clock: 'own', scope: 'community', own_on_time: patch % 2 }
        : { clock: 'resolve', scope: 'community', on_time: (patch + n) % 3 === 0 ? 0 : 1, handled: (patch * n) % 5 === 0 ? 0 : 1 }))),
    clockOf(header, null, 99_999_999, { clock: 'own', scope: 'community', own_on_time: 1 }),
  ];
}

/** The whole file, with what follows from its facts. */
export function scoredText(header: TreeHeader, facts: readonly TreeFact[], key: SigningKey = OURS): string {
  const [writer, recomputation] = [new TreeWriter(header), new Recomputation(header)];
  facts.forEach(fact => recomputation.add(fact));
  const byGrid = Map.groupBy(facts, ({ grid }) => grid);
  const leaves = [...header.grids.map(({ code }) => code), null];
  return [
    writer.begin(),
    ...leaves.map(grid => writer.leaf(grid, (byGrid.get(grid) ?? []).map(factLine))),
    ...recomputation.finish().results.map(result => `${resultLine(result)}\n`),
    writer.seal(key).text,
  ].join('');
}
