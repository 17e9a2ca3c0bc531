/** The people of a community, those who join them in a longer life (a station that is called, the inspection team), and their steps over REST. */
import type { Community } from './community.ts';
import type { Account, Server } from './harness.ts';
import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { peopled } from './community.ts';
import { upload } from './uploads.ts';

export interface Cast extends Community {
  /** A member of a department that supervises. */
  team: Account;
  /** A member of a station, which may be called to help. */
  helper: Account;
  station: string;
}

export type Said = Record<string, unknown> & { type: string };

/** No dispute, which would only be counted: residents get a notice of it. */
export const SHOWN = { kind: 'problem' };

export async function castFor(wangge: Server): Promise<Cast> {
  const community = await peopled(wangge);
  const { place } = community;
  const [station, inspection] = [randomUUID(), randomUUID()];
  await wangge.db('departments').insert([
    { id: station, code: `${place.code}Z01`, name: '派出所', subdistrict: place.id, kind: 'station', active: true },
    { id: inspection, code: `${place.code}J01`, name: '督查考核组', subdistrict: place.id, kind: 'office', active: true, supervises: true },
  ]);
  return {
    ...community,
    station,
    helper: await wangge.createUser({ role: 'office', department: station }),
    team: await wangge.createUser({ role: 'inspector', department: inspection }),
  };
}

export const calling = ({ cadre, station }: Cast): [Account, Said] => [cadre, { type: 'call_in', to_department: station, note: '请到场维持秩序' }];

/** Handled, fed back, verified by another, and so closed. */
export const finishing = ({ cadre, level2 }: Cast): [Account, Said][] => [
  [cadre, { type: 'handle', result: '已清理', channel: 'visit' }],
  [level2, { type: 'verify', solved: 'yes', channel: 'phone', satisfaction: 5 }],
];

export interface Hands {
  row: (issue: string) => Promise<Record<string, any>>;
  /** The step is taken. */
  done: (as: Account, said: Said, issue: string) => Promise<void>;
  /** Directus refuses what the role may never do (403); the lifecycle refuses this person, and says why (400). Nothing is written. */
  refused: (as: Account, said: Said, issue: string) => Promise<void>;
  /** A photograph; gives its id. */
  upload: (as: Account) => Promise<string>;
}

export function handsOn(wangge: () => Server): Hands {
  const event = (as: Account, issue: string, said: Said) => wangge().request('POST', '/items/issue_events', { as, body: { issue, ...said } });
  const row: Hands['row'] = issue => wangge().db('issues').where({ id: issue }).first();
  return {
    row,
    done: async (as, said, issue) => {
      const answer = await event(as, issue, said);
      expect(answer.status, `${said.type}: ${JSON.stringify(answer.body)}`).toBe(200);
    },
    refused: async (as, said, issue) => {
      const { event_seq } = await row(issue);
      const { status, errors } = await event(as, issue, said);
      expect([400, 403], `${said.type} as ${as.email}`).toContain(status);
      expect(errors[0]!.message.length).toBeGreaterThan(0);
      if (status === 400)
        expect(errors[0]!.message).toMatch(/\p{Script=Han}/u);
      expect((await row(issue)).event_seq).toBe(event_seq);
    },
    upload: async as => await upload(wangge(), as),
  };
}

/** A photograph as a form sends it with an event or a report. */
export const attached = (file: string): object => ({ create: [{ directus_files_id: { id: file } }], update: [], delete: [] });
