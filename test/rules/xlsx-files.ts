/** Workbooks as their XML is, part by part, as no library would write them. */
import type { Part } from './zip.ts';
import { Buffer } from 'node:buffer';
import { zip } from './zip.ts';

export const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
export const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
export const PACKAGE = 'http://schemas.openxmlformats.org/package/2006/relationships';
export const letters = (column: number): string => column < 26 ? String.fromCharCode(65 + column) : letters(Math.floor(column / 26) - 1) + letters(column % 26);

interface Book { sheet: string; shared?: string | undefined; styles?: string | undefined; book?: string | undefined; relations?: string; sharedName?: string; sheetName?: string; absolute?: boolean; stored?: boolean; utf16?: boolean; more?: Part[] }

export const STYLES = `<styleSheet xmlns="${MAIN}"><numFmts><numFmt formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;" numFmtId="164"/><numFmt numFmtId="165" formatCode="[Red]0.00&quot;days&quot;"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf applyNumberFormat="1" numFmtId="164"/><xf numFmtId="165"/></cellXfs></styleSheet>`;

export function workbook({ sheet, shared, styles = STYLES, book, relations, sharedName = 'sharedStrings.xml', sheetName = 'worksheets/sheet1.xml', absolute = false, stored = false, utf16 = false, more = [] }: Book): Buffer {
  const bytes = (text: string): Buffer => utf16 ? Buffer.from(`\uFEFF${text}`, 'utf16le') : Buffer.from(text);
  const target = (name: string): string => absolute ? `/xl/${name}` : name;
  const relation = (id: string, type: string, name: string): string => `<Relationship Target="${target(name)}" Type="${OFFICE}/${type}" Id="${id}"/>`;
  const parts: Record<string, string> = {
    '[Content_Types].xml': '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
    '_rels/.rels': `<?xml version="1.0"?><Relationships xmlns="${PACKAGE}"><Relationship Id="r" Type="${OFFICE}/officeDocument" Target="xl/book.xml"/></Relationships>`,
    'xl/book.xml': book ?? `<workbook xmlns="${MAIN}" xmlns:q="${OFFICE}"><sheets><sheet q:id="s1" sheetId="4" name="甲"/></sheets></workbook>`,
    'xl/_rels/book.xml.rels': relations ?? `<Relationships xmlns="${PACKAGE}">${relation('x', 'sharedStrings', sharedName)}${relation('s1', 'worksheet', sheetName)}${relation('y', 'styles', 'styles.xml')}</Relationships>`,
    'xl/styles.xml': styles,
    ...shared === undefined ? {} : { [`xl/${sharedName}`]: shared },
    [`xl/${sheetName}`]: sheet,
  };
  return zip([...Object.entries(parts).map(([name, text]) => ({ name, bytes: bytes(text), stored })), ...more]);
}
export const bookOf = (properties = ''): string => `<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}">${properties}<sheets><sheet name="a" r:id="s1"/></sheets></workbook>`;
export const sheetOf = (rows: string): string => `<?xml version="1.0" encoding="UTF-8" standalone="yes"?><worksheet xmlns="${MAIN}"><sheetData>${rows}</sheetData></worksheet>`;
