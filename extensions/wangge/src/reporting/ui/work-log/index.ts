/** The interface "Patrol sheet" (巡查): a new log is filled in from the day, with the facilities on the way; a saved one is checked, and what residents said is reported. */
import { boxOf } from '../../../ui/screen-entries.ts';
import Interface from './interface.vue';
import { speaker } from './words.ts';

export default boxOf({ id: 'work-log', icon: 'directions_walk', component: Interface, speaker });
