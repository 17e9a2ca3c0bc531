/** Absences over the API: filed by the person, decided by somebody else. The database (`sql/012-absences.sql`) says the same without sentences. */
import type { Db } from '../../kernel/context.ts';
import type { Write } from '../../kernel/on-filter.ts';
import type { Refusal } from '../../kernel/refusal-rules.ts';
import type { Day, Uuid, Values } from '../../kernel/values.ts';
import type { Notice } from '../../outbox/model.ts';
import type { StoredAbsence } from './absence-store.ts';
import { defineHook } from '@directus/extensions-sdk';
import { dayIn } from '../../kernel/civil-date-rules.ts';
import { filtersOf } from '../../kernel/on-filter.ts';
import { conflicting, isRefusal, refused } from '../../kernel/refusal-rules.ts';
import { keyOf } from '../../kernel/relation-key-rules.ts';
import { enqueue } from '../../outbox/index.ts';
import { messages } from '../messages.ts';
import { overfullDay, SLOTS } from '../scope-rules.ts';
import { todayOf } from '../territory-store.ts';
import { ABSENCE_MANAGED, objectionToAbsence, objectionToLaterChange } from './absence-rules.ts';
import { absencesById, decidersOf, isActivePerson, nameOf, neighboursOf, oneAtATime, overfull, relation } from './absence-store.ts';

interface Author { person: Uuid | null; admin: boolean }

const authorOf = ({ person, trusted }: Write): Author => ({ person, admin: trusted });

export default defineHook(({ filter, action }, { database }) => {
  const { onFilter, onDatabaseError } = filtersOf(filter, messages);

  onFilter('absences.items.create', async write => file(write.db, write.payload, authorOf(write)));
  onFilter('absences.items.update', async write => change(write.db, write.payload, write.keys, authorOf(write)));
  onFilter('absences.items.delete', async ({ keys, db }) => {
    const today = await todayOf(db);
    // One of which no day is over is taken back as a whole.
    const decided = (await absencesById(db, keys)).some(({ decision, starts_on }) => decision === 'no' || (decision === 'yes' && starts_on < today));
    return decided ? refused('absence_kept') : null;
  });
  // Two decide at the same moment: the database takes the first.
  onDatabaseError(({ message }) => /^Absence .* is decided/.test(message.replace(/^.* - /s, '')) ? conflicting('absence_decided') : null);
  action('absences.items.create', async ({ key }) => tell(database, [key as Uuid]));
  action('absences.items.update', async ({ keys, payload }) => {
    if ('decision' in (payload as Values))
      await tell(database, keys as Uuid[]);
  });
});

async function file(db: Db, payload: Values, author: Author): Promise<Values | Refusal> {
  const managed = ABSENCE_MANAGED.find(field => payload[field] != null);
  if (managed !== undefined)
    return refused('managed_field', managed, { field: managed });
  const person = keyOf(payload.person) ?? author.person;
  if (person === null || !await isActivePerson(db, person))
    return refused('absence_person', 'person');
  if (!author.admin && person !== author.person && !(await relation(db, author.person!, person)).dispatches)
    return refused('absence_for_other', 'person');
  if (payload.decision != null && !author.admin)
    return refused('absence_decide_later', 'decision');
  const starts_on = dayIn(payload.starts_on);
  if (starts_on === null)
    return refused('absence_day', 'starts_on');
  if (payload.ends_on != null && dayIn(payload.ends_on) === null)
    return refused('absence_day', 'ends_on');
  const absence = { person, kind: String(payload.kind ?? 'leave'), starts_on, ends_on: dayIn(payload.ends_on), stand_in: keyOf(payload.stand_in) };
  await oneAtATime(db, [person, absence.stand_in]);
  const objection = objectionToAbsence(absence, await neighboursOf(db, person, absence.stand_in, null));
  if (objection !== null)
    return objection;
  // What an administrator enters was decided on paper.
  const decision = author.admin && payload.decision !== 'no' ? 'yes' : payload.decision ?? null;
  if (decision !== 'yes')
    return { ...payload, ...absence, decision };
  return await objectionToScope(db, absence) ?? { ...payload, ...absence, decision, approved_by: author.person ?? person };
}

async function change(db: Db, payload: Values, keys: readonly Uuid[], author: Author): Promise<Values | Refusal> {
  const managed = ABSENCE_MANAGED.find(field => field in payload);
  if (managed !== undefined)
    return refused('managed_field', managed, { field: managed });
  let set = payload;
  for (const before of await absencesById(db, keys)) {
    const said = 'decision' in payload || 'decision_note' in payload ? await decide(db, before, payload, author) : await correct(db, before, payload, author);
    if (isRefusal(said))
      return said;
    set = { ...set, ...said };
  }
  return set;
}

async function decide(db: Db, before: StoredAbsence, payload: Values, author: Author): Promise<Values | Refusal> {
  if (before.decision !== null)
    return conflicting('absence_decided');
  const other = Object.keys(payload).find(field => field !== 'decision' && field !== 'decision_note');
  if (other !== undefined)
    return refused('absence_decide_alone', other);
  if (payload.decision !== 'yes' && payload.decision !== 'no')
    return refused('absence_decision', 'decision');
  if (before.person === author.person)
    return refused('absence_own', 'decision');
  if (!author.admin && !(await relation(db, author.person!, before.person)).above)
    return refused('absence_authority', 'decision');
  if (payload.decision === 'no')
    return payload.decision_note ? {} : refused('absence_why_not', 'decision_note');
  await oneAtATime(db, [before.person, before.stand_in]);
  return objectionToAbsence(before, await neighboursOf(db, before.person, before.stand_in, before.id)) ?? await objectionToScope(db, before) ?? { approved_by: author.person };
}

async function correct(db: Db, before: StoredAbsence, payload: Values, author: Author): Promise<Values | Refusal> {
  const theirs = author.admin || before.person === author.person || before.user_created === author.person;
  if (!theirs && !(await relation(db, author.person!, before.person)).above)
    return refused('absence_not_yours');
  if (before.decision !== null)
    return objectionToLaterChange(before, Object.keys(payload), dayIn(payload.ends_on), await todayOf(db)) ?? {};
  if (!theirs)
    return refused('absence_not_yours');
  if ('person' in payload && keyOf(payload.person) !== before.person)
    return refused('absence_person_fixed', 'person');
  const wrong = (['starts_on', 'ends_on'] as const).find(field => field in payload && payload[field] !== null && dayIn(payload[field]) === null);
  if (wrong !== undefined)
    return refused('absence_day', wrong);
  const after = {
    person: before.person,
    kind: String(payload.kind ?? before.kind),
    starts_on: dayIn(payload.starts_on) ?? before.starts_on,
    ends_on: 'ends_on' in payload ? dayIn(payload.ends_on) : before.ends_on,
    stand_in: 'stand_in' in payload ? keyOf(payload.stand_in) : before.stand_in,
  };
  await oneAtATime(db, [before.person, after.stand_in]);
  return objectionToAbsence(after, await neighboursOf(db, before.person, after.stand_in, before.id)) ?? {};
}

/** Whoever stands in has the absent person's grids in their slots meanwhile. */
async function objectionToScope(db: Db, { person, stand_in, starts_on, ends_on }: { person: Uuid; stand_in: Uuid | null; starts_on: Day; ends_on: Day | null }): Promise<Refusal | null> {
  if (stand_in === null)
    return null;
  const day = overfullDay(await overfull(db, { person, stand_in, starts_on, ends_on }) as never, await todayOf(db));
  return day === null ? null : refused('seventh_scope', 'stand_in', { slots: SLOTS, day });
}

/** Filed: to whoever decides. Decided: to the person and, if it was approved, to who stands in. Each once. */
async function tell(db: Db, keys: readonly Uuid[]): Promise<void> {
  const notices: Notice[] = [];
  for (const { id, person, starts_on, ends_on, stand_in, decision } of await absencesById(db, keys)) {
    const name = await nameOf(db, person);
    const term = `${starts_on} — ${ends_on ?? '…'}`;
    const notice = (event: string, recipient: Uuid, zh: string, en: string): Notice => ({
      dedupe_key: `${event}:${id}`,
      event,
      recipient,
      channel: 'inapp',
      subject: { 'zh-CN': zh, 'en-US': en },
      body: { 'zh-CN': `期间：${term}`, 'en-US': `Term: ${term}` },
      link: `/content/absences/${id}`,
      urgent: false,
    });
    if (decision === null)
      notices.push(...(await decidersOf(db, person)).map(decider => notice('absence_filed', decider, `${name}离岗待审批`, `${name} asks for an absence`)));
    else
      notices.push(notice('absence_decided', person, decision === 'yes' ? '离岗已获批准' : '离岗未获批准', decision === 'yes' ? 'Your absence is approved' : 'Your absence is not approved'));
    if (decision === 'yes' && stand_in !== null)
      notices.push(notice('absence_stand_in', stand_in, `由您代岗：${name}`, `You stand in for ${name}`));
  }
  await enqueue(db, notices);
}
