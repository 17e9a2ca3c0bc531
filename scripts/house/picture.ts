/**
 * The floors as a picture (mermaid), made from the imports of the code. Where a room reaches another one through a third, its
 * own arrow is left out: the picture shows the shape, the table below it every arrow. How many imports an arrow stands for is
 * `npm run walls` to say: the page changes when the house does, not with every import.
 */
import type { House } from './walls.ts';
import { FLOORS, ROOMS } from './floors.ts';

export const PAGE = 'docs/architecture.md';
const BEGIN = '<!-- made from the code by `npm run generate`: begin -->';
const END = '<!-- end -->';

/** The page with the picture of this house in its place. */
export function withPicture(page: string, house: House): string {
  const [before, rest] = page.split(BEGIN);
  const after = rest?.split(END)[1];
  if (before === undefined || after === undefined)
    throw new Error(`${PAGE} has no place for the picture: ${BEGIN} … ${END}`);
  return `${before}${BEGIN}\n${drawn(house)}\n${END}${after}`;
}

function drawn(house: House): string {
  return ['```mermaid', ...picture(house), '```', '', ...table(house)].join('\n');
}

function picture({ rooms, arrows }: House): string[] {
  const reached = new Map(rooms.map(room => [room, arrows.filter(({ from }) => from === room).map(({ to }) => to)]));
  const through = (from: string, to: string): boolean => reached.get(from)!.some(room => room !== to && reaches(room, to, reached));
  return [
    'flowchart TB',
    ...FLOORS.toReversed().flatMap((floor, index) => {
      const here = floor.filter(room => rooms.includes(room));
      return here.length === 0 ? [] : [`  subgraph floor_${FLOORS.length - index}[" "]`, '    direction LR', ...here.map(room => `    ${room}["<b>${room}</b><br/>${ROOMS[room]}"]`), '  end'];
    }),
    ...arrows.filter(({ from, to }) => !through(from, to)).map(({ from, to }) => `  ${from} --> ${to}`),
  ];
}

function reaches(from: string, to: string, reached: ReadonlyMap<string, string[]>): boolean {
  return reached.get(from)!.some(room => room === to || reaches(room, to, reached));
}

function table({ rooms, arrows }: House): string[] {
  return [
    '| room | imports from |',
    '|---|---|',
    ...rooms.map(room => `| ${room} | ${arrows.filter(({ from }) => from === room).map(({ to }) => to).join(' · ') || '–'} |`),
  ];
}
