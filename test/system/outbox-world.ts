/** Notices to try, a group's robot and a mail server that listen on this machine, and a worker in a process of its own. */
import type { AddressInfo, Server as NetServer, Socket } from 'node:net';
import type { Notice } from '../../extensions/wangge/src/outbox/model.ts';
import type { Server } from './harness.ts';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import { createServer } from 'node:net';

/** An ordinary notice of an issue. */
export function notice(recipient: string, said: Partial<Notice> = {}): Notice {
  return {
    dedupe_key: randomUUID(),
    event: 'report',
    recipient,
    channel: 'inapp',
    subject: { 'zh-CN': '新问题', 'en-US': 'New issue' },
    body: { 'zh-CN': '编号', 'en-US': 'No.' },
    link: '/content/issues/4a6c1f0e-0000-4000-8000-000000000001',
    urgent: false,
    actor: null,
    ...said,
  };
}

export interface Sink<What> {
  port: number;
  received: What[];
  /** Answers nobody any more, and listens no longer. */
  close: () => Promise<void>;
}

async function listen<What>(server: NetServer, received: What[], sockets: Set<Socket>, port: number): Promise<Sink<What>> {
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket)).on('error', () => {});
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    received,
    close: async () => {
      for (const socket of sockets)
        socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

/** A robot as WeCom and DingTalk have them: takes a text and says 0, or whatever `answer` says. */
export async function robot(answer: () => { errcode: number; errmsg: string } = () => ({ errcode: 0, errmsg: 'ok' }), port = 0): Promise<Sink<{ path: string; text: string }>> {
  const received: { path: string; text: string }[] = [];
  const server = createHttpServer((request, response) => {
    let body = '';
    request.on('data', (part: Buffer) => body += part.toString()).on('end', () => {
      const { errcode, errmsg } = answer();
      const { msgtype, text } = JSON.parse(body) as { msgtype: string; text: { content: string } };
      if (errcode === 0 && msgtype === 'text')
        received.push({ path: request.url ?? '', text: text.content });
      response.setHeader('content-type', 'application/json').end(JSON.stringify({ errcode, errmsg }));
    });
  });
  return listen(server, received, new Set(), port);
}

/** As much of a mail server as a client needs to hand over a mail. */
export async function mailServer(port = 0): Promise<Sink<{ to: string; source: string }>> {
  const received: { to: string; source: string }[] = [];
  const server = createServer((socket) => {
    let to = '';
    let pending = '';
    let inData = false;
    socket.setEncoding('utf8').write('220 localhost\r\n');
    socket.on('data', (part: string) => {
      pending += part;
      for (;;) {
        const end = inData ? pending.indexOf('\r\n.\r\n') : pending.indexOf('\r\n');
        if (end < 0)
          return;
        const said = pending.slice(0, end);
        pending = pending.slice(end + (inData ? 5 : 2));
        if (inData) {
          received.push({ to, source: said });
          inData = false;
          socket.write('250 taken\r\n');
          continue;
        }
        inData = /^DATA/i.test(said);
        to = /^RCPT TO:<(.*)>/i.exec(said)?.[1] ?? to;
        socket.write(inData ? '354 go on\r\n' : /^QUIT/i.test(said) ? '221 bye\r\n' : '250 ok\r\n');
      }
    });
  });
  return listen(server, received, new Set(), port);
}

/** A group whose robot listens there; without a department, that of all whose department has none. */
export async function group({ db }: Server, port: number, said: { department?: string; secret?: string; path?: string } = {}): Promise<string> {
  const id = randomUUID();
  const { path = '/robot', ...columns } = said;
  await db('notice_groups').insert({ id, name: '工作群', active: true, url: `http://127.0.0.1:${port}${path}`, ...columns });
  return id;
}
