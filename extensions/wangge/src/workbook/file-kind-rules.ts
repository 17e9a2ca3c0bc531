/** Files that are called workbooks and are something else, by how they begin. Pure. */
import type { Buffer } from 'node:buffer';
import type { Obstacle } from './reading-limits.ts';

/** A compound file: XLS, ET, or a workbook under a password ([MS-CFB], [MS-OFFCRYPTO] 2.3.4). */
const COMPOUND = 'd0cf11e0a1b11ae1';
const ENCRYPTED = ['EncryptedPackage', 'EncryptionInfo'].map(name => [...name].map(sign => `${sign}\0`).join(''));
/** Before BIFF8 workbooks were files of their own. */
const OLD = ['0902', '0904', '0908'];
/** Platforms call tables of web pages XLS; Excel 2003 had an XML of its own. */
const WEB_PAGE = /^\s*(?:<!DOCTYPE\s+html|<html|<table|<meta|<head|<body|<\?xml|<Workbook|MIME-Version:)/i;

/** Null: it may be XLSX or CSV. */
export function obstacleOf(file: Buffer): Obstacle | null {
  const begin = file.subarray(0, 8).toString('hex');
  if (begin === COMPOUND)
    return ENCRYPTED.some(name => file.includes(name, 0, 'latin1')) ? 'file_encrypted' : 'file_old_format';
  if (OLD.some(mark => begin.startsWith(mark)))
    return 'file_old_format';
  const text = file.subarray(0, 512).toString('latin1').replace(/^(?:\u00EF\u00BB\u00BF|\u00FF\u00FE)/, '').replaceAll('\0', '');
  if (WEB_PAGE.test(text))
    return 'file_web_page';
  return text.startsWith('%PDF') ? 'file_not_workbook' : null;
}
