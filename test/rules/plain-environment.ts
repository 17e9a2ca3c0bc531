/** Rules are tried without what an installation says in its environment: neither the shell's, nor what a stage of other tests left. */
import process from 'node:process';

const SAID_TO_AN_INSTALLATION = /^(?:WANGGE_|DB_|POSTGRES_|ADMIN_|DEMO_|SESSION_COOKIE_)|^(?:HOST|PORT|PUBLIC_URL|SECRET)$/;

for (const name of Object.keys(process.env).filter(known => SAID_TO_AN_INSTALLATION.test(known)))
  delete process.env[name];
