/**
 * One start at a time on a data folder. The lock names the starter's process and when that process
 * began, since a process id alone may by now belong to somebody else.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import process from 'node:process';
import { Refusal } from './steps.ts';

interface Holder { pid: number; began: string }

/** A mark of the process that no other process with the same id has; null if there is none such. */
function beginningOf(pid: number): string | null {
  if (existsSync('/proc/self/stat')) {
    if (!existsSync(`/proc/${pid}/stat`))
      return null;
    // The name in parentheses may contain spaces; the 20th field after it is the start time in clock ticks.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
    return fields[0] === 'Z' ? null : fields[19] ?? null;
  }
  const began = spawnSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).stdout?.trim();
  return began === undefined || began === '' ? null : began;
}

/** The living starter that holds the lock; null when the lock is stale or unreadable. */
function livingHolder(content: string): Holder | null {
  try {
    const holder = JSON.parse(content) as Holder;
    return beginningOf(holder.pid) === holder.began ? holder : null;
  }
  catch {
    return null;
  }
}

/** Takes the lock or refuses with a sentence. Returns how to give it back; `note` is told of a start that died with it. */
export function takeLock(file: string, note: (text: string) => void = () => {}): () => void {
  const mine = JSON.stringify({ pid: process.pid, began: beginningOf(process.pid) ?? '' } satisfies Holder);
  for (let attempt = 0; attempt < 5; attempt++) {
    if (placed(file, mine))
      return () => rmSync(file, { force: true });
    refuseIfHeld(file);
    note('An earlier start ended without stopping in order; what it left is cleared up.');
    setAsideStale(file);
  }
  throw new Refusal(`The lock ${file} could not be taken.`);
}

/** A link is there at once with all that is in it: nobody reads half a lock. False: there is one already. */
function placed(file: string, content: string): boolean {
  const draft = `${file}.${process.pid}.draft`;
  writeFileSync(draft, content);
  try {
    linkSync(draft, file);
    return true;
  }
  catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST')
      throw error;
    return false;
  }
  finally {
    rmSync(draft, { force: true });
  }
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  }
  catch {
    return '';
  }
}

function refuseIfHeld(file: string): void {
  const holder = livingHolder(read(file));
  if (holder !== null)
    throw new Refusal(`Already running: process ${holder.pid} started it (lock ${file}). Stop that one first, or set WANGGE_DATA_DIR to start another.`);
}

/** Two starters may find the same stale lock: what was moved away must still be that one. */
function setAsideStale(file: string): void {
  const aside = `${file}.${process.pid}`;
  try {
    renameSync(file, aside);
  }
  catch {
    return;
  }
  if (livingHolder(read(aside)) === null)
    rmSync(aside, { force: true });
  else
    renameSync(aside, file);
}
