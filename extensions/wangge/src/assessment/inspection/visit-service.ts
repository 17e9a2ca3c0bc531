/** A visit from its plan to the leader's word, each step in one transaction that holds the visit. */
import type { Db } from '../../kernel/context.ts';
import type { Refusal } from '../../kernel/refusal-rules.ts';
import type { Day, Moment, Uuid, Values } from '../../kernel/values.ts';
import type { Method, StoredVisit } from './model.ts';
import type { SaidAnswer } from './sheet-rules.ts';
import type { VisitStep } from './visit-rules.ts';
import { randomBytes, randomUUID } from 'node:crypto';
import { loadCalendar } from '../../calendar/index.ts';
import { objectionToPhotograph } from '../../files/index.ts';
import { dayIn, epochDay } from '../../kernel/civil-date-rules.ts';
import { isRefusal, refused } from '../../kernel/refusal-rules.ts';
import { keyOf } from '../../kernel/relation-key-rules.ts';
import { recordFinding, recordSpotCheck } from '../../ledgers/index.ts';
import { enqueue } from '../../outbox/index.ts';
import { todayOf } from '../../territory/index.ts';
import { activeScheme } from '../schemes/scheme-store.ts';
import { drawn, spreadOver, weightOf } from './draw-rules.ts';
import { gridOfSample, insertSamples, sampledSets, samplesOf, settleSample } from './sample-store.ts';
import { lacking, objectionToAnswer, scoreOfSheets } from './sheet-rules.ts';
import { heldNotices, plannedNotices } from './visit-notice-rules.ts';
import { heldWith, objectionToStep, seatOf, VISIT_STEPS, visitIn, visitOf } from './visit-rules.ts';
import { actorOf, answersOf, changeVisit, drawableGrids, endSheets, foundForVisit, gridTold, insertInspectionScore, insertPhoto, insertSheets, openQuarter, photosOf, removePhoto, saveAnswers, visitById, visitToStep } from './visit-store.ts';

const MOST_DRAWN = 50;
/** A draw plans a quarter at most. */
const MOST_DAYS = 92;
/** On the sheets of one inspector. */
const MOST_PHOTOS = 30;

/** A visit as it is stored, or why not. */
export async function prepareVisit(db: Db, payload: Values, person: Uuid): Promise<Values | Refusal> {
  const asked = visitIn(payload, await todayOf(db));
  if (isRefusal(asked))
    return asked;
  const visit = visitOf(payload, asked, await foundForVisit(db, asked, person), person);
  if (isRefusal(visit))
    return visit;
  const id = keyOf(payload.id) ?? randomUUID();
  await enqueue(db, plannedNotices({ id, grid_name: (await gridTold(db, asked.grid)).name, planned_on: asked.planned_on }, asked.inspectors, person));
  return { ...visit, id };
}

/** A draw with the visits that come of it: they are stored with it, each through its own filter. */
export async function prepareDraw(db: Db, payload: Values): Promise<Values | Refusal> {
  const managed = (['drawn', 'visits', 'date_created', 'user_created'] as const).find(field => payload[field] != null);
  if (managed !== undefined)
    return refused('managed_field', managed, { field: managed });
  const { count, level, planned_on, inspector_1, inspector_2 } = payload;
  if (typeof count !== 'number' || !Number.isInteger(count) || count < 1 || count > MOST_DRAWN)
    return refused('draw_count', 'count', { most: MOST_DRAWN });
  const subdistrict = keyOf(payload.subdistrict);
  if (subdistrict === null)
    return refused('field_required', 'subdistrict');
  const seed = typeof payload.seed === 'string' && payload.seed.trim() !== '' ? payload.seed.trim() : randomBytes(16).toString('hex');
  const day = await todayOf(db);
  const [first, last] = [dayIn(planned_on), payload.planned_until == null ? null : dayIn(payload.planned_until)];
  if (first === null || (last === null && payload.planned_until != null))
    return refused('date_invalid', first === null ? 'planned_on' : 'planned_until');
  if (last !== null && (last < first || epochDay(last) - epochDay(first) > MOST_DAYS))
    return refused('draw_until', 'planned_until', { most: MOST_DAYS });
  const inspectors = [keyOf(inspector_1), keyOf(inspector_2)].filter(key => key !== null);
  const taken = drawn(seed, await drawableGrids(db, { subdistrict, level: Number(level), inspectors, day, first, last: last ?? first }), count);
  if (taken.length === 0)
    return refused('draw_none', 'level');
  const days = last === null ? taken.map(() => first) : spreadOver(await loadCalendar(db), first, last, taken.length);
  if (days.length === 0)
    return refused('draw_no_working_day', 'planned_until');
  return {
    ...payload,
    seed,
    drawn: taken.map((grid, nth) => ({ code: grid.code, name: grid.name, planned_on: days[nth]!, quarters_since: grid.quarters_since, weight: weightOf(grid) })),
    visits: taken.map(({ id }, nth) => ({ grid: id, planned_on: days[nth]!, inspector_1, inspector_2 })),
  };
}

/** Holds the visit, and asks whether this person may take the step. */
async function stepping<Answer>(db: Db, id: Uuid, step: VisitStep, person: Uuid, take: (trx: Db, visit: StoredVisit, day: Day) => Promise<Answer | Refusal>): Promise<Answer | Refusal | null> {
  return db.transaction(async (trx) => {
    const visit = await visitToStep(trx, id);
    if (visit === null)
      return null;
    const day = await todayOf(trx);
    return objectionToStep(visit, step, await actorOf(trx, person, visit.grid, day)) ?? take(trx, visit, day);
  });
}

/** Sheets for both, samples drawn. */
export async function begin(db: Db, id: Uuid, person: Uuid, now: Moment): Promise<{ begun: true } | Refusal | null> {
  return stepping(db, id, 'begin', person, async (trx, _visit, day) => {
    await changeVisit(trx, id, { state: 'under_way', begun_at: now });
    await insertSheets(trx, id);
    await insertSamples(trx, id, await sampledSets(trx), day);
    return { begun: true };
  });
}

export async function answer(db: Db, id: Uuid, person: Uuid, answers: readonly SaidAnswer[], now: Moment): Promise<{ saved: number } | Refusal | null> {
  return stepping(db, id, 'answer', person, async (trx) => {
    const objection = answers.map(objectionToAnswer).find(one => one !== null) ?? null;
    if (objection !== null)
      return objection;
    const known = new Set((await answersOf(trx, id, person)).map(one => one.id));
    return answers.every(one => known.has(one.id)) ? { saved: await saveAnswers(trx, id, person, answers, now) } : refused('inspection_answer_unknown');
  });
}

/** A photograph of one's own on one's own sheet; the same one twice is on it once. */
export async function addPhoto(db: Db, id: Uuid, person: Uuid, { method, photo }: { method: Method; photo: Uuid }, now: Moment): Promise<{ id: Uuid } | Refusal | null> {
  return stepping(db, id, 'answer', person, async (trx) => {
    const objection = await objectionToPhotograph(trx, photo, { person, trusted: false, field: 'photo' });
    if (objection !== null)
      return objection;
    const own = (await photosOf(trx, id)).filter(({ inspector }) => inspector === person);
    const already = own.find(one => one.photo === photo);
    if (already !== undefined)
      return { id: already.id };
    return own.length >= MOST_PHOTOS ? refused('visit_photos_most', 'photo', { most: MOST_PHOTOS }) : { id: await insertPhoto(trx, { visit: id, inspector: person, method, photo, added_at: now }) };
  });
}

export async function takePhotoBack(db: Db, id: Uuid, photo: Uuid | null, person: Uuid): Promise<{ removed: number } | Refusal | null> {
  return stepping(db, id, 'answer', person, async trx => ({ removed: photo === null ? 0 : await removePhoto(trx, id, person, photo) }));
}

export interface Completed { score: number | null; held: boolean; counted: boolean }

/** One inspector's sheets are in; the second's end the visit. */
export async function complete(db: Db, id: Uuid, person: Uuid, now: Moment): Promise<Completed | Refusal | null> {
  return stepping(db, id, 'complete', person, async (trx, visit, day) => {
    const answers = await answersOf(trx, id, person);
    const lack = lacking(answers);
    if (lack !== null)
      return lack;
    const seat = seatOf(visit, person)!;
    const held = heldWith(visit, seat);
    await endSheets(trx, id, seat, held ? { state: 'held', held_on: day } : {});
    if (held) {
      const { name, leader } = await gridTold(trx, visit.grid);
      await enqueue(trx, heldNotices({ id, grid_name: name }, leader));
    }
    const score = scoreOfSheets(answers);
    return { score, held, counted: score !== null && await counted(trx, visit, { score, rater: person, now }, day) };
  });
}

/** Is there an open quarter whose scheme asks for it? */
async function counted(trx: Db, { id, grid }: StoredVisit, { score, rater, now }: { score: number; rater: Uuid; now: Moment }, day: Day): Promise<boolean> {
  const quarter = await openQuarter(trx, grid, day);
  const scheme = quarter === null ? null : await activeScheme(trx, quarter.ends_on);
  const indicator = scheme?.indicators.find(({ measure, subject, levels }) => measure === 'inspection_mean' && (subject ?? 'grid') === 'grid' && (levels == null || (levels as readonly number[]).includes(quarter!.level)));
  if (quarter === null || indicator === undefined)
    return false;
  await insertInspectionScore(trx, { period: quarter.id, indicator: scheme!.indicator_ids.get(indicator.code)!, grid, score, rater, now, note: `听、看、议督查走访（${day}）`, link: `/admin/content/inspection_visits/${id}` });
  return true;
}

export interface SampleWord { result: 'right' | 'finding'; note: string | null; kind: string | null }

/** Found right, or made a finding, with the right of reply that findings have. */
export async function lookAt(db: Db, id: Uuid, sampleId: Uuid, person: Uuid, { result, note, kind }: SampleWord, now: Moment): Promise<{ finding: Uuid | null } | Refusal | null> {
  return stepping(db, id, 'sample', person, async (trx, _visit, day) => {
    const sample = (await samplesOf(trx, id)).find(one => one.id === sampleId);
    if (sample === undefined)
      return refused('sample_unknown');
    if (sample.result !== null)
      return refused('sample_looked_at');
    if (result === 'finding' && (note ?? '').trim() === '')
      return refused('sample_finding_words', 'note');
    const place = sample.kind === 'entry' ? { dataset: sample.dataset, item: sample.item } : { grid: await gridOfSample(trx, sample), issue: sample.issue };
    const recorded = result === 'finding'
      ? await recordFinding(trx, { ...place, kind: kind ?? (sample.kind === 'log' ? 'false' : 'inaccurate'), description: note, found_on: day }, { work_log: sample.work_log, visit: id }, person, now)
      : sample.kind === 'entry' ? await recordSpotCheck(trx, { ...place, note }, person) : null;
    if (isRefusal(recorded))
      return recorded;
    const finding = result === 'finding' ? recorded : null;
    await settleSample(trx, sample.id, { result, finding, note, looked_by: person, looked_at: now });
    return { finding };
  });
}

export async function acknowledge(db: Db, id: Uuid, person: Uuid, note: string | null, now: Moment): Promise<{ acknowledged: true } | Refusal | null> {
  return stepping(db, id, 'acknowledge', person, async (trx) => {
    await changeVisit(trx, id, { state: 'acknowledged', acknowledged_by: person, acknowledged_at: now, acknowledgement: note });
    return { acknowledged: true };
  });
}

export async function cancel(db: Db, id: Uuid, person: Uuid, reason: string | null): Promise<{ cancelled: true } | Refusal | null> {
  return stepping(db, id, 'cancel', person, async (trx) => {
    if ((reason ?? '').trim() === '')
      return refused('visit_cancel_reason', 'reason');
    await changeVisit(trx, id, { state: 'cancelled', cancelled_reason: reason });
    return { cancelled: true };
  });
}

/** The steps that this person can take now, as buttons. */
export async function stepsOf(db: Db, id: Uuid, person: Uuid): Promise<{ visit: StoredVisit; steps: VisitStep[] } | null> {
  const visit = await visitById(db, id);
  if (visit === null)
    return null;
  const actor = await actorOf(db, person, visit.grid, await todayOf(db));
  return { visit, steps: VISIT_STEPS.filter(step => objectionToStep(visit, step, actor) === null) };
}
