/** What only a spreadsheet program can show: a report's formulas, computed again by LibreOffice, give the published totals. */
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { writeXlsx } from 'hucre/xlsx';
import { expect, it } from 'vitest';
import { reportWorkbook } from '../../extensions/wangge/src/assessment/reports/workbook-rules.ts';
import { hasOffice } from '../machine.ts';
import { indicator, report, row, scored } from '../rules/reports/report-world.ts';

/** Computes everything again when it opens a file. */
const ALWAYS = '<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry"><item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item></oor:items>';
/** Text by commas, all sheets. */
const CSV = 'csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1';

it.runIf(hasOffice())('the workbook of a report, computed again by LibreOffice, adds up to the published totals', async () => {
  const indicators = [
    indicator('on_time', { name: '按期办结反馈率', weight: 15 }),
    indicator('accurate', { name: '台账准确率', weight: 10, rule: 'threshold', params: { full_at: 95, per_point: 0.5 } }),
    indicator('rework', { name: '返工率', weight: 5, rule: 'inverse_ratio', better: 'lower' }),
    indicator('missed', { name: '漏报率', weight: 5, rule: 'deduct_per_case', better: 'lower', params: { per_case: 1.5 } }),
    indicator('bands', { name: '办结率', weight: 60, rule: 'bands', params: { bands: [{ from: 0, points: 10 }, { from: 80, points: 47.5 }, { from: 95, points: 60 }] } }),
    indicator('full', { name: '督促率', weight: 5, no_data: 'full' }),
    indicator('bonus', { name: '加分', weight: 5, group: 'bonus', rule: 'add_per_case', params: { per_case: 0.5 } }),
  ];
  const rows = Array.from({ length: 57 }, (_, at) => row(at + 1, { code: `440305001001${String(at + 1).padStart(3, '0')}`, name: at === 3 ? '=1+1' : `第${at + 1}网格` }));
  const counts = (no: number): Record<string, readonly [number, number]> => ({ on_time: [no % 18, 18], accurate: no % 7 === 0 ? [0, 0] : [90 + no % 10, 100], rework: [no % 3, 19], missed: [no % 5, 12], bands: [75 + no % 26, 100], full: no % 2 === 0 ? [0, 0] : [1, 3], bonus: [no % 13, 13] });
  const data = report(scored(rows, indicators, ({ no }) => counts(no)), { scheme: { ...report().head.scheme, indicators } });
  const { sheets } = reportWorkbook(data);
  // What is shown before it is computed is made wrong.
  for (const { cells } of sheets) {
    for (const cell of cells!.values()) {
      if (cell.formula !== undefined)
        cell.formulaResult = -777;
    }
  }
  const folder = mkdtempSync(join(tmpdir(), 'wangge-report-'));
  try {
    mkdirSync(join(folder, 'profile/user'), { recursive: true });
    writeFileSync(join(folder, 'profile/user/registrymodifications.xcu'), ALWAYS);
    writeFileSync(join(folder, 'report.xlsx'), await writeXlsx({ sheets }));
    await promisify(execFile)('soffice', [`-env:UserInstallation=file://${folder}/profile`, '--headless', '--convert-to', CSV, '--outdir', folder, join(folder, 'report.xlsx')], { timeout: 90_000 });
    const lines = readFileSync(join(folder, `report-${sheets[1]!.name}.csv`), 'utf8').trimEnd().split(/\r?\n/).map(line => line.split(','));
    const [heading, ...body] = lines;
    const [total, published] = [heading!.indexOf('总分'), heading!.indexOf('公布总分')];
    expect(body).toHaveLength(rows.length);
    expect(body.map(line => Number(line[total]))).toEqual([...data.rows].sort((a, b) => a.rank! - b.rank!).map(one => one.total));
    expect(body.map(line => line[total])).toEqual(body.map(line => line[published]));
    expect(lines.flat().filter(value => value.includes('-777') || value.startsWith('#'))).toEqual([]);
    // A name stays a name.
    expect(body.flat()).toContain('\'=1+1');
  }
  finally {
    rmSync(folder, { recursive: true, force: true });
  }
}, 240_000);
