/** The interface "Assigned tasks" (交办任务): on a task's form issuing, withdrawing and how far it has come; on a grid's part reporting, accepting, returning. */
import { boxOf } from '../../../ui/screen-entries.ts';
import Interface from './interface.vue';
import { speaker } from './words.ts';

export default boxOf({ id: 'assignment-actions', icon: 'assignment_turned_in', component: Interface, speaker });
