/** The interface "Inspection visit" (督查走访): on a visit's form the three sheets, what is to be looked at, handing in, acknowledging. */
import { boxOf } from '../../../ui/screen-entries.ts';
import Interface from './interface.vue';
import { speaker } from './words.ts';

export default boxOf({ id: 'inspection-visit', icon: 'travel_explore', component: Interface, speaker });
