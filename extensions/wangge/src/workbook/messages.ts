/** What is said of a workbook as a whole, whatever stands in it. */
import type { Messages } from '../kernel/refusal-rules.ts';

export const messages: Messages = {
  import_too_large: {
    'zh-CN': '文件超过 {most} MB，没有导入。请分成几份后再导入。',
    'en-US': 'The file is larger than {most} MB; nothing was imported. Split it and import the parts.',
  },
  import_broken: {
    'zh-CN': '文件没有传完，没有导入。请重新上传。',
    'en-US': 'The file did not arrive as a whole; nothing was imported. Send it again.',
  },
  import_not_written: {
    'zh-CN': '没有导入：服务器存储空间不足或暂时无法写入。请稍后重试；仍不行的，请联系管理员。',
    'en-US': 'Nothing was imported: the server has no room left, or cannot write just now. Try again later, or tell an administrator.',
  },
  file_missing: {
    'zh-CN': '请上传 XLSX 或 CSV 文件（不超过 {megabytes} MB）。',
    'en-US': 'Send an XLSX or CSV file of at most {megabytes} MB.',
  },
  file_unreadable: {
    'zh-CN': '无法读取该文件，请使用模板另存为 XLSX 或 CSV。',
    'en-US': 'The file cannot be read; save the template as XLSX or CSV.',
  },
  file_too_large: {
    'zh-CN': '文件解压后内容过多，超出可读取的范围。请删去多余的行、列和工作表，或分成几份后再上传。',
    'en-US': 'Unpacked, the file holds more than can be read. Delete rows, columns and sheets that are not needed, or split it.',
  },
  file_encrypted: {
    'zh-CN': '文件设有打开密码，无法读取。请在表格软件中取消密码，另存为 XLSX 后上传。',
    'en-US': 'The file is protected by a password. Take the password off, save it as XLSX and upload it again.',
  },
  file_old_format: {
    'zh-CN': '这是旧格式的表格（.xls、.et），只改文件名不能转换。请用表格软件打开，另存为 XLSX 后上传。',
    'en-US': 'This is a workbook of the old kind (.xls, .et), whatever its name. Open it, save it as XLSX and upload it again.',
  },
  file_web_page: {
    'zh-CN': '这是网页格式的表格（由平台导出时常见），请用表格软件打开，另存为 XLSX 后上传。',
    'en-US': 'This is a web page that was saved as a workbook. Open it in a spreadsheet program, save it as XLSX and upload it again.',
  },
  file_encoding: {
    'zh-CN': '文件的文字编码无法识别或有损坏，请用表格软件打开原文件，另存为 XLSX 后上传。',
    'en-US': 'The text of the file is in an unknown encoding, or damaged. Open the original, save it as XLSX and upload it again.',
  },
  file_not_workbook: {
    'zh-CN': '这不是 XLSX 或 CSV 文件，请用表格软件打开，另存为 XLSX 后上传。',
    'en-US': 'This is neither XLSX nor CSV. Open it in a spreadsheet program, save it as XLSX and upload it again.',
  },
  heading_missing: {
    'zh-CN': '{sheet}第 {row} 行的表头缺少“{labels}”，请补上，或使用模板的表头。',
    'en-US': 'The headings in row {row}{sheet_en} lack “{labels_en}”; add them, or use those of the template.',
  },
  headings_none: {
    'zh-CN': '{sheet}前 {searched} 行中没有找到表头（须有“{labels}”），请使用模板的表头。',
    'en-US': 'No headings were found in the first {searched} rows{sheet_en} (“{labels_en}” among them); use those of the template.',
  },
  heading_twice: {
    'zh-CN': '{sheet}第 {row} 行的表头中，“{titles}”都是“{label}”一列，请只保留一列。',
    'en-US': 'Row {row}{sheet_en}: the headings “{titles_en}” all mean “{label_en}”. Keep one of these columns.',
  },
  sheet_hidden: {
    'zh-CN': '只有隐藏的工作表“{sheet}”中有需要的表头。请取消隐藏并核对后再上传。',
    'en-US': 'Only the hidden sheet “{sheet}” has the headings. Unhide it, look it over and upload the file again.',
  },
  sheets_several: {
    'zh-CN': '工作表“{names}”中都有可导入的内容，无法确定以哪一个为准。请每次只留一个，分别导入。',
    'en-US': 'The sheets “{names_en}” all have entries, and only one is taken in at a time. Keep one in the file for each import.',
  },
  sheet_empty: {
    'zh-CN': '表中没有数据，请从第 {row} 行起填写（示例行不导入）。',
    'en-US': 'There is nothing in the sheet; fill it in from row {row} (the example is not taken in).',
  },
  rows_too_many: {
    'zh-CN': '一次最多导入 {limit} 行，请分批导入。',
    'en-US': 'At most {limit} rows are taken in at once. Split the file.',
  },
  rows_at_fault: {
    'zh-CN': '有 {rows} 行需要改正，未导入任何一行。',
    'en-US': '{rows} rows need correction; nothing was taken in.',
  },
  // ── Cells, at whose heading they stand ───────────────────────────────────────────────────────────────────────
  cell_error: {
    'zh-CN': '“{column}”是公式错误 {shown}，请改正公式，或直接填写内容。',
    'en-US': '“{column}” holds the error {shown} of a formula: correct the formula, or write what is meant.',
  },
  cell_no_value: {
    'zh-CN': '“{column}”的公式没有保存计算结果，请先用表格软件打开并保存文件再上传，或直接填写内容。',
    'en-US': '“{column}” holds a formula without a result: open and save the file in a spreadsheet program first, or write what is meant.',
  },
  cell_digits_lost: {
    'zh-CN': '“{column}”的数字过长，已被表格软件截断（{shown}）。请将该列设为文本格式后重新填写。',
    'en-US': '“{column}”: the spreadsheet has cut this number ({shown}). Format the column as text and enter it again.',
  },
  cell_too_narrow: {
    'zh-CN': '“{column}”只有 {shown}，是因列宽不足没有保存内容。请加宽该列后重新保存。',
    'en-US': '“{column}” holds only {shown}: the column was too narrow when the file was saved. Widen it and save again.',
  },
  cell_picture: {
    'zh-CN': '“{column}”里是图片，不能导入，请填写文字。',
    'en-US': '“{column}” holds a picture, which cannot be taken in; write text.',
  },
  cell_date_impossible: {
    'zh-CN': '“{column}”显示为日期，但数值 {shown} 不是有效的日期，请重新填写。',
    'en-US': '“{column}” is shown as a date, but {shown} is none; enter it again.',
  },
  cell_format_missing: {
    'zh-CN': '“{column}”的单元格格式已丢失，无法判断 {shown} 是数字还是日期。请用表格软件打开并保存文件后再上传。',
    'en-US': '“{column}”: the format of the cell is lost, so {shown} may be a number or a date. Open and save the file in a spreadsheet program first.',
  },
  cell_unclear: {
    'zh-CN': '“{column}”的内容 {shown} 无法识别，请重新填写。',
    'en-US': '“{column}”: {shown} cannot be read; enter it again.',
  },
  cell_merged_across: {
    'zh-CN': '“{column}”与左边的列合并成一个单元格，请取消合并后分别填写。',
    'en-US': '“{column}” is merged with the columns before it; split the cells and fill in each.',
  },
  cell_merged_over: {
    'zh-CN': '“{column}”被合并单元格盖住，下面另有内容。请取消合并后核对填写。',
    'en-US': '“{column}” lies beneath a merged cell and holds something else; split the cells and look it over.',
  },
  cell_percent: {
    'zh-CN': '“{column}”不能填百分数（{shown}），请直接填写。',
    'en-US': '“{column}” takes no percentage ({shown}).',
  },
  cell_adorned: {
    'zh-CN': '“{column}”显示的内容是由单元格格式拼成的（实际只存有 {shown}），请设为文本格式后照样填写。',
    'en-US': '“{column}”: what is shown is made up by the format of the cell, which holds only {shown}. Format it as text and write what is meant.',
  },
  cell_date: {
    'zh-CN': '“{column}”被表格软件当作日期（{shown}）。请设为文本格式后重新填写。',
    'en-US': '“{column}”: the spreadsheet took it for a date ({shown}). Format it as text and enter it again.',
  },
  cell_boolean: {
    'zh-CN': '“{column}”不能填 {shown}，请重新填写。',
    'en-US': '“{column}” cannot be {shown}; enter it again.',
  },
};
