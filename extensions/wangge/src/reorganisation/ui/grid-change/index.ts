/** The interface "Change of a grid" (网格调整): what it would hand on before it is saved, what it has handed on after. */
import { boxOf } from '../../../ui/screen-entries.ts';
import Interface from './interface.vue';
import { speaker } from './words.ts';

export default boxOf({ id: 'grid-change', icon: 'alt_route', component: Interface, speaker });
