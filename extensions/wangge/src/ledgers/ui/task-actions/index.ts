/** The interface "Do it" (办理) of a collection task: to the data set's form, or "none here" in one tap. */
import { boxOf } from '../../../ui/screen-entries.ts';
import Interface from './interface.vue';
import { speaker } from './words.ts';

export default boxOf({ id: 'task-actions', icon: 'task_alt', component: Interface, speaker });
