/**
 * Loaded before Directus (`node --import`): ends it when the process that started it is gone.
 * Otherwise a start that was killed with SIGKILL would leave a server on the port.
 */
import process from 'node:process';

const parent = Number(process.env.WANGGE_PARENT);
if (Number.isInteger(parent) && parent > 1) {
  setInterval(() => {
    try {
      process.kill(parent, 0);
    }
    catch (error) {
      // EPERM means that it lives, as somebody else.
      if (error.code === 'ESRCH')
        process.kill(process.pid, 'SIGTERM');
    }
  }, 1000).unref();
}
