/** `/wangge/…`: the routes beside Directus' own, each kept by its room. */
import { defineEndpoint } from '@directus/extensions-sdk';
import { mount as accounts } from '../accounts/routes.ts';
import { mount as evidence } from '../assessment/evidence/routes.ts';
import { mount as reports } from '../assessment/reports/routes.ts';
import { mount as assessment } from '../assessment/routes.ts';
import { mount as calendar } from '../calendar/routes.ts';
import { mount as disclosure } from '../disclosure/routes.ts';
import { mount as calendarChange } from '../handling/calendar-change/routes.ts';
import { mount as chain } from '../handling/chain/routes.ts';
import { mount as board } from '../handling/clocks/deadline-board-routes.ts';
import { mount as held } from '../handling/clocks/holding-times-routes.ts';
import { mount as intake } from '../handling/intake/routes.ts';
import { mount as similar } from '../handling/intake/similar-issues-routes.ts';
import { mount as situation } from '../handling/lifecycle/situation-routes.ts';
import { mount as handling } from '../handling/routes.ts';
import { mount as routing } from '../handling/routing/routes.ts';
import { mount as book } from '../ledgers/book/routes.ts';
import { mount as ledgers } from '../ledgers/routes.ts';
import { mount as upkeep } from '../ledgers/upkeep/routes.ts';
import { mount as workbooks } from '../ledgers/workbook/routes.ts';
import { mount as gridBoards } from '../overview/boards/routes.ts';
import { mount as gridMap } from '../overview/map/routes.ts';
import { mount as appeals } from '../recognition/appeals/routes.ts';
import { mount as inbox } from '../recognition/inbox/routes.ts';
import { mount as recognition } from '../recognition/routes.ts';
import { mount as gridChanges } from '../reorganisation/grid-changes/routes.ts';
import { mount as handovers } from '../reorganisation/handovers/routes.ts';
import { mount as assignments } from '../reporting/assignments/routes.ts';
import { mount as facilities } from '../reporting/facilities/routes.ts';
import { mount as reporting } from '../reporting/routes.ts';
import { mount as territory } from '../territory/import/routes.ts';
import { mount as statements } from '../territory/statements/routes.ts';
import { mount as health } from './job-health-routes.ts';

export default defineEndpoint({
  id: 'wangge',
  handler: (router, context) => {
    for (const mount of [accounts, calendar, calendarChange, handling, board, chain, situation, held, routing, similar, intake, disclosure, assessment, evidence, reports, upkeep, book, workbooks, ledgers, facilities, reporting, assignments, gridChanges, handovers, territory, statements, gridBoards, gridMap, appeals, inbox, recognition, health])
      mount(router, context);
  },
});
