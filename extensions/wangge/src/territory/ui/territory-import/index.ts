/** The interface "Import of grids" (导入网格) of a sub-district: workbook and boundaries, tried and taken in, and taken out again. */
import { boxOf } from '../../../ui/screen-entries.ts';
import Interface from './interface.vue';
import { speaker } from './words.ts';

export default boxOf({ id: 'territory-import', icon: 'upload_file', component: Interface, speaker });
