/** Texts that say that something is missing: errors of formulas, digits that a spreadsheet has cut off, pictures. Pure. */
import type { FlawedCell } from './cell-rules.ts';

/** Excel, WPS and LibreOffice alike; as an error, as its text, as a program exports it. */
const ERROR = /^#(?:N\/A|REF!|VALUE!|DIV\/0!|NAME\?|NUM!|NULL!|SPILL!|CALC!|FIELD!|BLOCKED!|CONNECT!|BUSY!|UNKNOWN!|EXTERNAL!|PYTHON!|TIMEOUT!|GETTING_DATA)$|^(?:Err|错误)[:：]\d{3}$/i;
/** A number of twelve digits or more as a spreadsheet shows it, and writes it into CSV. */
const CUT = /^[+-]?\d(?:\.\d+)?E\+(?:1[1-9]|[2-9]\d|\d{3})$/i;
const NARROW = /^#{3,}$/;
/** WPS keeps a picture in a cell as a formula. */
const PICTURE = /^=?\s*(?:_xlfn\.)?DISPIMG\(/i;
/** With these each of them begins. */
const BEGINS = /^\s*[#＃=_+\-E错D\d]/i;

export function flawOfText(text: string): FlawedCell | null {
  if (text.length > 100 || !BEGINS.test(text))
    return null;
  const shown = text.normalize('NFKC').trim();
  const flaw = ERROR.test(shown) ? 'error' : CUT.test(shown) ? 'digits_lost' : NARROW.test(shown) ? 'too_narrow' : PICTURE.test(shown) ? 'picture' : null;
  return flaw === null ? null : { flaw, shown };
}
