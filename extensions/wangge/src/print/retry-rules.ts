/** What becomes of a print job in which a book failed: most faults pass, so it is tried again, later and later. Pure. */

/** About a day and a half in all; a book that is at fault by itself is not made better by waiting as long as that. */
const MOST_ATTEMPTS = { everything: 40, itself: 8 };
const LONGEST_PAUSE = 60;

/** Minutes until the next attempt, after so many that failed without a book in between; null: it is given up. */
export function pauseAfter(attempts: number, { everything }: Pick<Fault, 'everything'>): number | null {
  return attempts >= MOST_ATTEMPTS[everything ? 'everything' : 'itself'] ? null : Math.min(LONGEST_PAUSE, 2 ** Math.min(attempts - 1, 10));
}

export interface Fault { said: string; everything: boolean }

const NO_SPACE = /ENOSPC|EDQUOT|No space left|disk full|quota/i;
const NO_DATABASE = /ECONNREFUSED|ECONNRESET|EPIPE|Connection terminated|terminating connection|shutting down|starting up|acquiring a connection|too many clients|recovery mode/i;
/** Directus says no more than this of a file that its library could not take. */
const NO_FILES = /EROFS|EACCES|EPERM|EIO|EMFILE|ENFILE|ENOTDIR|ENOENT|Couldn't save file/;

/** In words for whoever waits for the books. `everything`: the next book would meet it, too. */
export function faultOf(error: unknown): Fault {
  const { code = '', message = String(error) } = (error ?? {}) as { code?: string; message?: string };
  const text = `${code} ${message}`;
  if (NO_SPACE.test(text) || code === '53100')
    return { said: '服务器磁盘空间不足，请联系管理员 / No space left on the server’s disk; tell the administrator', everything: true };
  if (NO_DATABASE.test(text) || /^(?:08|57P)/.test(code))
    return { said: '数据库暂时连接不上 / The database could not be reached', everything: true };
  if (NO_FILES.test(text))
    return { said: '文件库暂时不能写入（如磁盘已满），请联系管理员 / The file library could not be written (a full disk, perhaps); tell the administrator', everything: true };
  return { said: '打印中断 / The printing was broken off', everything: false };
}
