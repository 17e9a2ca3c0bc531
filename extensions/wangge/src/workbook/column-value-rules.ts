/** A cell as its column takes it, or why it cannot be that: what people see and what is stored must be the same. Pure. */
import type { Refusal } from '../kernel/refusal-rules.ts';
import type { Cell, SheetCell } from './cell-rules.ts';
import { refused } from '../kernel/refusal-rules.ts';
import { isFlawed, isFormatted, unwrapped } from './cell-rules.ts';
import { flawOfText } from './flaw-rules.ts';

export const TAKES = ['text', 'number', 'percent', 'moment', 'yes_no'] as const;
/** `moment`: a day, or a day with a time. */
export type Takes = typeof TAKES[number];

export interface TakingColumn {
  name: string;
  /** Left out: text. */
  takes?: Takes;
  /** The field at which a fault is told besides its own name. */
  of?: string;
}

/** More digits are made up by the computer. */
const DIGITS = 15;

export function columnValue(cell: SheetCell | undefined, { name, takes = 'text' }: TakingColumn): Cell | Refusal {
  const no = (code: string, shown = ''): Refusal => refused(`cell_${code}`, name, { shown });
  if (cell === undefined || cell === null)
    return null;
  if (isFlawed(cell))
    return no(cell.flaw, cell.shown);
  if (isFormatted(cell)) {
    const { number, as, shown } = cell;
    if (takes === 'percent' && as === 'percent')
      return rounded(number * 100);
    if (takes === 'number')
      return as === 'percent' ? no('percent', shown) : rounded(number);
    if (takes === 'text')
      return as === 'adorned' ? no('adorned', shown) : shown;
    return as === 'percent' ? no('percent', shown) : rounded(number);
  }
  if (cell instanceof Date)
    return takes === 'moment' ? cell : no('date', dayShown(cell));
  if (typeof cell === 'number')
    return Number.isFinite(cell) && Math.abs(cell) < 10 ** DIGITS ? rounded(cell) : no('digits_lost', String(cell));
  if (typeof cell === 'boolean')
    return takes === 'yes_no' ? cell : takes === 'text' ? String(cell).toUpperCase() : no('boolean', String(cell).toUpperCase());
  return textValue(cell, takes, no);
}

function textValue(cell: string, takes: Takes, no: (code: string, shown?: string) => Refusal): Cell | Refusal {
  const flaw = flawOfText(cell);
  if (flaw !== null)
    return no(flaw.flaw, flaw.shown);
  const value = unwrapped(cell);
  if (takes === 'number' && /\d\s*[%％]$/.test(value))
    return no('percent', value);
  if (takes === 'yes_no' && /^(?:true|false)$/i.test(value))
    return value.toLowerCase() === 'true';
  return value === '' ? null : value;
}

/** 0.1 + 0.2 is 0.3 to whoever sees it in a spreadsheet. */
function rounded(number: number): number {
  return Number.isInteger(number) ? number : Number(number.toPrecision(DIGITS));
}

function dayShown(date: Date): string {
  return Number.isNaN(date.getTime()) ? '' : date.toISOString().slice(0, 16).replace('T', ' ').replace(' 00:00', '');
}
