/** A passphrase from whoever sits there, or from a file; never from the command line, which everybody on the machine can read. */
import { readFileSync } from 'node:fs';
import process from 'node:process';
import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { SHORTEST_PASSPHRASE } from './key-envelope.ts';
import { Refusal } from './steps.ts';

/** `file`: its first line. `fresh`: it is chosen now, so it is long enough and typed twice. */
export async function passphrase(file: string | null, fresh: boolean): Promise<string> {
  const chosen = file === null ? await typed(fresh) : readFileSync(file, 'utf8').split(/\r?\n/)[0]!;
  if (fresh && chosen.length < SHORTEST_PASSPHRASE)
    throw new Refusal(`A passphrase has at least ${SHORTEST_PASSPHRASE} characters.`);
  return chosen;
}

async function typed(twice: boolean): Promise<string> {
  if (!process.stdin.isTTY)
    throw new Refusal('There is nobody to ask for a passphrase: give --passphrase-file FILE (its first line is the passphrase).');
  const first = await asked('Passphrase: ');
  if (twice && await asked('Once more: ') !== first)
    throw new Refusal('The two are not the same.');
  return first;
}

async function asked(question: string): Promise<string> {
  process.stderr.write(question);
  // What is typed is not shown.
  const silent = new Writable({ write: (_, __, done) => done() });
  const reader = createInterface({ input: process.stdin, output: silent, terminal: true });
  try {
    return await new Promise<string>((done, failed) => {
      reader.once('line', done).once('SIGINT', () => failed(new Refusal('Stopped.'))).once('close', () => failed(new Refusal('Stopped.')));
    });
  }
  finally {
    reader.close();
    process.stderr.write('\n');
  }
}
