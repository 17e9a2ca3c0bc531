/** The interface "Grid board" (网格公示牌): on a grid's form its board, and those of the grids below it, as PDF. */
import { boxOf } from '../../../ui/screen-entries.ts';
import Interface from './interface.vue';
import { speaker } from './words.ts';

export default boxOf({ id: 'grid-board', icon: 'badge', component: Interface, speaker });
