/** How cells look in workbooks that leave the house. */
import type { CellStyle } from 'hucre';

export const HEADING: CellStyle = { font: { bold: true }, fill: { type: 'pattern', pattern: 'solid', fgColor: { rgb: 'DDE6F0' } }, numFmt: '@' };
export const EXAMPLE_FILL: CellStyle = { font: { italic: true, color: { rgb: '808080' } }, fill: { type: 'pattern', pattern: 'solid', fgColor: { rgb: 'F2F2F2' } }, numFmt: '@' };
export const WRONG: CellStyle = { fill: { type: 'pattern', pattern: 'solid', fgColor: { rgb: 'FFC7CE' } } };
/** Digits stay as they are written. */
export const TEXT: CellStyle = { numFmt: '@' };
