/**
 * The browser of the tests: an installed Chromium where there is one (`CHROMIUM` names it, or it is where systems have it), else
 * the one that npm brought, unpacked once. Either finds the Chinese font that npm brought too. No test downloads a browser.
 */
import type { LaunchOptions } from 'playwright-core';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { root } from '../../scripts/start/environment.ts';

const CANDIDATES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'];
const PACKAGE = join(root, 'node_modules', '@sparticuz', 'chromium');
const FONT = join(root, 'node_modules', '@expo-google-fonts', 'noto-sans-sc');
const CACHE = join(root, 'node_modules', '.cache', 'wangge');
const ARGS = ['--no-sandbox', '--disable-background-networking', '--disable-dev-shm-usage', '--force-color-profile=srgb'];

/** `CHROMIUM`, `CHROMIUM=npm` for the one from npm whatever is installed, or where systems usually have it. */
function installed(): string | undefined {
  const { CHROMIUM } = process.env;
  return CHROMIUM === 'npm' ? undefined : [CHROMIUM ?? '', ...CANDIDATES].find(path => path !== '' && existsSync(path));
}

const npmHasOne = (): boolean => process.platform === 'linux' && process.arch === 'x64' && existsSync(PACKAGE);

export function hasChromium(): boolean {
  return installed() !== undefined || npmHasOne();
}

/** What to launch. */
export async function browserToLaunch(): Promise<LaunchOptions> {
  const path = installed();
  const env = { ...process.env, ...fonts() } as Record<string, string>;
  if (path !== undefined)
    return { executablePath: path, args: ARGS, env };
  if (!npmHasOne())
    throw new Error('No Chromium: install one, or name it in CHROMIUM.');
  const folder = await unpacked();
  // A bare system lacks NSS and Expat; the package brings its own.
  env.LD_LIBRARY_PATH = [join(folder, 'al2023', 'lib'), env.LD_LIBRARY_PATH].filter(Boolean).join(':');
  return { executablePath: join(folder, 'chromium'), args: [...ARGS, '--no-zygote'], env };
}

/** Where the system has a configuration of its own, the font comes on top of it. */
function fonts(): Record<string, string> {
  if (process.platform !== 'linux')
    return {};
  mkdirSync(CACHE, { recursive: true });
  const file = join(CACHE, 'fonts.conf');
  writeFileSync(file, `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  ${['400Regular', '700Bold'].map(weight => `<dir>${join(FONT, weight)}</dir>`).join('\n  ')}
  <cachedir>${join(CACHE, 'fontconfig')}</cachedir>
  ${['sans-serif', 'serif', 'monospace', 'system-ui'].map(family => `<alias><family>${family}</family><default><family>Noto Sans SC</family></default></alias>`).join('\n  ')}
</fontconfig>
`);
  return { FONTCONFIG_FILE: file };
}

/** The folder with the browser from npm. Two runs may want it at once: whoever is later leaves the other's. */
async function unpacked(): Promise<string> {
  const { version } = JSON.parse(readFileSync(join(PACKAGE, 'package.json'), 'utf8')) as { version: string };
  const folder = join(CACHE, `chromium-${version}`);
  if (existsSync(folder))
    return folder;
  const draft = `${folder}.${process.pid}`;
  mkdirSync(draft, { recursive: true });
  const before = process.env.TMPDIR;
  // The package unpacks into the folder for temporary files, whatever stands there already.
  process.env.TMPDIR = draft;
  try {
    if (tmpdir() !== draft)
      throw new Error(`${draft} cannot hold the browser`);
    const { inflate } = await import('@sparticuz/chromium');
    await Promise.all(['chromium.br', 'swiftshader.tar.br', 'al2023.tar.br'].map(file => inflate(join(PACKAGE, 'bin', file))));
  }
  finally {
    if (before === undefined)
      delete process.env.TMPDIR;
    else
      process.env.TMPDIR = before;
  }
  try {
    renameSync(draft, folder);
  }
  catch {
    rmSync(draft, { recursive: true, force: true });
  }
  return folder;
}
