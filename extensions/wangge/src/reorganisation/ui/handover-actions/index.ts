/** The interface "Handover" (工作交接): what is open, and confirming it from both sides. */
import { boxOf } from '../../../ui/screen-entries.ts';
import Interface from './interface.vue';
import { speaker } from './words.ts';

export default boxOf({ id: 'handover-actions', icon: 'swap_horiz', component: Interface, speaker });
