/** The interface "Recognition" (表彰与通报): on its form what it rests on, what was answered, and the reader's own step. */
import { boxOf } from '../../../ui/screen-entries.ts';
import Interface from './interface.vue';
import { speaker } from './words.ts';

export default boxOf({ id: 'recognition-steps', icon: 'workspace_premium', component: Interface, speaker });
