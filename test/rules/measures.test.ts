/** The registry of measures: everything that lists measures elsewhere says the same, and whatever is missing there is named. */
import type { CaseColumn } from '../../extensions/wangge/src/assessment/facts/measure-rules.ts';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { CLOCK_COLUMNS } from '../../extensions/wangge/src/assessment/facts/clock-columns.ts';
import { caseColumnsFor, columnsOfMeasure, MEASURE_CODES } from '../../extensions/wangge/src/assessment/facts/measure-lookup-rules.ts';
import { CASE_COLUMNS, MEASURES } from '../../extensions/wangge/src/assessment/facts/measure-rules.ts';

const ROOT = join(import.meta.dirname, '../..');
const yaml = <Content>(file: string): Content => parse(readFileSync(join(ROOT, file), 'utf8')) as Content;

interface Field { collection: string; field: string; meta?: { options?: { choices?: { value: unknown; text: string }[] } } }

describe('a measure', () => {
  const fields = yaml<{ fields: Field[] }>('schema-snapshot.yaml').fields;

  it.each(['assessment_indicators.measure', 'assessment_schemes.tie_break'])('can be chosen in %s, and nothing else can', (name) => {
    const choices = fields.find(({ collection, field }) => `${collection}.${field}` === name)?.meta?.options?.choices;
    expect(choices, 'choices in schema-snapshot.yaml').toEqual(MEASURE_CODES.map(code => ({ value: code, text: `$t:wangge.measure.${code}` })));
  });

  it('has its name in the translations of the Studio', () => {
    const { translations } = yaml<{ translations: Record<string, unknown> }>('seeds/studio/translations.yaml');
    const named = Object.entries(translations).filter(([key]) => key.startsWith('wangge.measure.'));
    expect(Object.fromEntries(named), 'names in seeds/studio/translations.yaml').toEqual(Object.fromEntries(MEASURE_CODES.map(code => [`wangge.measure.${code}`, MEASURES[code].name])));
  });

  it('is what the shipped scheme names', () => {
    const blocks = yaml<{ collection: string; rows: { tie_break?: string[]; measure?: string }[] }[]>('seeds/reference/40-assessment-scheme.yaml');
    const named = blocks.flatMap(({ rows }) => rows).flatMap(({ tie_break = [], measure }) => measure === undefined ? tie_break : [measure]);
    expect(named.length).toBeGreaterThan(8);
    expect(named.filter(measure => !(MEASURE_CODES as string[]).includes(measure))).toEqual([]);
  });

  it('has a code that is an SQL name, and words of its own in both languages', () => {
    expect(MEASURE_CODES.filter(code => !/^[a-z][a-z_]{2,59}$/.test(code))).toEqual([]);
    for (const part of ['name', 'says'] as const) {
      for (const language of ['zh-CN', 'en-US'] as const)
        expect(new Set(MEASURE_CODES.map(code => MEASURES[code][part][language].trim()).filter(Boolean)).size, `${part} ${language}`).toBe(MEASURE_CODES.length);
    }
  });
});

describe('a column of the evidence', () => {
  const columns = Object.keys(CASE_COLUMNS) as CaseColumn[];

  it('is counted by a measure: nothing is frozen for nobody', () => {
    const counted = new Set(MEASURE_CODES.flatMap(code => columnsOfMeasure(MEASURES[code])));
    expect(columns.filter(column => !counted.has(column))).toEqual([]);
  });

  it('is frozen where the scheme asks for its group, as it always was', () => {
    const flags = ['on_time', 'handled', 'reworked', 'returned'];
    const hotline = [...flags, 'responded', 'solved', 'satisfied', 'repeated'];
    const asked = (...measures: string[]) => caseColumnsFor({ tie_break: [], indicators: measures.map(measure => ({ measure })) });
    expect(asked()).toEqual(flags);
    expect(asked('on_time_rate', 'handled_rate', 'rework_rate', 'return_rate', 'own_of_an_office')).toEqual(flags);
    for (const measure of ['response_rate', 'solution_rate', 'satisfaction_rate', 'repeat_rate'])
      expect([measure, asked(measure)]).toEqual([measure, hotline]);
    expect(caseColumnsFor({ tie_break: ['repeat_rate'], indicators: [] })).toEqual(hotline);
  });

  it('is asked of every file only if it was from the first', () => {
    expect(columns.filter(column => CASE_COLUMNS[column].group === 'always')).toEqual(['on_time', 'handled', 'reworked', 'returned']);
  });

  it('comes with the notes that its expression names', () => {
    const names = Object.keys(CLOCK_COLUMNS) as (keyof typeof CLOCK_COLUMNS)[];
    const noted = names.flatMap(name => [...CLOCK_COLUMNS[name].sql.matchAll(/\b([a-z])\.(\w+)/g)].map(([, alias, column]) => ({ name, alias: alias!, column: column! })))
      .filter(({ alias }) => !['d', 'i'].includes(alias));
    expect(noted.length).toBeGreaterThan(2);
    expect(noted.filter(({ name, alias, column }) => alias !== 'n' || !CLOCK_COLUMNS[name].notes?.some(({ columns }) => Object.hasOwn(columns, column))).map(({ name }) => name)).toEqual([]);
    // One row has the notes of all of them.
    const notes = [...new Set(names.flatMap(name => CLOCK_COLUMNS[name].notes ?? []))].flatMap(({ columns }) => Object.keys(columns));
    expect(new Set(notes).size).toBe(notes.length);
    expect(names.filter(name => CLOCK_COLUMNS[name].sql.includes(':response_') !== (CLOCK_COLUMNS[name].response_limits === true))).toEqual([]);
  });
});
