/**
 * The stand-alone script: checks an evidence file, a printed checkpoint, the page of a grid. Built into one file
 * (`dist/verify-ranking.mjs`) that needs Node and nothing else: no Directus, no database, no network.
 *
 * `node verify-ranking.mjs evidence.jsonl.gz [checkpoint] [--key PUBLIC] [--leaf FILE] [--list] [--lang en-US]`
 */
import type { Language } from '../../kernel/refusal-rules.ts';
import type { Result } from './result-rules.ts';
import type { Fault } from './verify-words.ts';
import { createReadStream, existsSync, readFileSync } from 'node:fs';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { languageOf } from '../../kernel/refusal-rules.ts';
import { fingerprintOf, parseCheckpoint, publicKeyOf } from './checkpoint-rules.ts';
import { leafPageFaults, parseLeafPage } from './leaf-page-rules.ts';
import { NotEvidence } from './not-evidence.ts';
import { SAID, say } from './script-words.ts';
import { verifyFile } from './verify-file.ts';
import { fault, told } from './verify-words.ts';

interface Asked {
  evidence: string | null;
  checkpoint: string | null;
  key: string | null;
  leaf: string | null;
  list: boolean;
  language: Language;
}

const [AGREES, DIFFERS, MISUSED] = [0, 1, 2];

async function run(args: readonly string[]): Promise<number> {
  const asked = askedIn(args);
  const { language } = asked;
  if (asked.evidence === null && asked.leaf === null) {
    print(SAID.usage[language]);
    return MISUSED;
  }
  const faults = [
    ...asked.evidence === null ? [] : await evidenceFaults(asked, asked.evidence),
    ...asked.leaf === null ? [] : leafFaults(asked, asked.leaf),
  ];
  for (const one of faults)
    print(`✗ ${told(one, language)}`);
  print(faults.length === 0 ? SAID.agrees[language] : say('differs', { count: faults.length }, language));
  return faults.length === 0 ? AGREES : DIFFERS;
}

async function evidenceFaults({ checkpoint, key, list, language }: Asked, file: string): Promise<Fault[]> {
  let found;
  try {
    found = await verifyFile(async () => createReadStream(file), { checkpoint, key });
  }
  catch (error) {
    return [error instanceof NotEvidence ? error.fault : fault('not_evidence', { reason: error instanceof Error ? error.message : String(error) })];
  }
  const { period, subdistrict, version, facts, digest, results, tree } = found;
  print(say('file', { code: period, subdistrict, version, facts, digest }, language));
  if (tree?.seal != null) {
    const by = publicKeyOf(tree.seal.key);
    print(say('tree', { leaves: tree.leaves.length, root: Buffer.from(digest, 'hex').toString('base64') }, language));
    print(say(key === null ? 'own_key' : 'given_key', { key: by === null ? tree.seal.key : fingerprintOf(by) }, language));
  }
  else if (tree === null) {
    print(SAID.unsigned[language]);
  }
  const of = (what: Result['of']): Result[] => results.filter(result => result.of === what);
  print(say('results', { scores: of('score').length, rankings: of('ranking').length, intervals: of('interval').length }, language));
  if (list)
    of('ranking').forEach(({ name, row }) => print(`  ${name}  ${JSON.stringify(row)}`));
  return found.faults;
}

function leafFaults({ checkpoint, key, evidence, language }: Asked, file: string): Fault[] {
  const page = parseLeafPage(readFileSync(file, 'utf8'));
  if (page === null)
    return [fault('leaf_page_unreadable')];
  print(say('leaf', { grid: page.grid, lines: page.lines.length, index: page.index, hashes: page.proof.length, origin: parseCheckpoint(page.checkpoint)?.origin ?? '-' }, language));
  if (checkpoint === null && evidence === null)
    print(SAID.bring_checkpoint[language]);
  return leafPageFaults(page, { checkpoint, key });
}

function askedIn(args: readonly string[]): Asked {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { key: { type: 'string' }, leaf: { type: 'string' }, lang: { type: 'string' }, list: { type: 'boolean' } },
  });
  // With a page alone, what is given beside it is the checkpoint.
  const [evidence, checkpoint] = values.leaf !== undefined && positionals.length === 1 && isNote(positionals[0]!) ? [null, positionals[0]!] : [positionals[0] ?? null, positionals[1] ?? null];
  if (positionals.length > 2)
    throw new TypeError(positionals[2]);
  return {
    evidence,
    checkpoint: checkpoint === null ? null : readFileSync(checkpoint, 'utf8'),
    key: values.key === undefined ? null : existsSync(values.key) ? readFileSync(values.key, 'utf8') : values.key,
    leaf: values.leaf ?? null,
    list: values.list === true,
    language: languageOf(values.lang ?? process.env.LC_ALL ?? process.env.LANG),
  };
}

function isNote(file: string): boolean {
  return existsSync(file) && parseCheckpoint(readFileSync(file, 'utf8').slice(0, 65_536)) !== null;
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

run(process.argv.slice(2)).then(
  code => process.exitCode = code,
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = MISUSED;
  },
);
