/** The interface "Next steps" (下一步): what the reader may do with the issue now, at the top of its form. */
import { boxOf } from '../../../ui/screen-entries.ts';
import Interface from './interface.vue';
import { speaker } from './words.ts';

export default boxOf({ id: 'issue-actions', icon: 'play_circle', component: Interface, speaker });
