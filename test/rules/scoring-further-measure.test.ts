/** With a measure more in the registry than today: what was frozen before is read as before, and the new one is asked and counted. */
import type { Measure } from '../../extensions/wangge/src/assessment/facts/measure-rules.ts';
import type { Scheme } from '../../extensions/wangge/src/assessment/schemes/scheme-rules.ts';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { describe, expect, it, vi } from 'vitest';
import { caseReader, evidenceColumns, evidenceDigest, headerLine, parseHeader, schemeHash } from '../../extensions/wangge/src/assessment/evidence/evidence-rules.ts';
import { recompute } from '../../extensions/wangge/src/assessment/evidence/old-evidence.ts';
import { caseColumnsFor, MEASURE_CODES } from '../../extensions/wangge/src/assessment/facts/measure-lookup-rules.ts';
import { checkScheme } from '../../extensions/wangge/src/assessment/schemes/scheme-rules.ts';

vi.mock(import('../../extensions/wangge/src/assessment/facts/measure-rules.ts'), async (original) => {
  const registry = await original();
  const more = {
    columns: { urged: { group: 'urging', nullable: true, sql: 'i.urged_at is not null' } },
    measures: { urge_rate: { fact: 'clock', better: 'lower', among: 'handled', hits: 'urged', name: { 'zh-CN': '催办率', 'en-US': 'Urge rate' }, says: { 'zh-CN': '催办', 'en-US': 'urged' } } },
  };
  return { ...registry, CASE_COLUMNS: { ...registry.CASE_COLUMNS, ...more.columns }, MEASURES: { ...registry.MEASURES, ...more.measures } } as never;
});

const FOLDER = join(import.meta.dirname, 'evidence');
/** Those that are read by `CASE_COLUMNS`; later ones name columns of the kinds of facts. */
const FORMATS = readdirSync(FOLDER).filter(file => file.endsWith('.jsonl') && !file.startsWith('tree-')).map(file => file.slice(0, -'.jsonl'.length));
const textOf = (format: string): string => readFileSync(join(FOLDER, `${format}.jsonl`), 'utf8');
const fileOf = (lines: string[]) => async (): Promise<Readable> => Readable.from([gzipSync([...lines, ''].join('\n'))]);

const URGE = 'urge_rate' as Measure;

describe('with a further measure', () => {
  it('the registry has it', () => {
    expect(MEASURE_CODES.at(-1)).toBe(URGE);
  });

  it.each(FORMATS)('an evidence file with %s gives what was published, and a scheme like its own asks for the same columns', async (format) => {
    const { header, ...found } = await recompute(async () => Readable.from([gzipSync(textOf(format))]));
    expect(found).toEqual(JSON.parse(readFileSync(join(FOLDER, `${format}.expected.json`), 'utf8')));
    expect(evidenceColumns(caseColumnsFor(header.scheme))).toEqual(header.columns);
  });

  it('a scheme that names it has its column frozen, counted and digested', async () => {
    const [first, ...lines] = textOf('four-flags').trimEnd().split('\n');
    const before = parseHeader(first!);
    const scheme: Scheme = { ...before.scheme, tie_break: [URGE], indicators: [...before.scheme.indicators, { ...before.scheme.indicators[0]!, code: 'urged', levels: [3], measure: URGE, weight: 0, rule: 'inverse_ratio' }] };
    expect(checkScheme(scheme)).toBeNull();
    const columns = evidenceColumns(caseColumnsFor(scheme));
    expect(columns).toEqual([...before.columns, 'urged']);

    // Every third case was urged, every third was not, of the others nothing is known.
    const header = { ...before, columns, scheme, scheme_hash: schemeHash(scheme) };
    const longer = lines.map((line, n) => line.replace(/\]$/, `,${['1', '0', 'null'][n % 3]}]`));
    const facts = longer.map(caseReader(header));
    const { digest, scores } = await recompute(fileOf([headerLine(header), ...longer]));
    expect(digest).toBe(evidenceDigest(header, longer));
    const grid = '800000001001002';
    const own = facts.filter(fact => fact.grid === grid && fact.scope === 'community' && fact.handled);
    const urged = own.map(fact => (fact as unknown as { urged: boolean | null }).urged);
    expect(scores.find(row => row.grid === grid && row.indicator === 'urged')).toMatchObject({ numerator: urged.filter(value => value === true).length, denominator: urged.filter(value => value !== null).length });
    expect(urged.filter(value => value === true).length).toBeGreaterThan(0);
  });

  it('a file without its column has no data for it', async () => {
    const [first, ...lines] = textOf('four-flags').trimEnd().split('\n');
    const before = parseHeader(first!);
    const scheme: Scheme = { ...before.scheme, indicators: [...before.scheme.indicators, { ...before.scheme.indicators[0]!, code: 'urged', levels: [3], measure: URGE, weight: 0 }] };
    const { scores } = await recompute(fileOf([headerLine({ ...before, scheme, scheme_hash: schemeHash(scheme) }), ...lines]));
    expect(scores.filter(row => row.indicator === 'urged').every(row => row.no_data && row.denominator === 0)).toBe(true);
  });
});
