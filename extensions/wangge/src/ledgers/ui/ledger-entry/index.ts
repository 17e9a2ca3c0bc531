/** The interface "Upkeep" (台账维护): how fresh an entry is, and what keeps it so, at the top of its form. */
import { boxOf } from '../../../ui/screen-entries.ts';
import Interface from './interface.vue';
import { speaker } from './words.ts';

export default boxOf({ id: 'ledger-entry', icon: 'verified', component: Interface, speaker });
