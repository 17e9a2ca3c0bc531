/** A thread of the pool, with every task there is: built as a file of its own (`dist/worker.js`) with the libraries that only it needs. */
import { visitPaper } from '../assessment/inspection/page-rules.ts';
import { works as intervalWorks } from '../assessment/interval/interval-work.ts';
import { works as computeWorks } from '../assessment/periods/compute-work.ts';
import { bulletinPaper } from '../assessment/reports/bulletin-page-rules.ts';
import { reportPaper } from '../assessment/reports/report-page-rules.ts';
import { works as reportWorks } from '../assessment/reports/report-work.ts';
import { statisticsPaper } from '../assessment/reports/statistics-page-rules.ts';
import { works as yearWorks } from '../assessment/year/year-work.ts';
import { serveWork } from '../kernel/worker-thread.ts';
import { bookPaper } from '../ledgers/book/book-page-rules.ts';
import { boardPaper } from '../overview/boards/page-rules.ts';
import { works as outlineWorks } from '../overview/map/outline-work.ts';
import { printing } from '../print/pdf-work.ts';
import { circularPaper, recordPaper, renewalPaper } from '../recognition/paper/page-rules.ts';
import { works as boundaryWorks } from '../territory/boundary-work.ts';
import { works as boundaryFileWorks } from '../territory/import/boundary-file-work.ts';
import { statementPaper } from '../territory/statements/page-rules.ts';
import { works as workbookWorks } from '../workbook/workbook-work.ts';

serveWork([
  printing([bookPaper, statementPaper, visitPaper, boardPaper, reportPaper, statisticsPaper, bulletinPaper, circularPaper, recordPaper, renewalPaper]),
  ...boundaryWorks,
  ...boundaryFileWorks,
  ...outlineWorks,
  ...intervalWorks,
  ...reportWorks,
  ...computeWorks,
  ...yearWorks,
  ...workbookWorks,
]);
