/** `/wangge/…`: the doors beside Directus' own, each kept by its room. */
import { defineEndpoint } from '@directus/extensions-sdk';
import { mount as assessment } from '../assessment/endpoint.ts';
import { mount as calendar } from '../calendar/endpoint.ts';
import { mount as disclosure } from '../disclosure/endpoint.ts';
import { mount as board } from '../handling/clocks/board-endpoint.ts';
import { mount as held } from '../handling/clocks/held-endpoint.ts';
import { mount as handling } from '../handling/endpoint.ts';
import { mount as intake } from '../handling/intake/endpoint.ts';
import { mount as similar } from '../handling/intake/similar-endpoint.ts';
import { mount as situation } from '../handling/lifecycle/situation-endpoint.ts';
import { mount as chain } from '../handling/proof/chain-endpoint.ts';
import { mount as routing } from '../handling/routing/routing-endpoint.ts';
import { mount as book } from '../ledgers/book/endpoint.ts';
import { mount as ledgers } from '../ledgers/endpoint.ts';
import { mount as upkeep } from '../ledgers/upkeep/endpoint.ts';
import { mount as workbooks } from '../ledgers/workbook/endpoint.ts';
import { mount as assignments } from '../reporting/assignments/endpoint.ts';
import { mount as reporting } from '../reporting/endpoint.ts';
import { mount as facilities } from '../reporting/facilities/endpoint.ts';
import { mount as gridBoards } from '../territory/board/endpoint.ts';
import { mount as gridChanges } from '../territory/changes/endpoint.ts';
import { mount as handovers } from '../territory/handovers/endpoint.ts';
import { mount as territory } from '../territory/import/endpoint.ts';
import { mount as gridMap } from '../territory/map/endpoint.ts';
import { mount as statements } from '../territory/statements/endpoint.ts';

export default defineEndpoint({
  id: 'wangge',
  handler: (router, context) => {
    for (const mount of [calendar, handling, board, chain, situation, held, routing, similar, intake, disclosure, assessment, upkeep, book, workbooks, ledgers, facilities, reporting, assignments, gridChanges, handovers, territory, statements, gridBoards, gridMap])
      mount(router, context);
  },
});
