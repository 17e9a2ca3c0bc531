/** The panel "Jobs" (自动任务): how each stands, for administrators. */
import { panelOf } from '../../../ui/screen-entries.ts';
import Panel from './panel.vue';
import { speaker } from './words.ts';

export default panelOf({ id: 'job-health', icon: 'monitor_heart', component: Panel, speaker, size: { width: 20, height: 12 }, options: () => [] });
