/** The interface "Timeline" (办理过程): who did what with the issue, when, and what was decided. */
import { boxOf } from '../../../ui/screen-entries.ts';
import Interface from './interface.vue';
import { speaker } from './words.ts';

export default boxOf({ id: 'issue-timeline', icon: 'timeline', component: Interface, speaker });
