/** `directus wangge export-notices DIR`. */
import type { Command } from 'commander';
import type { CommandContext } from '../kernel/context.ts';
import { finish } from '../kernel/command-line.ts';
import { languageOf } from '../kernel/refusal-rules.ts';
import { exportNotices } from './export-service.ts';
import { publicPhotos } from './photo-service.ts';

export function register(wangge: Command, context: CommandContext): void {
  wangge.command('export-notices')
    .description('Write the public page as static files, for a server in another network; replaces what it wrote before')
    .argument('<dir>', 'the folder; empty, or written by this command')
    .option('--lang <language>', 'zh-CN or en-US', 'zh-CN')
    .option('--url <address>', 'where the files will be found, for the feed; without it PUBLIC_URL')
    .action((dir: string, { lang, url }: { lang: string; url?: string }) => finish(async () => {
      const { notices, photos, pages } = await exportNotices(context.database, publicPhotos(context), dir, languageOf(lang), url ?? String(context.env.PUBLIC_URL));
      console.log(`${notices} notices, ${photos} photographs and ${pages} list pages written to ${dir}`);
      return 0;
    }));
}
