/** The module 考核: a quarter led through its steps, what is ranked, and what it says of whoever reads it. */
import { moduleOf } from '../../../ui/screen-entries.ts';
import IndicatorPage from './indicator-page.vue';
import MinePage from './mine-page.vue';
import QuarterPage from './quarter-page.vue';
import RankingPage from './ranking-page.vue';
import { speaker } from './words.ts';

export default moduleOf({
  id: 'assessment',
  icon: 'military_tech',
  speaker,
  reads: 'assessment_periods',
  routes: [
    { path: '', component: MinePage },
    { path: 'quarter', component: QuarterPage },
    { path: 'ranking', component: RankingPage },
    { path: 'indicators', component: IndicatorPage },
  ],
});
