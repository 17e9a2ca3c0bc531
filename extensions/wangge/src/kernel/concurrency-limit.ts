/** So many at once in this process, the others in line: a workbook of 100,000 rows takes memory. */
export function concurrencyLimit(most: number): <T>(work: () => Promise<T>) => Promise<T> {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async (work) => {
    if (running >= most)
      await new Promise<void>(resolve => waiting.push(resolve));
    else
      running++;
    try {
      return await work();
    }
    finally {
      const next = waiting.shift();
      if (next === undefined)
        running--;
      else
        next();
    }
  };
}
