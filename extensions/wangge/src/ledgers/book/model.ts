/** What stands in a paper ledger: plain values that are sent to the thread that sets the pages, their rows packed (`PackedBook`). */
import type { Language } from '../../kernel/refusal-rules.ts';

export interface BookModel {
  language: Language;
  subdistrict: string;
  community: string;
  grid: string;
  code: string;
  responsible: string | null;
  phone: string | null;
  version: number;
  /** `YYYY-MM-DD HH:MM` where the office is. */
  printed_at: string;
  printed_by: string;
  sheets: Sheet[];
  /** Data sets that whoever prints may not read as a whole, by name. */
  left_out: string[];
  /** Earlier prints, newest first. */
  prints: PrintLine[];
}

/** One data set. */
export interface Sheet {
  collection: string;
  title: string;
  /** The category above it. */
  part: string;
  note: string;
  columns: string[];
  rows: string[][];
  /** Where the QR code leads; null: nobody knows under which address this installation is found. */
  address: string | null;
}

/** As it goes to the thread: a sheet of 50,000 rows is packed as it is read, some rows at a time. */
export type PackedBook = Omit<BookModel, 'sheets'> & { sheets: PackedSheet[] };
export type PackedSheet = Omit<Sheet, 'rows'> & PackedRows;
export interface PackedRows { count: number; packed: Uint8Array[] }

export interface PrintLine {
  version: number;
  printed_at: string;
  printed_by: string;
  returned_on: string;
  returned_to: string;
  return_note: string;
}

export interface SheetState {
  grid: string;
  community: string | null;
  dataset: string;
  dataset_en: string | null;
  version: number;
  printed_at: string;
  printed_by: string | null;
  entries: number;
  newest: number;
  changed: number;
}
