/**
 * Nothing that a person can ask depends on what they may not see: a sample, drawn by `WALK_SEED`, of what `npm run walk` does
 * with every relation, role and kind of path.
 */
import type { Ground, Walked } from '../walk/walk.ts';
import process from 'node:process';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { random } from '../../extensions/wangge/src/app/demonstration/random.ts';
import { pasted } from '../walk/judge.ts';
import { shuffled } from '../walk/scenes.ts';
import { differences, prepareGround, walkAs } from '../walk/walk.ts';

const seed = process.env.WALK_SEED ?? '1';
const ROLES = 2;

let ground: Ground;
const walks: Walked[] = [];

beforeAll(async () => {
  ground = await prepareGround(inject('stage'), seed);
  for (const walker of shuffled(ground.walkers, random(`${seed}/roles`)).slice(0, ROLES))
    walks.push(await walkAs(ground, walker, { seed, relations: 60, chance: 120 }));
});
afterAll(async () => await ground?.real.close());

describe('what a person asks', () => {
  it('is tried by every role that has people, along relations with something hidden behind them', () => {
    expect(ground.walkers.length).toBeGreaterThanOrEqual(8);
    for (const { relations, findings, written } of walks) {
      expect(relations.hiding).toBeGreaterThan(10);
      expect(relations.blind.length).toBeLessThan(relations.hiding);
      expect(findings.filter(({ probe }) => probe.hides).length).toBeGreaterThan(100);
      expect(findings.filter(({ verdict }) => verdict === 'same').length).toBeGreaterThan(50);
      expect(written.asked).toBeGreaterThan(200);
    }
  });

  it('is refused, or answered as if what they may not see were not there', () => {
    const wrong = walks.flatMap(walked => differences(walked).map(({ verdict, what, ask }) => `${verdict} | ${walked.walker.role} | ${what}\n${pasted(ask)}`));
    expect(wrong).toEqual([]);
  });
});
