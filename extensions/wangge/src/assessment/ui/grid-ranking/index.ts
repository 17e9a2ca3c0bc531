/** The panel "Grid ranking" (网格排名). */
import { choiceOption, panelOf } from '../../../ui/screen-entries.ts';
import Panel from './panel.vue';
import { speaker } from './words.ts';

export default panelOf({
  id: 'grid-ranking',
  icon: 'leaderboard',
  component: Panel,
  speaker,
  size: { width: 20, height: 14 },
  options: speak => [
    choiceOption('level', speak('level'), [1, 2, 3] as const, level => speak(`level_${level}`), { initial: 3 }),
    { field: 'period', name: speak('period'), type: 'string', meta: { interface: 'input', width: 'half', note: speak('period_note') } },
    { field: 'subdistrict', name: speak('subdistrict'), type: 'string', meta: { interface: 'input', width: 'half', note: speak('subdistrict_note') } },
  ],
});
