/** What the tellers of a patch's ledgers hand to each other. */
import type { Uuid } from '../../../kernel/values.ts';

export interface Enterprise { id: Uuid; name: string; address: string; contact: string; catering: boolean }

export interface Building { id: Uuid; name: string; address: string; units: number; floors: number }

export interface Places {
  buildings: Building[];
  party_branch: Uuid;
}

export type Sex = 'male' | 'female';
export type Residence = 'registered' | 'floating' | 'overseas';

export interface Resident {
  id: Uuid;
  name: string;
  sex: Sex;
  age: number;
  alone: boolean;
  party_member: boolean;
  residence: Residence;
  /** Of the floating: where they are registered. */
  origin: string;
  building: Building;
  phone: string | undefined;
}
