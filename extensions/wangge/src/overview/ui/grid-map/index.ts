/** The panel "Map of grids" (网格地图): grids coloured by a measure, with or without a base map. */
import { choiceOption, panelOf } from '../../../ui/screen-entries.ts';
import { MEASURES } from '../../map/map-measure-rules.ts';
import Panel from './panel.vue';
import { speaker } from './words.ts';

export default panelOf({
  id: 'grid-map',
  icon: 'map',
  component: Panel,
  speaker,
  size: { width: 20, height: 16 },
  options: speak => [
    choiceOption('measure', speak('measure'), MEASURES, speak, { initial: 'open_issues' }),
    choiceOption('level', speak('level'), [1, 2, 3] as const, level => speak(`level_${level}`), { initial: 3 }),
    { field: 'tiles', name: speak('tiles'), type: 'string', meta: { interface: 'input', width: 'full', note: speak('tiles_note'), options: { placeholder: 'https://{s}.example.com/{z}/{x}/{y}.png', trim: true } } },
    { field: 'attribution', name: speak('attribution'), type: 'string', meta: { interface: 'input', width: 'half', note: speak('attribution_note'), options: { trim: true } } },
    { field: 'subdomains', name: speak('subdomains'), type: 'string', meta: { interface: 'input', width: 'half', note: speak('subdomains_note'), options: { placeholder: 'a,b,c', trim: true } } },
  ],
});
