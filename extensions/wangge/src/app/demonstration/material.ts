/** What the demonstration is made from: the files of `seeds/demo`, read and typed. */
import type { Cause, Kind, Parties } from '../../handling/model.ts';
import type { DepartmentKind } from '../../handling/routing/model.ts';
import type { Uuid } from '../../kernel/values.ts';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';

export interface Division { level: 'province' | 'district' | 'subdistrict' | 'community'; code: string; name: string }

/** Something that is reported, again and again. */
export interface Matter {
  /** The category's code. */
  category: string;
  weight: number;
  place: string[];
  kind?: Kind;
  parties?: Partial<Record<Parties, number>>;
  /** How often city or district departments are needed. */
  departments?: number;
  urgent?: number;
  confidential?: number;
  descriptions: string[];
  results: string[];
}

export interface Matters {
  places: Record<string, string[]>;
  matters: Matter[];
}

type Texts = string[];

/** What people write, by step. */
export interface Phrases {
  progress: Texts;
  progress_district: Texts;
  reporter_progress: Texts;
  explain: Partial<Record<Cause, Texts>>;
  return: Record<'wrong_routing' | 'not_in_duty' | 'insufficient', Texts>;
  route: Record<'moved' | 'same' | 'unrouted' | 'scope' | 'district', Texts>;
  reject: Texts;
  withdraw: Texts;
  verify_yes: Texts;
  verify_no: Texts;
  reopen: Texts;
  request: { extension: Texts; suspension: Texts; no: Texts };
  help: { call: Texts; come: Texts; result: Texts };
  urge: Texts;
  supervise: Texts;
  close: Texts;
}

export interface DepartmentPlan {
  code: string;
  name: string;
  kind: DepartmentKind;
  dispatches?: boolean;
  supervises?: boolean;
  /** Category codes of each member's line of work; the head comes extra. */
  staff?: string[][];
}

export interface AccountPlan {
  role: string;
  post?: 'area' | 'community' | 'patch';
  /** A department's code, or `community`: that of the account's community. */
  department?: string;
  /** 1: the first of the department's staff. */
  place?: number;
}

export interface Organisation {
  areas: string[];
  patches_per_community: number;
  community: { staff: string[][] };
  departments: DepartmentPlan[];
  district_by_category: Record<string, string>;
  accounts: Record<string, AccountPlan>;
}

export interface Names { family: string[]; given: string[] }

export interface Material {
  divisions: Division[];
  organisation: Organisation;
  names: Names;
  matters: Matters;
  phrases: Phrases;
  ledgers: LedgerWords;
  duty: DutyWords;
  /** Of the roles in `seeds/access`. */
  roles: Record<string, Uuid>;
}

/** `home` is the folder that holds `seeds/`. */
export async function readMaterial(home: string): Promise<Material> {
  const text = async (file: string): Promise<string> => await readFile(join(home, 'seeds', file), 'utf8');
  const yaml = async <T>(file: string): Promise<T> => parse(await text(file)) as T;
  const matrix = await yaml<{ access_matrix: { roles: Record<string, { id: Uuid }> } }>('access/matrix.yaml');
  return {
    divisions: parseDivisions(await text('demo/divisions.csv')),
    organisation: await yaml('demo/organisation.yaml'),
    names: await yaml('demo/names.yaml'),
    matters: await yaml('demo/matters.yaml'),
    phrases: await yaml('demo/phrases.yaml'),
    ledgers: await yaml('demo/ledgers.yaml'),
    duty: await yaml('demo/duty.yaml'),
    roles: Object.fromEntries(Object.entries(matrix.access_matrix.roles).map(([name, { id }]) => [name, id])),
  };
}

/** `level,code,name`, one division a line; no quoting, the names have no commas. */
export function parseDivisions(csv: string): Division[] {
  return csv.trim().split('\n').slice(1).map((line) => {
    const [level, code, name] = line.trim().split(',') as [Division['level'], string, string];
    return { level, code, name };
  });
}

/** `seeds/demo/duty.yaml`. */
export interface DutyWords {
  logs: Record<'patrol' | 'visit' | 'handling' | 'visit_2' | 'meeting_2' | 'visit_1' | 'meeting_1', string[]>;
  heard: string[];
  incomplete: string[];
  false: { description: string; answer: string };
  findings: { inaccurate: string; outdated: string; answer: string; decision: string };
  visits: { reason: string; planned: string; note: string; found: string; acknowledged: string };
  plans: {
    dataset: { collection: string; name: string; every: string; due_working_days: number };
    topic: { name: string; topic: string; every: string; due_working_days: number };
    reports: string[];
  };
}

/** `seeds/demo/ledgers.yaml`. */
export interface LedgerWords {
  estates: string[];
  managers: string[];
  /** By industry. */
  shops: Record<string, string[]>;
  companies: Record<string, string[]>;
  brands: string[];
  /** By the first two digits of their codes. */
  provinces: Record<string, string>;
  nations: string[];
  countries: string[];
  skills: string[];
  wishes: string[];
  jobs: string[];
  /** By kind. */
  disputes: Record<string, string[]>;
  projects: Record<string, string[]>;
  teams: Record<string, string>;
  schools: Record<string, string>;
  venues: Record<string, string>;
  hazards: Record<string, string>;
}
