/** How much a workbook may be, unpacked. Whatever has more is refused while it is read, in words; nothing is held before. */

const MEGABYTE = 1024 * 1024;

/** Of the file as it is sent; orders of a hotline may be less. */
export const FILE_MEGABYTES = 30;

/** Of parts, unpacked. */
export const SHEET_AT_MOST = 256 * MEGABYTE;
export const SHARED_AT_MOST = 128 * MEGABYTE;
export const SMALL_PART = 16 * MEGABYTE;
/** All parts that are read. */
export const UNPACKED_AT_MOST = 384 * MEGABYTE;
/** A sheet of the same cell over and over is packed forty to one; what is packed tighter was made to burst. Small parts may be as they like. */
export const RATIO_AT_MOST = 150;
export const RATIO_FREE = 16 * MEGABYTE;
export const PARTS_AT_MOST = 10_000;

export const SHARED_STRINGS_AT_MOST = 2_000_000;
/** Characters; a cell of a spreadsheet holds 32,767. */
export const STRING_AT_MOST = 100_000;
export const STRINGS_AT_MOST = 96 * MEGABYTE;
export const ROW_AT_MOST = 256 * 1024;
/** Empty cells further to the right are often formatted; nobody fills them in. */
export const COLUMNS_AT_MOST = 1000;
/** 100,000 rows of sixty columns. */
export const CELLS_AT_MOST = 6_000_000;
/** Characters in the cells of a sheet: one shared text may stand in all of them, and a merged one is seen in many. */
export const TEXT_AT_MOST = 96 * MEGABYTE;
export const MERGES_AT_MOST = 200_000;
export const SHEETS_AT_MOST = 100;

/** Why a file cannot be taken in: the code of its sentence. */
export type Obstacle = 'file_unreadable' | 'file_too_large' | 'file_encrypted' | 'file_old_format' | 'file_web_page' | 'file_encoding' | 'file_not_workbook';

/** It is no such file, it breaks off in the middle, or it is too much. */
export class Unreadable extends Error {
  readonly code: Obstacle;
  constructor(code: Obstacle = 'file_unreadable', why: string = code) {
    super(why);
    this.code = code;
  }
}

export function tooLarge(what: string): Unreadable {
  return new Unreadable('file_too_large', what);
}
