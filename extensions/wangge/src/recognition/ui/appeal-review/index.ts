/** The interface "Appeal" (申诉与复核): on an appeal's form what is appealed, the two reviews, and the step that one can take. */
import { boxOf } from '../../../ui/screen-entries.ts';
import Interface from './interface.vue';
import { speaker } from './words.ts';

export default boxOf({ id: 'appeal-review', icon: 'gavel', component: Interface, speaker });
