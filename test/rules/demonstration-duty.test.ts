/** The demonstration's work logs obey the rules of logs, are kept by who held the post, and show every case. */
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { drawDuty } from '../../extensions/wangge/src/app/demonstration/daily-work.ts';
import { makeDemoRows } from '../../extensions/wangge/src/app/demonstration/demo-rows.ts';
import { Directory } from '../../extensions/wangge/src/app/demonstration/directory.ts';
import { dayOf, isWorkingDay } from '../../extensions/wangge/src/calendar/working-days-rules.ts';
import { clashOf, drawn, objectionToCheck, stretchOf } from '../../extensions/wangge/src/reporting/logs/log-rules.ts';
import { holds } from '../../extensions/wangge/src/territory/scope-rules.ts';
import { material, reference } from './demonstration-world.ts';

const NOW = '2026-11-18T03:00:00.000Z';
const TODAY = '2026-11-18';
const directory = new Directory(makeDemoRows(material, reference.categories, TODAY, '1'), reference);
const draw = (seed: string) => drawDuty(directory, material.duty, { now: NOW, since: '2026-10-01', seed });
const made = draw('1');
const { logs, finding } = made;
const digestOf = (duty: typeof made): string => createHash('sha256').update(JSON.stringify(duty)).digest('hex');
const stretch = ({ started_at, ended_at }: (typeof logs)[number]) => stretchOf(started_at, ended_at) as { from: number; until: number };

describe('the demonstration\'s work logs', () => {
  it('are the same again for the same seed, and others for another', () => {
    const first = digestOf(made);
    expect(digestOf(draw('1'))).toBe(first);
    expect(digestOf(draw('2'))).not.toBe(first);
  });

  it('are of working days, until the present, by whoever held the post and was there', () => {
    expect(new Set(logs.map(({ id }) => id)).size).toBe(logs.length);
    for (const log of logs) {
      expect(isWorkingDay(reference.calendar, log.work_date)).toBe(true);
      expect(log.date_created <= NOW).toBe(true);
      expect(directory.world.posts.some(post => post.person === log.person && post.grid === log.grid && holds(post, log.work_date))).toBe(true);
      expect(directory.away(log.person, log.work_date)).toBe(false);
      expect(log.minutes).toBe(stretch(log).until - stretch(log).from);
    }
    expect(logs.some(({ work_date }) => work_date === TODAY)).toBe(true);
  });

  it('never overlap for one person', () => {
    for (const own of Map.groupBy(logs, ({ person, work_date }) => `${person} ${work_date}`).values())
      own.forEach((log, index) => expect(clashOf(stretch(log), own.slice(index + 1).map(stretch))).toBeUndefined());
  });

  it('are drawn and checked as the rules say', () => {
    for (const log of logs) {
      const { level } = directory.grid(log.grid);
      expect(log.sampled).toBe(level === 3 && log.work_date < TODAY ? drawn(log.id, log.work_date) : null);
      if (log.checked_by === null)
        continue;
      const day = dayOf(reference.calendar, log.checked_at!);
      const { check_result, check_note } = log;
      expect(objectionToCheck({ person: log.person, level, checked: false }, { check_result, check_note }, { person: log.checked_by, levels: directory.standing(log.checked_by, log.grid, day).levels })).toBeNull();
      expect(day < TODAY && day > log.work_date).toBe(true);
    }
  });

  it('show late ones, unchecked ones, incomplete ones, and one that was found false and is answered', () => {
    const share = (matches: (log: (typeof logs)[number]) => boolean) => logs.filter(matches).length / logs.length;
    expect(share(({ entered_late }) => entered_late)).toBeGreaterThan(0.005);
    expect(share(({ sampled, check_result }) => sampled === true && check_result === null)).toBeGreaterThan(0.005);
    expect(share(({ check_result }) => check_result === 'incomplete')).toBeGreaterThan(0);
    const wrong = logs.filter(({ check_result }) => check_result === 'false');
    expect(wrong).toHaveLength(1);
    expect(finding).toMatchObject({ work_log: wrong[0]!.id, found_by: wrong[0]!.checked_by, answered_by: wrong[0]!.person });
    expect(finding!.answered_at <= NOW).toBe(true);
  });

  it('meet the standard of the patch on most days, not on all', () => {
    const minutes = Map.groupBy(logs.filter(({ grid, kind, work_date }) => directory.grid(grid).level === 3 && kind !== 'meeting' && work_date < TODAY), ({ grid, work_date }) => `${grid} ${work_date}`);
    const met = [...minutes.values()].filter(own => own.reduce((sum, one) => sum + one.minutes, 0) >= 120).length / minutes.size;
    expect(met).toBeGreaterThan(0.9);
    expect(met).toBeLessThan(1);
  });
});
