/** Appeals on a real server. */
import { beforeAll, describe, expect, it } from 'vitest';
import { server } from './harness.ts';

const wangge = await server();
const { db } = wangge;

describe('what an appeal is of', () => {
  it('is nothing where there is no such fact', async () => {
    for (const [kind, fact] of [['clock', '1'], ['log', '0f8fad5b-d9cb-469f-a165-70867728950e'], ['recognition', '0f8fad5b-d9cb-469f-a165-70867728950e'], ['ranking', '0f8fad5b-d9cb-469f-a165-70867728950e'], ['duty', '0f8fad5b-d9cb-469f-a165-70867728950e:0f8fad5b-d9cb-469f-a165-70867728950e:0f8fad5b-d9cb-469f-a165-70867728950e:2026-01-01'], ['ledger', '0f8fad5b-d9cb-469f-a165-70867728950e:0f8fad5b-d9cb-469f-a165-70867728950e:2026-01-31'], ['finding', '0f8fad5b-d9cb-469f-a165-70867728950e:0f8fad5b-d9cb-469f-a165-70867728950e:2026-01-31'], ['collection', '0f8fad5b-d9cb-469f-a165-70867728950e'], ['part', '0f8fad5b-d9cb-469f-a165-70867728950e'], ['manual', '0f8fad5b-d9cb-469f-a165-70867728950e'], ['report', '0f8fad5b-d9cb-469f-a165-70867728950e'], ['warning', '7']]) {
      expect((await db.raw('select * from wangge_fact_place(?, ?)', [kind!, fact!])).rows).toEqual([]);
      expect((await db.raw('select * from wangge_fact_parts(?, ?)', [kind!, fact!])).rows).toEqual([]);
      expect((await db.raw('select * from wangge_may_appeal(?, ?, wangge_today())', [kind!, fact!])).rows).toEqual([]);
    }
  });
});
