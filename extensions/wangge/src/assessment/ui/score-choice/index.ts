/** The interface "What is scored" (评分对象): what is still to be scored is chosen by its name, what nobody has scored first. */
import { boxOf } from '../../../ui/screen-entries.ts';
import Interface from './interface.vue';
import { speaker } from './words.ts';

export default boxOf({ id: 'score-choice', icon: 'checklist', component: Interface, speaker });
