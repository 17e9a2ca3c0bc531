/** How people call a period: `2026-Q3` is 2026年第三季度. */

/** What is no code of a year, a quarter or a month stays as it is. */
export function periodWords(code: string, language: 'zh-CN' | 'en-US'): string {
  const [, year, quarter, month] = /^(\d{4})(?:-Q([1-4])|-(0[1-9]|1[0-2]))?$/.exec(code) ?? [];
  if (year === undefined)
    return code;
  const zh = language === 'zh-CN';
  if (quarter !== undefined)
    return zh ? `${year}年第${'一二三四'[Number(quarter) - 1]}季度` : `Quarter ${quarter} of ${year}`;
  if (month !== undefined)
    return zh ? `${year}年${Number(month)}月` : `Month ${Number(month)} of ${year}`;
  return zh ? `${year}年度` : `Year ${year}`;
}

/** Codes with 、 between them. */
export function periodsWords(codes: string, language: 'zh-CN' | 'en-US'): string {
  return codes.split('、').map(code => periodWords(code, language)).join(language === 'zh-CN' ? '、' : ', ');
}
