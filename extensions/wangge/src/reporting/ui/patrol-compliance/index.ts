/** The panel "Duty" (履职情况): who has met the standards of their post, by grid. */
import { choiceOption, panelOf } from '../../../ui/screen-entries.ts';
import Panel from './panel.vue';
import { speaker } from './words.ts';

export default panelOf({
  id: 'patrol-compliance',
  icon: 'fact_check',
  component: Panel,
  speaker,
  size: { width: 20, height: 12 },
  options: speak => [choiceOption('period', speak('period'), ['today', 'quarter'] as const, speak, { initial: 'today' })],
});
