/** Scores at the end of a year: entered by a form or an import, and confirmed by a second person. */
import type { Db } from '../../kernel/context.ts';
import type { Refusal } from '../../kernel/refusal-rules.ts';
import type { Uuid, Values } from '../../kernel/values.ts';
import type { OpenScore } from './score-store.ts';
import { objectionToFile } from '../../files/index.ts';
import { isRefusal, refused } from '../../kernel/refusal-rules.ts';
import { askedScore, objectionToConfirm, scoreRow } from './score-rules.ts';
import { confirmScores, foundScore, openScores, scoresToConfirm } from './score-store.ts';
import { momentOfScore } from './year-store.ts';

export async function prepareYearScore(db: Db, payload: Values, { person, trusted }: { person: Uuid; trusted: boolean }): Promise<Values | Refusal> {
  const asked = askedScore(payload);
  if (isRefusal(asked))
    return asked;
  const objection = payload.evidence == null ? null : await objectionToFile(db, payload.evidence, { person, trusted, field: 'evidence' });
  return objection ?? scoreRow(payload, asked, await foundScore(db, asked, person), { person, now: await momentOfScore(db) });
}

/** All of them or none. */
export async function confirmYearScores(db: Db, ids: readonly Uuid[], person: Uuid): Promise<{ confirmed: number } | Refusal> {
  return db.transaction(async (trx) => {
    const found = await scoresToConfirm(trx, ids, person);
    if (found.length < new Set(ids).size)
      return refused('year_score_unknown', null);
    const refusal = found.map(row => objectionToConfirm(row, person)).find(one => one !== null);
    if (refusal !== undefined)
      return refusal;
    await confirmScores(trx, ids, person);
    return { confirmed: found.length };
  });
}

/** What waits to be confirmed of a year; `objection`: why not by this person. */
export async function scoresOfYear(db: Db, person: Uuid, asked: { code: string; subdistrict: string | undefined }): Promise<(OpenScore & { objection: Refusal | null })[]> {
  const open = await openScores(db, person, { code: asked.code, ...asked.subdistrict === undefined ? {} : { subdistrict: asked.subdistrict } });
  return open.map(score => ({ ...score, objection: objectionToConfirm(score, person) }));
}

export interface WaitingScores { period: Uuid; code: string; subdistrict: string; count: number }

/** Of every year, how many this person confirms. */
export async function scoresWaiting(db: Db, person: Uuid): Promise<WaitingScores[]> {
  const open = await openScores(db, person);
  return [...Map.groupBy(open.filter(score => objectionToConfirm(score, person) === null), ({ year }) => year).values()]
    .map(([first, ...more]) => ({ period: first!.year, code: first!.period, subdistrict: first!.subdistrict, count: more.length + 1 }));
}
