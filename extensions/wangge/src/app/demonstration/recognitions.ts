/**
 * Recognition as the demonstration shows it: a commendation that went all its way, a criticism that waits for its answer. Both rest on
 * facts of the demonstration, and are taken by the services as people take them; where there is nothing to say, nothing is said.
 */
import type { Db } from '../../kernel/context.ts';
import type { Moment, Uuid } from '../../kernel/values.ts';
import { isRefusal } from '../../kernel/refusal-rules.ts';
import { proposeByPerson } from '../../recognition/propose-service.ts';
import { take } from '../../recognition/recognition-service.ts';
import { frontGrid, peopleWhoAct, whoMissed } from './recognitions-store.ts';

export async function recogniseAsPeopleDo(db: Db, subdistrict: Uuid, now: Moment): Promise<string[]> {
  const people = await peopleWhoAct(db);
  if (people === null)
    return [];
  const { inspector, level1 } = people;
  const lines: string[] = [];

  const late = await whoMissed(db, subdistrict);
  if (late !== null) {
    const criticism = await proposeByPerson(db, { person: late.person, grid: late.grid, department: null, kind: 'criticism', cause: 'late_handling', honour_level: null, text: `${late.name}承办的问题未在时限内办结反馈 ${late.clocks.length} 件，请说明原因。`, evidence: late.clocks.map(clock => `clock:${clock}`) }, inspector, now);
    lines.push(isRefusal(criticism) ? `no criticism (${criticism.code})` : 'a criticism waits for its answer');
  }

  const front = await frontGrid(db, subdistrict);
  if (front !== null) {
    const commendation = await proposeByPerson(db, { person: front.leader, grid: front.grid, department: null, kind: 'commendation', cause: 'outstanding', honour_level: null, text: `${front.name}责任人${front.leader_name}${front.quarter}考核评定为领先档，工作扎实，予以通报表扬。`, evidence: [`ranking:${front.ranking}`] }, inspector, now);
    if (isRefusal(commendation))
      return [...lines, `no commendation (${commendation.code})`];
    await take(db, commendation.id, 'answer', front.leader, '没有意见，今后继续努力。', now);
    await take(db, commendation.id, 'confirm', level1, '考核结果属实，同意表扬。', now);
    const published = await take(db, commendation.id, 'publish', inspector, null, now);
    lines.push(published === null || isRefusal(published) ? 'a commendation waits for somebody else' : 'a commendation is published');
  }
  return lines;
}
