/** Runs one bench on servers of its own, which are closed after it whatever happens. */
import type { OwnServer } from '../system/harness.ts';
import type { Stage } from '../system/stage.ts';
import type { Bench } from './bench.ts';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { freshServer } from '../system/harness.ts';

/** Files of this folder that are no benches. */
const SHARED = ['bench.ts', 'gathered-facts.ts', 'measure.ts', 'pinger.ts', 'run.ts', 'scale.ts'];

export function benchNames(): string[] {
  return readdirSync(import.meta.dirname).filter(file => file.endsWith('.ts') && !SHARED.includes(file)).map(file => file.slice(0, -'.ts'.length)).sort();
}

export async function benchOf(name: string): Promise<Bench> {
  return (await import(/* @vite-ignore */ join(import.meta.dirname, `${name}.ts`)) as { default: Bench }).default;
}

export async function runBench(bench: Bench, stage: Stage, say: (text: string) => void): Promise<void> {
  const servers: OwnServer[] = [];
  try {
    await bench.run({
      stage,
      say,
      server: async (environment = {}) => {
        const server = await freshServer({ environment }, stage);
        servers.push(server);
        return server;
      },
    });
  }
  finally {
    for (const server of servers)
      await server.close();
  }
}
