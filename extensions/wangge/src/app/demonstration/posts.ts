/**
 * Who holds which grid, and who is away: mostly quiet, with one of each case that the rules know — a deputy, a
 * person with two patches, a change in the middle of a quarter, a vacancy, an absence with a stand-in.
 */
import type { Day, Moment, Uuid } from '../../kernel/values.ts';
import type { AbsenceRow, DepartmentRow, GridRow, Person, PostRow } from './model.ts';
import type { Register } from './people-register.ts';
import { dayString, epochDay } from '../../kernel/civil-date-rules.ts';
import { idOf } from './random.ts';

/** By number among the patches; the first is that of the account `l3@`. */
const TWO_PATCHES = [20, 44];
const CHANGED = 12;
const VACANT = 33;
const WITH_DEPUTY = [3, 9, 27, 38, 50, 57];

/** By number among the patches: days ago from and until which the leader was, or is, on leave. */
const ON_LEAVE: [patch: number, from: number, until: number][] = [[5, 17, 15], [16, 10, 10], [25, 1, -2], [40, 24, 20], [52, 8, 7]];

const TITLES = { 1: '街道班子成员', 2: '包社区干部', 3: '社区工作者' } as const;
const ACCOUNT_POSTS = { 1: 'area', 2: 'community', 3: 'patch' } as const;

export function postsOf(
  grids: readonly GridRow[],
  communities: readonly DepartmentRow[],
  register: Register,
  today: Day,
): { posts: PostRow[]; absences: AbsenceRow[] } {
  const posts: PostRow[] = [];
  const daysAgo = (days: number): Day => dayString(epochDay(today) - days);
  const decidedBefore = (day: Day): Moment => `${dayString(epochDay(day) - 2)}T02:00:00.000Z`;
  const since = daysAgo(800);
  const post = (grid: GridRow, person: Person, role: PostRow['role'] = 'leader', starts_on: Day = since, ends_on: Day | null = null): void => {
    posts.push({ id: idOf(`post/${grid.code}/${role}/${starts_on}`), person: person.id, grid: grid.id, role, starts_on, ends_on });
  };
  const leaders = new Map<Uuid, Person>();
  const newLeader = ({ level }: GridRow, first: boolean): Person => register.add({
    role: `level_${level}`,
    title: TITLES[level],
    email: first ? register.accountFor(plan => plan.post === ACCOUNT_POSTS[level]) : undefined,
  });

  for (const level of [1, 2] as const) {
    for (const [index, grid] of grids.filter(grid => grid.level === level).entries()) {
      const leader = newLeader(grid, index === 0);
      leaders.set(grid.id, leader);
      post(grid, leader);
    }
  }
  const patches = grids.filter(({ level }) => level === 3);
  for (const [index, patch] of patches.entries()) {
    const leader = TWO_PATCHES.includes(index) ? leaders.get(patches[index - 1]!.id)! : newLeader(patch, index === 0);
    leaders.set(patch.id, leader);
    if (index === CHANGED) {
      post(patch, leader, 'leader', since, daysAgo(91));
      post(patch, newLeader(patch, false), 'leader', daysAgo(90));
    }
    else {
      post(patch, leader, 'leader', since, index === VACANT ? daysAgo(30) : null);
    }
    if (WITH_DEPUTY.includes(index))
      post(patch, leaders.get(patches[index - 1]!.id)!, 'deputy');
  }

  const communityGrids = grids.filter(({ level }) => level === 2);
  const [third, fifth, sixth] = [communities[2]!, communityGrids[4]!, communityGrids[5]!];
  const [cadre, colleague] = register.people.filter(person => person.department === third.id && person.id !== third.head);
  const absences: AbsenceRow[] = [
    { id: idOf('absence/leave'), person: cadre!.id, kind: 'leave', starts_on: daysAgo(110), ends_on: daysAgo(97), stand_in: colleague!.id, decision: 'yes', approved_by: third.head!, decided_at: decidedBefore(daysAgo(110)) },
    { id: idOf('absence/training'), person: leaders.get(fifth.id)!.id, kind: 'training', starts_on: daysAgo(4), ends_on: daysAgo(-10), stand_in: leaders.get(sixth.id)!.id, decision: 'yes', approved_by: leaders.get(fifth.parent!)!.id, decided_at: decidedBefore(daysAgo(4)) },
    ...ON_LEAVE.map(([number, from, until]): AbsenceRow => {
      const patch = patches[number]!;
      return { id: idOf(`absence/${patch.code}`), person: leaders.get(patch.id)!.id, kind: 'leave', starts_on: daysAgo(from), ends_on: daysAgo(until), stand_in: null, decision: 'yes', approved_by: leaders.get(patch.parent!)!.id, decided_at: decidedBefore(daysAgo(from)) };
    }),
  ];
  return { posts, absences };
}
