/**
 * The walls between rooms, and the graph that is left: every import of the product's code, types included, judged by the
 * floors. `npm run check` prints the graph and fails on a wall that does not hold.
 */
import type { ICruiseResult, IModule } from 'dependency-cruiser';
import { cruise } from 'dependency-cruiser';
import { floorOf, FLOORS, SOURCE } from './floors.ts';

export interface Arrow { from: string; to: string; imports: number }

export interface House {
  /** In the order of the floors, from the top. */
  rooms: string[];
  arrows: Arrow[];
  files: number;
  imports: number;
  /** One sentence each; none: the walls hold. */
  faults: string[];
}

interface Import { from: string; to: string }

/** Called in the project's root. */
export async function survey(source = SOURCE): Promise<House> {
  const { output } = await cruise(
    [source],
    {
      validate: true,
      tsPreCompilationDeps: true,
      exclude: { path: 'node_modules' },
      doNotFollow: { path: 'node_modules' },
      ruleSet: { forbidden: [{ name: 'no-cycle', severity: 'error', from: {}, to: { circular: true } }] },
    },
    { extensions: ['.ts', '.vue', '.mjs', '.js'] },
  );
  const { modules, summary } = output as ICruiseResult;
  const files = modules.filter(({ source: file }) => file.startsWith(`${source}/`));
  const imports = files.flatMap(module => importsOf(module, source));
  const rooms = [...new Set(files.map(({ source: file }) => roomOf(file.slice(source.length + 1))))];
  const arrows = arrowsOf(imports);
  return {
    rooms: rooms.sort((a, b) => floorOf(b) - floorOf(a) || a.localeCompare(b)),
    arrows,
    files: files.length,
    imports: imports.length,
    faults: [
      ...rooms.filter(room => floorOf(room) < 0).map(room => `${room}/ stands on no floor: give it one in scripts/house/floors.ts`),
      ...imports.flatMap(faultOf),
      ...cycles(summary.violations.map(({ cycle }) => cycle?.map(({ name }) => name.slice(source.length + 1)) ?? [])),
    ],
  };
}

function importsOf({ source: file, dependencies }: IModule, source: string): Import[] {
  const targets = new Set(dependencies.map(({ resolved }) => resolved).filter(resolved => resolved.startsWith(`${source}/`)));
  return [...targets].map(target => ({ from: file.slice(source.length + 1), to: target.slice(source.length + 1) }));
}

export function roomOf(file: string): string {
  return file.split('/')[0]!;
}

/** Why this import may not be, if it may not. */
function faultOf({ from, to }: Import): string[] {
  const [room, other] = [roomOf(from), roomOf(to)];
  if (room === other || floorOf(room) < 0 || floorOf(other) < 0)
    return [];
  if (floorOf(other) > floorOf(room))
    return [`${from} imports upward: ${to}`];
  if (floorOf(other) === floorOf(room))
    return [`${from} imports from its neighbour: ${to}`];
  // The ground floor is everybody's; all other rooms keep their SQL to themselves.
  if (other !== FLOORS[0]![0] && /(?:^|\/)(?:.*-)?store\.ts$/.test(to))
    return [`${from} imports another room's store: ${to} (use what ${other}/index.ts offers)`];
  return [];
}

function arrowsOf(imports: readonly Import[]): Arrow[] {
  const counts = new Map<string, Arrow>();
  for (const { from, to } of imports) {
    const arrow = { from: roomOf(from), to: roomOf(to), imports: 0 };
    if (arrow.from === arrow.to)
      continue;
    const key = `${arrow.from} ${arrow.to}`;
    counts.set(key, { ...arrow, imports: (counts.get(key)?.imports ?? 0) + 1 });
  }
  return [...counts.values()].sort((a, b) => floorOf(b.from) - floorOf(a.from) || a.from.localeCompare(b.from) || floorOf(b.to) - floorOf(a.to) || a.to.localeCompare(b.to));
}

/** Each once, wherever it was entered. */
function cycles(found: readonly string[][]): string[] {
  return [...new Set(found.filter(cycle => cycle.length > 0).map(cycle => `cycle: ${turned(cycle).join(' → ')}`))];
}

function turned(cycle: readonly string[]): string[] {
  const first = cycle.indexOf([...cycle].sort()[0]!);
  return [...cycle.slice(first), ...cycle.slice(0, first)];
}

/** Pairs of rooms that import each other. */
export function mutualPairs(arrows: readonly Arrow[]): [string, string][] {
  return arrows.filter(({ from, to }) => from < to && arrows.some(arrow => arrow.from === to && arrow.to === from)).map(({ from, to }) => [from, to]);
}

/** The graph in lines for a terminal. */
export function told({ rooms, arrows, files, imports, faults }: House): string[] {
  return [
    ...rooms.map((room) => {
      const below = arrows.filter(({ from }) => from === room).map(arrow => `${arrow.to} ${arrow.imports}`);
      return `  ${room.padEnd(15)} ${below.length === 0 ? '–' : below.join(' · ')}`;
    }),
    `  ${files} files, ${imports} imports: ${mutualPairs(arrows).length} mutual pairs of rooms, ${faults.filter(fault => fault.startsWith('cycle')).length} cycles of files, ${faults.filter(fault => !fault.startsWith('cycle')).length} imports that break a wall`,
  ];
}
