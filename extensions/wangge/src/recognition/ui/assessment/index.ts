/**
 * The module 考核: what is said of whoever reads it, what waits for them, a quarter and a year led through their steps, visits,
 * proposals, appeals. It stands here, above assessment, because it has pages of both: those of assessment are parts that it is given
 * (`assessment/ui/pages/`), and know nothing of what stands around them.
 */
import IndicatorPage from '../../../assessment/ui/pages/indicator-page.vue';
import InspectionPage from '../../../assessment/ui/pages/inspection-page.vue';
import QuarterPage from '../../../assessment/ui/pages/quarter-page.vue';
import YearPage from '../../../assessment/ui/pages/year-page.vue';
import { moduleOf } from '../../../ui/screen-entries.ts';
import AppealsPage from '../pages/appeals-page.vue';
import RankedPage from '../pages/ranked-page.vue';
import RecognitionsPage from '../pages/recognitions-page.vue';
import RulesPage from '../pages/rules-page.vue';
import InboxPage from './inbox-page.vue';
import MinePage from './mine-page.vue';
import ModuleShell from './module-shell.vue';
import { speaker } from './words.ts';

export default moduleOf({
  id: 'assessment',
  icon: 'military_tech',
  speaker,
  reads: 'assessment_periods',
  routes: [{
    path: '',
    component: ModuleShell,
    children: [
      { path: '', component: MinePage },
      { path: 'inbox', component: InboxPage },
      { path: 'quarter', component: QuarterPage },
      { path: 'year', component: YearPage },
      { path: 'ranking', component: RankedPage },
      { path: 'indicators', component: IndicatorPage },
      { path: 'inspection', component: InspectionPage },
      { path: 'recognitions', component: RecognitionsPage },
      { path: 'appeals', component: AppealsPage },
      { path: 'rules', component: RulesPage },
    ],
  }],
});
