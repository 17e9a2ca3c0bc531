/** The demonstration's territory and people: real codes, invented persons, and the accounts that the guides name. */
import { describe, expect, it } from 'vitest';
import { makeDemoRows } from '../../extensions/wangge/src/app/demonstration/demo-rows.ts';
import { Directory } from '../../extensions/wangge/src/app/demonstration/directory.ts';
import { route } from '../../extensions/wangge/src/handling/routing/routing-rules.ts';
import { material, reference } from './demonstration-world.ts';

const TODAY = '2026-11-18';
const world = makeDemoRows(material, reference.categories, TODAY, '1');
const directory = new Directory(world, reference);
const account = (name: string): (typeof world.people)[number] => world.people.find(({ email }) => email === `${name}@example.com`)!;
const holdingTimes = (name: string): typeof world.grids => world.posts
  .filter(({ person, ends_on }) => person === account(name).id && ends_on === null)
  .map(({ grid }) => directory.grid(grid));
const QUESTION = { kind: 'problem', parties: 'none', involves_departments: false, source: 'patrol', severity: 'normal' } as const;
const categoryOf = (code: string): string => reference.categories.find(category => category.code === code)!.id;

describe('the territory', () => {
  it('has 3 areas, 10 real communities and 60 patches, coded as the pattern says', () => {
    const codes = (level: number): string[] => world.grids.filter(grid => grid.level === level).map(({ code }) => code);
    expect(codes(1)).toEqual(['110105008L01', '110105008L02', '110105008L03']);
    expect(codes(2)).toEqual(material.divisions.filter(({ level }) => level === 'community').map(({ code }) => code));
    expect(codes(2)).toHaveLength(10);
    expect(codes(3)).toHaveLength(60);
    expect(codes(3).every(code => /^\d{15}$/.test(code))).toBe(true);
  });

  it('names patches as an office does', () => {
    expect(world.grids.find(({ level }) => level === 3)!.name).toBe('安贞里社区第一网格');
  });

  it('has at most one leader of a grid on any day', () => {
    const leaders = world.posts.filter(({ role }) => role === 'leader');
    for (const post of leaders) {
      const same = leaders.filter(other => other !== post && other.grid === post.grid);
      expect(same.some(other => (post.ends_on === null || other.starts_on <= post.ends_on) && (other.ends_on === null || post.starts_on <= other.ends_on))).toBe(false);
    }
  });

  it('has a vacancy, deputies, somebody with two patches and an absence with a stand-in today', () => {
    const patches = world.grids.filter(({ level }) => level === 3);
    expect(patches.filter(({ id }) => directory.leader(id, TODAY) === null)).toHaveLength(1);
    expect(world.posts.some(({ role }) => role === 'deputy')).toBe(true);
    const leaders = patches.map(({ id }) => directory.leader(id, TODAY)).filter(person => person !== null);
    expect(new Set(leaders).size).toBeLessThan(leaders.length);
    expect(world.absences.some(({ starts_on, ends_on, stand_in }) => starts_on <= TODAY && TODAY <= ends_on && stand_in !== null)).toBe(true);
  });
});

describe('the accounts', () => {
  it('l3@ leads exactly one patch, in the community of l2@, in the area of l1@', () => {
    const [[patch, ...more], [community], [area]] = [holdingTimes('l3'), holdingTimes('l2'), holdingTimes('l1')];
    expect(more).toEqual([]);
    expect([area!.level, community!.level, patch!.level]).toEqual([1, 2, 3]);
    expect(patch!.path.startsWith(community!.path) && community!.path.startsWith(area!.path)).toBe(true);
  });

  it.each(['neighbour', 'litter', 'parking', 'hardship', 'other'])('cadre@ handles what residents of that community report (%s)', (code) => {
    const routed = route({ ...QUESTION, parties: 'residents' }, directory.context(holdingTimes('l3')[0]!.id, categoryOf(code), TODAY));
    expect(routed).toMatchObject({ scope: 'community', handler: account('cadre').id, lead: account('l2').id });
  });

  it('office@ is an active member of an office that the shipped rules route to, and does not head it', () => {
    const { id, department } = account('office');
    const routed = route(QUESTION, directory.context(holdingTimes('l3')[0]!.id, categoryOf('street_lamp'), TODAY));
    expect(routed).toMatchObject({ scope: 'subdistrict', department, handler: id });
    expect(directory.department(department!).head).not.toBe(id);
  });

  it('inspector@ and inspector2@ are the two of the office that supervises', () => {
    const [one, two] = [account('inspector'), account('inspector2')];
    expect([two.department, directory.department(one.department!)]).toEqual([one.department, expect.objectContaining({ supervises: true, head: two.id })]);
  });

  it('dispatcher@ belongs to the department that dispatches', () => {
    expect(directory.department(account('dispatcher').department!).dispatches).toBe(true);
  });

  it('the accounts can log in, and every name is used once', () => {
    expect(world.people.filter(({ account }) => account).map(({ email }) => email).sort()).toEqual(Object.keys(material.organisation.accounts).sort());
    expect(new Set(world.people.map(({ first_name }) => first_name)).size).toBe(world.people.length);
    expect(new Set(world.people.map(({ email }) => email)).size).toBe(world.people.length);
    expect(world.people.every(({ role }) => role in material.roles)).toBe(true);
  });
});

describe('the shipped rules', () => {
  it('find a department and a handler for every category in every community', () => {
    for (const community of world.grids.filter(({ level }) => level === 2)) {
      const patch = world.grids.find(({ parent }) => parent === community.id)!;
      for (const { id } of reference.categories) {
        const { department, handler, lead } = route(QUESTION, directory.context(patch.id, id, TODAY));
        expect([department, handler, lead]).not.toContain(null);
      }
    }
  });
});
