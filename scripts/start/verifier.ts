/** Builds the script with which anybody checks a ranking: one file, from the product's own rules, that needs Node alone. */
import { join } from 'node:path';
import { build } from 'esbuild';
import { root } from './environment.ts';

const folder = join(root, 'extensions', 'wangge');
export const VERIFIER = join(folder, 'dist', 'verify-ranking.mjs');

const USAGE = '// Wangge: checks the evidence of a ranking. Usage: node verify-ranking.mjs evidence.jsonl.gz [checkpoint] [--key PUBLIC] [--leaf FILE]';
/** A city's evidence in less than 150 MB: without it, what is already read is cleared away late. */
const SMALL = 'import { setFlagsFromString as flag } from "node:v8"; flag("--optimize-for-size"); flag("--semi-space-growth-factor=1");';

export async function buildVerifier(): Promise<void> {
  await build({
    entryPoints: [join(folder, 'src', 'assessment', 'evidence', 'verify-ranking.ts')],
    outfile: VERIFIER,
    inject: [join(folder, 'src', 'assessment', 'evidence', 'node-20.ts')],
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    charset: 'utf8',
    legalComments: 'none',
    logLevel: 'silent',
    banner: { js: `${USAGE}\n${SMALL}` },
  });
}
