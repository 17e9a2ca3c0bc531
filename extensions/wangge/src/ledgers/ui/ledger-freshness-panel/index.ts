/** The panel "Freshness of the ledgers" (台账维护情况): grids by the eight categories. */
import { choiceOption, panelOf } from '../../../ui/screen-entries.ts';
import Panel from './panel.vue';
import { speaker } from './words.ts';

export default panelOf({
  id: 'ledger-freshness',
  icon: 'menu_book',
  component: Panel,
  speaker,
  size: { width: 24, height: 14 },
  options: speak => [choiceOption('level', speak('level'), [1, 2, 3] as const, level => speak(`level_${level}`), { none: speak('own_level') })],
});
