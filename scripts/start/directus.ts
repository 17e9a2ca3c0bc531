/** Runs Directus: its commands one by one, and its server. */
import type { ChildProcess, StdioOptions } from 'node:child_process';
import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { setTimeout as delay } from 'node:timers/promises';
import { tail } from '../postgres.ts';
import { root } from './environment.ts';
import { Refusal } from './steps.ts';

/** The command line behind `directus`, without its look-up of newer versions on the network. */
const cli = join(root, 'node_modules', '@directus', 'api', 'dist', 'cli', 'run.js');
const endWithParent = join(root, 'scripts', 'start', 'end-with-parent.mjs');

/** Longer than SERVER_SHUTDOWN_TIMEOUT, within which Directus finishes requests, so that what they have done is also closed in order. */
const PATIENCE_BEYOND = 5000;

function patienceAtEnd({ SERVER_SHUTDOWN_TIMEOUT }: NodeJS.ProcessEnv): number {
  const timeout = Number(SERVER_SHUTDOWN_TIMEOUT);
  return (Number.isFinite(timeout) && timeout >= 0 ? timeout : 10_000) + PATIENCE_BEYOND;
}

export interface Output {
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

/** Starts a command such as `['wangge', 'sweep']` and returns its process, for callers that kill it. */
export function spawnDirectus(args: readonly string[], environment: NodeJS.ProcessEnv, stdio: StdioOptions = ['ignore', 'pipe', 'pipe'], parent = process.pid): ChildProcess {
  return spawn(process.execPath, ['--import', endWithParent, cli, ...args], {
    cwd: root,
    env: { ...environment, WANGGE_PARENT: String(parent) },
    // Ctrl+C in a terminal reaches only us; we stop Directus in order.
    detached: true,
    stdio,
  });
}

/** Runs a command to its end and returns what it said; does not judge the exit code. */
export async function directus(args: readonly string[], environment: NodeJS.ProcessEnv): Promise<Output> {
  const child = spawnDirectus(args, environment);
  let stdout = '';
  let stderr = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => stdout += text);
  child.stderr?.setEncoding('utf8').on('data', (text: string) => stderr += text);
  const relay = (signal: NodeJS.Signals): void => void child.kill(signal);
  process.once('SIGINT', relay).once('SIGTERM', relay);
  try {
    return await new Promise((done, failed) => {
      child.once('error', failed).once('close', (code, signal) => done({ code, signal, stdout, stderr }));
    });
  }
  finally {
    process.off('SIGINT', relay).off('SIGTERM', relay);
  }
}

/** Runs a command that has to succeed; its output is in the error if it does not. */
export async function mustDirectus(args: readonly string[], environment: NodeJS.ProcessEnv): Promise<string> {
  const { code, signal, stdout, stderr } = await directus(args, environment);
  if (code !== 0) {
    const said = `${stdout}\n${stderr}`.trim().split('\n').slice(-40).join('\n');
    throw new Refusal(`directus ${args.join(' ')} ended with ${signal ?? `exit code ${code}`}:\n${said}`);
  }
  return stdout;
}

export interface RunningDirectus {
  url: string;
  pid: number;
  log: string;
  ended: Promise<void>;
  alive: () => boolean;
  /** SIGTERM, so that requests under way are finished; SIGKILL for what has not ended five seconds after the time given to them. */
  stop: () => Promise<void>;
  /** SIGKILL. */
  kill: () => Promise<void>;
}

export interface ServerOptions {
  environment: NodeJS.ProcessEnv;
  log: string;
  /** The process with which the server ends; this one unless said otherwise. */
  parent?: number;
  /** How long to wait for the first answer, in milliseconds. */
  patience?: number;
  /** Goes on writing the log of an earlier one. */
  append?: boolean;
  /** Called as soon as there is a process to stop, before it answers. */
  launched?: (running: { stop: () => Promise<void> }) => void;
}

/** Starts the server and waits until it answers. */
export async function startDirectus({ environment, log, parent, patience = 120_000, append = false, launched }: ServerOptions): Promise<RunningDirectus> {
  mkdirSync(dirname(log), { recursive: true });
  const output = openSync(log, append ? 'a' : 'w');
  const child = spawnDirectus(['start'], environment, ['ignore', output, output], parent);
  closeSync(output);
  const ended = new Promise<void>((done) => {
    child.once('exit', () => done()).once('error', () => done());
  });
  const alive = (): boolean => child.exitCode === null && child.signalCode === null;
  const end = (signal: NodeJS.Signals) => async () => {
    if (alive())
      child.kill(signal);
    // A job under way may wait long for a connection of the closing pool; jobs can be killed at any moment.
    const impatient = setTimeout(() => child.kill('SIGKILL'), patienceAtEnd(environment));
    await ended;
    clearTimeout(impatient);
  };
  launched?.({ stop: end('SIGTERM') });

  const url = `http://${environment.HOST === '0.0.0.0' ? '127.0.0.1' : environment.HOST}:${environment.PORT}`;
  for (const deadline = Date.now() + patience; !await answers(url);) {
    if (!alive())
      throw new Error(`Directus ended while starting; its log (${log}) says:\n${tail(log)}`);
    if (Date.now() > deadline) {
      await end('SIGKILL')();
      throw new Error(`Directus did not answer within ${patience / 1000} seconds; its log (${log}) says:\n${tail(log)}`);
    }
    await delay(100);
  }
  return { url, pid: child.pid ?? 0, log, ended, alive, stop: end('SIGTERM'), kill: end('SIGKILL') };
}

async function answers(url: string): Promise<boolean> {
  return await fetch(`${url}/server/ping`).then(response => response.ok, () => false);
}
