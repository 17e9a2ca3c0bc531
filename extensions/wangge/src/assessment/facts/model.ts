/**
 * The words of what is assessed: facts, what is counted of them, and whose counts they are.
 *
 * A **fact** is one thing that fell due or was done in the period (a clock, a report, a month's ledger of one data set …), as
 * things stood at the cut. From the same facts come the counts, the list behind every number, and the lines of evidence.
 */
import type { Calendar } from '../../calendar/model.ts';
import type { Scope } from '../../handling/model.ts';
import type { Words } from '../../kernel/refusal-rules.ts';
import type { Day, Moment, Uuid } from '../../kernel/values.ts';
import type { CaseColumn } from './case-columns-rules.ts';

/** In the order of an evidence file of format 2; what each says stands in `fact-kinds.ts`. */
export const FACT_KIND_NAMES = ['clock', 'warning', 'report', 'duty', 'log', 'collection', 'ledger', 'finding', 'part', 'inspection', 'manual'] as const;
export type FactKind = (typeof FACT_KIND_NAMES)[number];

/** Flags are 1 or 0, words text; null: the fact says nothing of it. */
export type Cell = number | string | null;

/** One fact, as evidence knows it. */
export interface Fact {
  kind: FactKind;
  /** Code of the grid whose matter it is. */
  grid: string | null;
  /** Code of the department that answered for it. */
  department: string | null;
  /** Who answered for it; in evidence a pseudonym. */
  person: string | null;
  /** The row's own key; in evidence a pseudonym. */
  id: string;
  /** In the order of the columns that were asked of its kind. */
  cells: Cell[];
}

/** Facts that count for nobody, by kind, as the facts of the period call them. */
export type ExemptFacts = Partial<Record<FactKind, readonly string[]>>;

/** `flag`: true or false; `number`: a whole number, 0 or more; `word`: of a list. */
export type ColumnType = 'flag' | 'number' | 'word';

export interface FactColumn {
  type: ColumnType;
  /** The first format of evidence that may have it. (A column never moves to another kind, and never changes what it means.) */
  since: 1 | 2;
  /** Is it in every file that has facts of its kind? The others are there where the scheme measures them. */
  always?: true;
}

/** In which stretch of its grid a fact lies (`stretch-rules.ts`); asked where persons are scored. */
export const IN_STRETCH = { stretch: { type: 'number', since: 2 } } as const satisfies Record<string, FactColumn>;

/** The reports of one day, from its midnight on, are to be answered by `due_at`. */
export interface ResponseLimit { from: Moment; due_at: Moment }

/** On these days (a multirange of dates) logs of this person from this place count for this grid. */
export interface LogWriter { person: Uuid; place: Uuid; grid: Uuid; level: number; days: string }

export interface DuplicateTold { issue: Uuid; duplicate_of: Uuid }

/** What is asked of one kind of fact. */
export interface FactQuery {
  /** The period: its first and last moment, and days as the installation knows them. */
  from: Moment;
  until: Moment;
  starts_on: Day;
  ends_on: Day;
  /** What was recorded from here on does not count. */
  cut: Moment;
  time_zone: string;
  /** The one that was in force at the cut: one that is published later moves no working day of the period. */
  calendar: Calendar;
  /** Columns of this kind, in the order of the registry (`factColumnsFor`). */
  columns: readonly string[];
  /** By when the reports of each day were to be answered; empty where no column needs them. */
  response_limits: readonly ResponseLimit[];
  /** Reports that were told by events, and of which others they stood as duplicates at the cut. */
  duplicates_told?: readonly DuplicateTold[];
  /** Who wrote logs for which grid; without it they are asked with the logs. */
  writers?: readonly LogWriter[];
  /** Facts that count for nobody. */
  exempt?: ExemptFacts;
  /** As 0.5.0 read them, whose files are read off the database again (`FactsAsked`). */
  formerly?: boolean;
  /** Only facts whose grid or department is of these sub-districts are asked for; a kind may answer others, which are left out. */
  subdistricts: readonly Uuid[];
}

/** A query's text with its named bindings (`:name`). */
export interface Selection {
  sql: string;
  bindings?: Readonly<Record<string, Binding>>;
  /** A second SELECT of the same columns: facts that were told by events and stand in a temporary table. Asked apart, so that the first runs in parallel. */
  told?: string;
}
export type Binding = string | number | boolean | null | readonly string[] | Buffer;

/**
 * A kind of fact: its columns, and the one SELECT from which counts, lists and evidence come.
 *
 * The SELECT answers `id` (the row's own key, unique within the kind), `grid` (uuid or null), `department` (uuid or null),
 * `person` (uuid or null), and each asked column under its own name: flags as boolean, numbers as integer, words as text, null
 * where the fact says nothing; and `day`, on which it counts, where it has `IN_STRETCH`. `:from`, `:until`, `:starts_on`, `:ends_on`, `:cut`, `:time_zone`, `:subdistricts` are bound for
 * it; what else it needs it binds itself. A set-based pass over its tables, that an index serves, without a sort.
 */
export interface FactKindDefinition {
  kind: FactKind;
  /** What one is called, in a sentence: “3 件”. */
  name: Words;
  columns: Readonly<Record<string, FactColumn>>;
  /** Its SELECT answers `place`, too: the sub-district of what has neither a grid nor a department. */
  placed?: true;
  /** Null: this kind has no facts yet. */
  select: ((query: FactQuery) => Selection) | null;
  /** How a list names them; not asked for counts and evidence. */
  listing: FactListing | null;
}

/** Joined to the facts `f` of a list. */
export interface FactListing {
  joins: string;
  /** The number of the issue, or the name of the thing. */
  title: string;
  /** Its item in the Studio, if it has one: `collection` and the SQL of its key. */
  item: { collection: string; key: string } | null;
  /** Days and moments that say why it counts as it does, by the words in `FACT_DATES`. */
  dates: Readonly<Partial<Record<FactDate, string>>>;
}

export const FACT_DATES = ['reported_at', 'started_at', 'warn_at', 'due_at', 'handled_at', 'done_at', 'on_day'] as const;
export type FactDate = (typeof FACT_DATES)[number];

export interface Count {
  numerator: number;
  denominator: number;
}

export const SUBJECT_KINDS = ['grid', 'department', 'person'] as const;
export type SubjectKind = (typeof SUBJECT_KINDS)[number];

/** `code`: of a grid or a department; of a person the user's id, in evidence a pseudonym. */
export interface SubjectKey { kind: SubjectKind; code: string }

/** Counts of one subject and one scope (null: of facts that have none): of a grid alone, or with all that lies below it. */
export interface Tally {
  subject: SubjectKey;
  scope: Scope | null;
  /** By the code of the measure; one that counts nothing may be left out. */
  measures: Partial<Record<string, Count>>;
}

export interface MeasureDefinition {
  /** What is counted. */
  fact: FactKind;
  /** Which end is good: decides ties. */
  better: 'higher' | 'lower';
  /** Below the line: of this column's facts (a flag) … */
  among?: string;
  /** … those that say something of this column. Above the line: those for which it is true, or the sum of its numbers. */
  hits: string;
  /** Below the line stands the sum of this column's numbers, of facts that say something of both; without it each fact counts 1. */
  of?: string;
  /** Where files of the first format are to be counted otherwise: among these. */
  among_in_1?: CaseColumn;
  /** Whose number it can be; left out: of everybody for whom its facts stand. */
  subjects?: readonly SubjectKind[];
  /** Does a grid's number include the grids below it? `own`: it tells of what the grid's own leader did. */
  reach: 'subtree' | 'own';
  /**
   * A person's number of what reaches a subtree rests on the facts of the grids that they answered for on that day
   * (`stretch-rules.ts`): `pinned`, on those that were theirs by name, since somebody else in the line may have been asked.
   */
  person?: 'pinned';
  /** What one fact asks of people: fields filled in and minutes spent for the sake of it, as estimated by us. */
  burden: { fields: number; minutes: number };
  /** As the forms of schemes and indicators call it. */
  name: Words;
  /** What is divided by what. */
  says: Words;
}

/** Keeps the codes of measures as a type. */
export function measuresOf<Name extends string>(measures: Record<Name, MeasureDefinition>): Record<Name, MeasureDefinition> {
  return measures;
}
