/**
 * The panel "Deadline board" (今日办理): what is overdue, due today, due soon, and what rests on
 * a calendar that is not published yet.
 */
import { choiceOption, panelOf } from '../../../ui/screen-entries.ts';
import Panel from './panel.vue';
import { speaker } from './words.ts';

export default panelOf({
  id: 'deadline-board',
  icon: 'alarm',
  component: Panel,
  speaker,
  size: { width: 18, height: 14 },
  options: speak => [choiceOption('scope', speak('scope'), ['mine', 'grids', 'all'] as const, speak, { initial: 'mine' })],
});
