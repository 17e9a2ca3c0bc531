/** `npm run verify-ranking -- evidence.jsonl.gz [checkpoint] [--key PUBLIC] [--leaf FILE]`: builds the stand-alone script, and runs it. */
import { spawn } from 'node:child_process';
import process from 'node:process';
import { buildVerifier, VERIFIER } from './start/verifier.ts';

await buildVerifier();
const child = spawn(process.execPath, [VERIFIER, ...process.argv.slice(2)], { stdio: 'inherit' });
process.exitCode = await new Promise(done => child.once('close', code => done(code ?? 1)));
