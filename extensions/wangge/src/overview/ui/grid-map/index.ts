/** The panel "Map of grids" (网格地图): grids coloured by a measure, with or without a base map. */
import type { Word } from './words.ts';
import { definePanel } from '@directus/extensions-sdk';
import { MEASURES } from '../../map/map-measure-rules.ts';
import Panel from './panel.vue';
import { speaker } from './words.ts';

const speak = (word: Word): string => speaker(document.documentElement.lang)(word);

export default definePanel({
  id: 'grid-map',
  get name() {
    return speak('panel');
  },
  get description() {
    return speak('about');
  },
  icon: 'map',
  component: Panel,
  minWidth: 20,
  minHeight: 16,
  options: () => [
    {
      field: 'measure',
      name: speak('measure'),
      type: 'string',
      schema: { default_value: 'open_issues' },
      meta: { interface: 'select-dropdown', width: 'half', options: { choices: MEASURES.map(value => ({ value, text: speak(value) })) } },
    },
    {
      field: 'level',
      name: speak('level'),
      type: 'integer',
      schema: { default_value: 3 },
      meta: { interface: 'select-dropdown', width: 'half', options: { choices: ([1, 2, 3] as const).map(value => ({ value, text: speak(`level_${value}`) })) } },
    },
    {
      field: 'tiles',
      name: speak('tiles'),
      type: 'string',
      meta: { interface: 'input', width: 'full', note: speak('tiles_note'), options: { placeholder: 'https://{s}.example.com/{z}/{x}/{y}.png', trim: true } },
    },
    {
      field: 'attribution',
      name: speak('attribution'),
      type: 'string',
      meta: { interface: 'input', width: 'half', note: speak('attribution_note'), options: { trim: true } },
    },
    {
      field: 'subdomains',
      name: speak('subdomains'),
      type: 'string',
      meta: { interface: 'input', width: 'half', note: speak('subdomains_note'), options: { placeholder: 'a,b,c', trim: true } },
    },
  ],
});
