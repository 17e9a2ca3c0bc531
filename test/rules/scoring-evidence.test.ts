/** The evidence file: canonical, order-independent, without anything of a person. */
import type { CaseLine, EvidenceHeader } from '../../extensions/wangge/src/assessment/evidence/evidence-rules.ts';
import type { Scheme } from '../../extensions/wangge/src/assessment/schemes/scheme-rules.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { caseLine, caseReader, evidenceColumns, EvidenceDigest, evidenceDigest, headerLine, parseHeader, schemeHash } from '../../extensions/wangge/src/assessment/evidence/evidence-rules.ts';
import { caseColumnsFor } from '../../extensions/wangge/src/assessment/facts/measure-lookup-rules.ts';

const scheme: Scheme = {
  code: 's',
  name: '考核方案',
  version: 1,
  ranked_levels: [2, 3],
  min_sample: 5,
  grade_bands: [{ grade: 'A', from: 0, names: {} }],
  tie_break: [],
  indicators: ['a', 'b'].map(code => ({ code, name: code, group: 'handling', subject: 'grid', levels: [3], measure: 'on_time_rate', weight: 50, rule: 'ratio', params: { scopes: ['community'] }, no_data: 'exclude' })),
};
const FLAGS = caseColumnsFor(scheme);
const ALL = caseColumnsFor({ ...scheme, tie_break: ['response_rate'] });
const header: EvidenceHeader = {
  format: 'wangge-evidence-1',
  columns: evidenceColumns(FLAGS),
  period: { code: '2026-Q3', kind: 'quarter', starts_on: '2026-07-01', ends_on: '2026-09-30', subdistrict: '110101001', version: 1, from: '2026-06-30T16:00:00.000Z', until: '2026-09-30T16:00:00.000Z', time_zone: 'Asia/Shanghai' },
  calendar_version: '2026',
  scheme,
  scheme_hash: schemeHash(scheme),
  grids: ['p1', 'p2'].map(code => ({ code, level: 3, path: `/a/c/${code}/`, retired: false, previous_rank: null })),
};

const aCase = fc.record<CaseLine>({
  grid: fc.constantFrom('p1', 'p2'),
  case: fc.stringMatching(/^[0-9a-f]{24}$/),
  scope: fc.constantFrom('community', 'subdistrict', 'district'),
  on_time: fc.boolean(),
  handled: fc.boolean(),
  reworked: fc.boolean(),
  returned: fc.boolean(),
});
const answer = fc.option(fc.boolean(), { nil: null });
const aLongCase = fc.tuple(aCase, fc.record({ responded: answer, solved: answer, satisfied: answer, repeated: answer })).map(([row, more]): CaseLine => ({ ...row, ...more }));

describe('evidence', () => {
  it('a line says what it was told, and only its own form is read', () => {
    const [parseCase, parseLongCase] = [caseReader(header), caseReader({ format: 'wangge-evidence-1', columns: evidenceColumns(ALL) })];
    fc.assert(fc.property(aCase, (row) => {
      expect(parseCase(caseLine(row, FLAGS))).toEqual(row);
    }));
    fc.assert(fc.property(aLongCase, (row) => {
      expect(parseLongCase(caseLine(row, ALL))).toEqual(row);
      expect(JSON.parse(caseLine(row, ALL))).toHaveLength(11);
    }));
    for (const wrong of ['["p1","00","community",1,1,0,0,1,1,1]', '["p1","00","community",1,1,0,0,1,1,1,2]', '["p1","00","community",1,1,0,null,1,1,1,1]'])
      expect(() => parseLongCase(wrong)).toThrow();
    const line = '["p1","00","community",1,1,0,0]';
    expect(parseCase(line)).toMatchObject({ on_time: true, returned: false });
    for (const wrong of ['{}', '["p1"]', line.replace(']', ',1,1,1,1]'), line.replaceAll(',', ', '), line.replace('1,1', '2,1'), line.replace('community', 'moon'), 'x'])
      expect(() => parseCase(wrong)).toThrow();
  });

  it('T18: the digest does not depend on the order of rows, keys, grids or indicators', () => {
    fc.assert(fc.property(fc.array(aCase, { maxLength: 30 }), (cases) => {
      const lines = [...new Set(cases.map(row => caseLine(row, FLAGS)))];
      const turned: EvidenceHeader = { ...Object.fromEntries(Object.entries(header).reverse()) as unknown as EvidenceHeader, grids: [...header.grids].reverse(), scheme: { ...scheme, indicators: [...scheme.indicators].reverse() } };
      const digest = evidenceDigest(header, lines);
      expect(evidenceDigest(turned, [...lines].reverse())).toBe(digest);
      const streamed = new EvidenceDigest(header);
      [...lines].sort().forEach(line => streamed.add(line));
      expect(streamed.ordered).toBe(true);
      expect(streamed.hex()).toBe(digest);
    }));
  });

  it('the digest changes with any fact', () => {
    fc.assert(fc.property(aCase, fc.constantFrom('on_time' as const, 'handled' as const, 'reworked' as const, 'returned' as const), (row, flag) => {
      const changed = { ...row, [flag]: !row[flag] };
      expect(evidenceDigest(header, [caseLine(changed, FLAGS)])).not.toBe(evidenceDigest(header, [caseLine(row, FLAGS)]));
    }));
    expect(evidenceDigest({ ...header, calendar_version: '2027' }, [])).not.toBe(evidenceDigest(header, []));
  });

  it('notices lines out of order or twice', () => {
    for (const lines of [['b', 'a'], ['a', 'a']]) {
      const digest = new EvidenceDigest(header);
      lines.forEach(line => digest.add(line));
      expect(digest.ordered).toBe(false);
    }
  });

  it('reads its own header, and refuses one whose scheme was touched', () => {
    expect(parseHeader(headerLine(header))).toEqual(header);
    expect(parseHeader(headerLine({ ...header, columns: evidenceColumns(ALL) })).columns).toEqual(evidenceColumns(ALL));
    expect(() => parseHeader(headerLine({ ...header, columns: [...header.columns].reverse() }))).toThrow(/format/);
    expect(() => parseHeader(headerLine({ ...header, columns: [...header.columns, 'luck'] }))).toThrow(/format.*"luck"/);
    expect(() => parseHeader(headerLine({ ...header, columns: [...header.columns, 'handled'] }))).toThrow(/format/);
    expect(() => parseHeader(headerLine({ ...header, scheme: { ...scheme, min_sample: 1 } }))).toThrow(/hash/);
    expect(() => parseHeader('{}')).toThrow(/format/);
  });
});
