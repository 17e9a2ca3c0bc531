/** The interface "Trial" (试算): what would become of an issue under the rules, with this one as the form has it. */
import { boxOf } from '../../../ui/screen-entries.ts';
import Interface from './interface.vue';
import { speaker } from './words.ts';

export default boxOf({ id: 'routing-trial', icon: 'alt_route', component: Interface, speaker });
