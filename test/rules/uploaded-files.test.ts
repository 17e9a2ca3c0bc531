/** Files out of a request, whatever is sent. */
import type { Request } from 'express';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:http';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { uploadedFiles } from '../../extensions/wangge/src/workbook/workbook-file.ts';

const server = createServer((request, response) => void uploadedFiles(request as Request, 1000).then(files => response.end(JSON.stringify([...files].map(([name, file]) => [name, file.toString()])))));
beforeAll(() => new Promise<void>(listening => server.listen(0, '127.0.0.1', listening)));
afterAll(() => void server.close());

async function send(body: BodyInit, type?: string): Promise<unknown> {
  const answer = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, { method: 'POST', body, ...type === undefined ? {} : { headers: { 'content-type': type } } });
  return answer.json();
}
function form(files: Record<string, string>, fields: Record<string, string> = {}): FormData {
  const made = new FormData();
  Object.entries(files).forEach(([name, text]) => made.append(name, new Blob([text]), 'x.csv'));
  Object.entries(fields).forEach(([name, text]) => made.append(name, text));
  return made;
}

it('takes the files of a form by their names, and a body that is no form as it is', async () => {
  expect(await send(form({ grids: '甲', boundaries: '{}' }, { remark: 'x' }))).toEqual([['grids', '甲'], ['boundaries', '{}']]);
  expect(await send('编码,名称', 'text/csv')).toEqual([['', '编码,名称']]);
});

it.each([
  ['too much in a form', form({ grids: 'x'.repeat(2000) }), undefined],
  ['too much in several files', form({ grids: 'x'.repeat(600), boundaries: 'x'.repeat(600) }), undefined],
  ['too much', 'x'.repeat(2000), 'text/csv'],
  ['nothing', '', undefined],
  ['a form without files', form({}, { grids: 'x' }), undefined],
  ['no form', 'x', 'multipart/form-data; boundary=x'],
  ['a form without a boundary', 'x', 'multipart/form-data'],
  ['a form that breaks off', '--x\r\nContent-Disposition: form-data; name="a"; filename="q"\r\n\r\nabc', 'multipart/form-data; boundary=x'],
])('answers all the same: %s', async (_, body, type) => {
  expect(await send(body, type)).toEqual([]);
});
