/** `npm run wangge -- psql …`, `-- pg_dump …`: Postgres' own programs on the database of the installation, which has no port to be found by. */
import type { Database } from './environment.ts';
import { spawn } from 'node:child_process';
import process from 'node:process';
import { Refusal } from './steps.ts';

const TOOLS = ['psql', 'pg_dump', 'pg_restore'] as const;
type Tool = typeof TOOLS[number];

export function databaseToolNamed(name: string | undefined): Tool | null {
  return TOOLS.find(tool => tool === name) ?? null;
}

/** Who connects is the server's role; with `--superuser` first, the superuser. The password goes through the environment. */
export async function databaseTool(tool: Tool, args: readonly string[], databaseFor: (superuser: boolean) => Database): Promise<number> {
  const superuser = args[0] === '--superuser';
  const { host, port, user, password, name } = databaseFor(superuser);
  const child = spawn(tool, args.slice(superuser ? 1 : 0), {
    stdio: 'inherit',
    env: { ...process.env, PGHOST: host, PGPORT: String(port), PGUSER: user, PGPASSWORD: password, PGDATABASE: name },
  });
  return await new Promise((done, failed) => {
    child.once('error', (error: NodeJS.ErrnoException) => failed(error.code === 'ENOENT'
      ? new Refusal(`This machine has no ${tool}: install the client programs of Postgres (Debian: postgresql-client), of its version or a later one.`)
      : error));
    child.once('close', code => done(code ?? 1));
  });
}
