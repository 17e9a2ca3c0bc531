/** The interface "Clocks" (时限): every limit of the issue, its working time, how it was computed, and who held the issue. */
import { boxOf } from '../../../ui/screen-entries.ts';
import Interface from './interface.vue';
import { speaker } from './words.ts';

export default boxOf({ id: 'issue-clocks', icon: 'timer', component: Interface, speaker });
