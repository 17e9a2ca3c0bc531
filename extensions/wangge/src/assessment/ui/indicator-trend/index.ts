/** The panel "Indicator" (指标分析): a funnel plot and the quarters of one indicator. */
import { choiceOption, panelOf } from '../../../ui/screen-entries.ts';
import Panel from './panel.vue';
import { speaker } from './words.ts';

export default panelOf({
  id: 'indicator-trend',
  icon: 'query_stats',
  component: Panel,
  speaker,
  size: { width: 18, height: 16 },
  options: speak => [
    choiceOption('level', speak('level'), [3, 2] as const, level => speak(`level_${level}`), { initial: 3 }),
    { field: 'indicator', name: speak('indicator'), type: 'string', meta: { interface: 'input', width: 'half', note: speak('indicator_note') } },
  ],
});
