/**
 * How a screen's folder presents it to Directus: `export default panelOf({ … })`, `boxOf({ … })` or `moduleOf({ … })` in its
 * `index.ts` is all there is to be said; the bundle's manifest follows from the folders.
 *
 * The Studio reads names and options again whenever its language changes, and by then the page says which that is;
 * translations kept in the database (`$t:`) come too late for names. So names are getters.
 */
import type { InterfaceConfig, ModuleConfig, PanelConfig } from '@directus/extensions';
import type { Speak, Speaker } from './speaker.ts';
import { defineInterface, defineModule, definePanel } from '@directus/extensions-sdk';
import { sendClientKeys } from './client-keys.ts';
import { whenStudioRuns } from './studio-api.ts';
import './screen.css';

// Every screen comes through here, so the bundle does this once, whichever of them it holds.
whenStudioRuns(sendClientKeys);

/** One of the fields by which whoever lays out a dashboard sets a panel. */
export interface PanelOption { field: string; name: string; type: string; schema?: object; meta: { interface: string; width: 'half' | 'full'; note?: string; options?: object } }

export interface PanelEntry<Word extends string> {
  id: string;
  icon: string;
  component: PanelConfig['component'];
  /** Its words `panel` and `about` are the panel's name and description. */
  speaker: Speaker<Word | 'panel' | 'about'>;
  /** At least; in steps of the dashboard's raster. */
  size: { width: number; height: number };
  options: (speak: Speak<Word | 'panel' | 'about'>) => PanelOption[];
}

/** A panel of a dashboard. */
export function panelOf<Word extends string>({ id, icon, component, speaker, size, options }: PanelEntry<Word>): PanelConfig {
  return definePanel({
    id,
    get name() {
      return inStudio(speaker)('panel');
    },
    get description() {
      return inStudio(speaker)('about');
    },
    icon,
    component,
    minWidth: size.width,
    minHeight: size.height,
    options: () => options(inStudio(speaker)) as never,
  });
}

export interface BoxEntry<Word extends string> {
  id: string;
  icon: string;
  component: InterfaceConfig['component'];
  /** Its word `interface` is the box's name. */
  speaker: Speaker<Word | 'interface'>;
}

/** A box on a form that is no field of its own: where the item stands, and what can be done with it. */
export function boxOf<Word extends string>({ id, icon, component, speaker }: BoxEntry<Word>): InterfaceConfig {
  return defineInterface({
    id,
    get name() {
      return inStudio(speaker)('interface');
    },
    icon,
    component,
    hideLabel: true,
    hideLoader: true,
    types: ['alias'],
    localTypes: ['presentation'],
    group: 'presentation',
    options: null,
  });
}

export interface ModuleEntry<Word extends string> {
  /** Also its address: `/admin/ID`. Shown where `seeds/studio/settings.yaml` names it. */
  id: string;
  icon: string;
  routes: ModuleConfig['routes'];
  /** Its word `module` is the module's name. */
  speaker: Speaker<Word | 'module'>;
  /** Those who read this collection have it in their bar. */
  reads: string;
}

/** A part of the Studio with pages of its own. */
export function moduleOf<Word extends string>({ id, icon, routes, speaker, reads }: ModuleEntry<Word>): ModuleConfig {
  return defineModule({
    id,
    get name() {
      return inStudio(speaker)('module');
    },
    icon,
    routes,
    preRegisterCheck: (user, permissions) => (user as { admin_access?: boolean }).admin_access === true || (permissions[reads]?.read?.access ?? 'none') !== 'none',
  });
}

/** A choice among a few values, as a panel's option. */
export function choiceOption<Value extends string | number>(field: string, name: string, values: readonly Value[], text: (value: Value) => string, more: { initial?: Value; none?: string } = {}): PanelOption {
  return {
    field,
    name,
    type: typeof values[0] === 'number' ? 'integer' : 'string',
    ...(more.initial === undefined ? {} : { schema: { default_value: more.initial } }),
    meta: {
      interface: 'select-dropdown',
      width: 'half',
      options: { ...(more.none === undefined ? {} : { allowNone: true, placeholder: more.none }), choices: values.map(value => ({ value, text: text(value) })) },
    },
  };
}

/** The sentences in the language that the Studio has now. */
export function inStudio<Word extends string>(speaker: Speaker<Word>): Speak<Word> {
  return speaker(document.documentElement.lang);
}
