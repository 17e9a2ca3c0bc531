/** The one importer, without a database: what is written when, what is kept, and what is said of each row. */
import type { CheckedRow, ImportFormat, ImportRequest, ImportResult } from '../../extensions/wangge/src/workbook/import-service.ts';
import { Buffer } from 'node:buffer';
import { readXlsx, writeXlsx } from 'hucre/xlsx';
import { describe, expect, it } from 'vitest';
import { refused } from '../../extensions/wangge/src/kernel/refusal-rules.ts';
import { annotatedWorkbook } from '../../extensions/wangge/src/workbook/annotated-workbook.ts';
import { text } from '../../extensions/wangge/src/workbook/cell-rules.ts';
import { importRows } from '../../extensions/wangge/src/workbook/import-service.ts';
import { messages } from '../../extensions/wangge/src/workbook/messages.ts';
import { refusalsOf } from '../../extensions/wangge/src/workbook/trial-service.ts';

const COLUMNS = [
  { name: 'name', label: { 'zh-CN': '姓名', 'en-US': 'Name' }, required: true },
  { name: 'age', label: { 'zh-CN': '年龄', 'en-US': 'Age' } },
];
const WRONG = { ...messages, wrong: { 'zh-CN': '“{column}”有误。', 'en-US': '“{column}” is wrong.' } };

/** Imports lines of CSV; a name of `?` is wrong, one of `!` is refused when it is written. */
async function imported(lines: string | Buffer, { trial = false, ...format }: Partial<ImportFormat<typeof COLUMNS[number], CheckedRow>> & { trial?: boolean } = {}, fail: () => void = () => {}) {
  const [written, kept, places, batches]: [string[], string[], unknown[], number[]] = [[], [], [], []];
  const database = {
    raw: async () => ({ rows: [] }),
    transaction: async (work: (trx: unknown) => Promise<unknown>) => {
      const before = written.length;
      try {
        await work({ raw: async (_: string, values: unknown[]) => places.push(...values) });
        kept.push(...written.splice(0));
      }
      catch (error) {
        written.length = before;
        throw error;
      }
    },
  };
  const request = { context: { database }, caller: {}, language: 'zh-CN', signal: new AbortController().signal, trial } as unknown as ImportRequest;
  const result = await importRows<typeof COLUMNS[number], CheckedRow>(request, {
    columns: COLUMNS,
    rowsAtMost: 5,
    messages: WRONG,
    place: null,
    writesOnTrial: false,
    begin: async (_, headings) => {
      const names = new Map<number, string>();
      return {
        check: async (rows) => {
          batches.push(rows.length);
          return rows.map(({ row, cells }): CheckedRow => {
            const name = text(cells[headings.columns.findIndex(column => column?.name === 'name')]) ?? '';
            names.set(row, name);
            return { row, verdict: 'new', item: null, faults: name === '?' ? [refused('wrong', 'name')] : [] };
          });
        },
        write: async (rows, faultless) => {
          fail();
          for (const { row, faults } of faultless ? rows : []) {
            written.push(names.get(row)!);
            if (names.get(row) === '!')
              faults.push({ field: 'name', text: '不行' });
          }
        },
        finish: async count => void written.push(`${count} rows`),
      };
    },
    ...format,
  }, typeof lines === 'string' ? Buffer.from(lines) : lines);
  return { result: result as ImportResult, kept, places, batches };
}

describe('an import', () => {
  it('keeps what was written when no row is at fault, in its turn', async () => {
    const { result, kept, places } = await imported('姓名,年龄,备注\n甲,3,x\n\n【示例】乙,4,y\n丙,5,z\n', { place: 'here' });
    expect(result).toMatchObject({ stored: true, rows: 2, atFault: 0, report: { counts: { new: 2, error: 0 } }, headings: { unknown: ['备注'] }, source: { told: ['以下列没有对应的项目，不会导入：备注。'] } });
    expect([kept, places]).toEqual([['甲', '丙', '2 rows'], ['here']]);
    expect(result.report.rows()).toEqual([{ row: 2, verdict: 'new', item: null, faults: [] }, { row: 5, verdict: 'new', item: null, faults: [] }]);
  });
  it('takes all back for one row at fault, which is told by its heading', async () => {
    const { result, kept, batches } = await imported('姓名\n甲\n?\n丙', { batch: 1 });
    expect([result.stored, kept, batches]).toEqual([false, [], [1, 1, 1]]);
    expect(result.report.rows()[0]).toEqual({ row: 3, verdict: 'error', item: null, faults: [{ field: 'name', text: '“姓名”有误。' }] });
  });
  it('takes all back for a fault that shows only when it is written, or besides the rows', async () => {
    const { result, kept } = await imported('姓名\n甲\n!');
    expect([result.atFault, kept, result.report.rows()[0]]).toEqual([1, [], { row: 3, verdict: 'error', item: null, faults: [{ field: 'name', text: '不行' }] }]);
    const begin = async () => ({ check: async () => [], write: async () => {}, faultsBeside: () => 2 });
    expect((await imported('姓名\n甲', { begin })).result).toMatchObject({ stored: false, atFault: 2 });
  });
  it('on trial keeps nothing, and writes only where that tells more', async () => {
    let writes = 0;
    const trial = async (writesOnTrial: boolean) => imported('姓名\n甲\n!', { trial: true, writesOnTrial }, () => writes++);
    expect([(await trial(false)).result.report.counts.error, writes]).toEqual([0, 0]);
    const { result, kept } = await trial(true);
    expect([result.report.counts.error, writes, result.stored, kept]).toEqual([1, 1, false, []]);
  });
  it('is done again, once, when somebody entered the same at the same moment', async () => {
    let times = 0;
    const conflict = (): void => {
      if (times++ === 0)
        throw Object.assign(new Error('unique'), { code: '23505' });
    };
    expect((await imported('姓名\n甲', {}, conflict)).kept).toEqual(['甲', '1 rows']);
    await expect(imported('姓名\n甲', {}, () => {
      throw Object.assign(new Error('unique'), { code: '23505' });
    })).rejects.toThrow('unique');
  });
  it.each([
    ['heading_missing', '年龄\n3'],
    ['heading_twice', '姓名,name\n甲,乙'],
    ['sheet_empty', '姓名\n'],
    ['sheet_empty', ''],
    ['rows_too_many', `姓名\n${'甲\n'.repeat(6)}`],
    ['file_unreadable', Buffer.from('PK\x03\x04 broken')],
  ])('is refused as a whole: %s', async (code, file) => {
    const { result, kept } = await imported(file);
    expect([result, kept]).toMatchObject([{ kind: 'refused', code }, []]);
  });
});

describe('a no while writing', () => {
  it('is told with its field; anything else is thrown', async () => {
    expect(await refusalsOf(async () => 1)).toEqual([]);
    expect(await refusalsOf(async () => {
      throw Object.assign(new Error('x'), { status: 400, code: 'FAILED_VALIDATION', extensions: { field: 'name', validation_message: '不行' } });
    })).toEqual([{ status: 400, code: 'FAILED_VALIDATION', field: 'name', text: '不行' }]);
    await expect(refusalsOf(async () => {
      throw new TypeError('bug');
    })).rejects.toThrow('bug');
  });
});

describe('the annotated workbook', () => {
  it('says what is wrong in its last column; annotated again, in the same one', async () => {
    const annotated = async (file: Buffer) => {
      const { result } = await imported(file);
      const bytes = await annotatedWorkbook({ ...result, name: { 'zh-CN': '表', 'en-US': 'Sheet' }, language: 'zh-CN' });
      return { bytes: Buffer.from(bytes), rows: (await readXlsx(bytes)).sheets[0]!.rows };
    };
    const first = await annotated(Buffer.from(await writeXlsx({ sheets: [{ name: 'x', rows: [['姓名', '年龄'], ['?', 3], ['甲', 4]] }] })));
    expect(first.rows).toEqual([['姓名', '年龄', '错误说明'], ['?', 3, '“姓名”有误。'], ['甲', 4, null]]);
    expect((await annotated(first.bytes)).rows).toEqual(first.rows);
  });
});
