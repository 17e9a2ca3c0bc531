/** How screens present themselves to Directus: the manifest follows from the folders, names follow the Studio's language. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { boxOf, choiceOption, panelOf } from '../../extensions/wangge/src/ui/screen-entries.ts';
import { speakerOf } from '../../extensions/wangge/src/ui/speaker.ts';
import { manifest } from '../../scripts/house/manifest.ts';
import { root } from '../../scripts/start/environment.ts';

const component = {};
const speaker = speakerOf({ panel: '看板', about: '说明', interface: '盒子', cancel: '取消交接' }, { panel: 'Board', about: 'About', interface: 'Box', cancel: 'Cancel the handover' });
const page = { documentElement: { lang: 'zh-CN' } };

beforeEach(() => {
  page.documentElement.lang = 'zh-CN';
  vi.stubGlobal('document', page);
});
afterEach(() => vi.unstubAllGlobals());

describe('the bundle’s manifest', () => {
  it('names every screen by its folder, whichever way its index.ts presents it', async () => {
    const text = await manifest(root);
    const entries = JSON.parse(text)['directus:extension'].entries as object[];
    expect(entries).toContainEqual({ type: 'panel', name: 'grid-ranking', source: 'src/assessment/ui/grid-ranking/index.ts' });
    expect(entries).toContainEqual({ type: 'interface', name: 'issue-actions', source: 'src/handling/ui/issue-actions/index.ts' });
    expect(entries).toContainEqual({ type: 'display', name: 'ledger-freshness', source: 'src/ledgers/ui/ledger-freshness/index.ts' });
    expect(text).toBe(await readFile(join(root, 'extensions/wangge/package.json'), 'utf8'));
  });
});

describe('a screen’s entry', () => {
  it('has its name and options in the language that the Studio has when it asks', () => {
    const panel = panelOf({ id: 'one', icon: 'map', component, speaker, size: { width: 20, height: 14 }, options: speak => [choiceOption('level', speak('level'), [1, 2], level => speak(`level_${level as 1 | 2}`), { initial: 2 })] });
    const options = (): unknown => (panel.options as unknown as () => unknown)();
    expect([panel.name, panel.description, panel.minWidth, panel.minHeight]).toEqual(['看板', '说明', 20, 14]);
    expect(options()).toEqual([{ field: 'level', name: '网格层级', type: 'integer', schema: { default_value: 2 }, meta: { interface: 'select-dropdown', width: 'half', options: { choices: [{ value: 1, text: '一级网格' }, { value: 2, text: '二级网格' }] } } }]);
    page.documentElement.lang = 'en-US';
    expect([panel.name, panel.description]).toEqual(['Board', 'About']);
    expect(options()).toMatchObject([{ name: 'Level' }]);
  });

  it('of a box on a form is no field, and changes its name with the language', () => {
    const box = boxOf({ id: 'two', icon: 'bolt', component, speaker });
    expect([box.name, box.types, box.localTypes, box.hideLabel]).toEqual(['盒子', ['alias'], ['presentation'], true]);
    page.documentElement.lang = 'en-US';
    expect(box.name).toBe('Box');
  });
});

describe('sentences', () => {
  it('are shared by all screens, unless a screen says it otherwise', () => {
    expect([speaker('zh-CN')('retry'), speaker('en-US')('retry')]).toEqual(['重试', 'Try again']);
    expect([speaker('zh-CN')('cancel'), speaker('en-US')('cancel')]).toEqual(['取消交接', 'Cancel the handover']);
  });
});
