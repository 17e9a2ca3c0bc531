/**
 * The channel `webhook`: robots of WeCom and DingTalk groups, which share one shape of a text message and of an answer.
 *
 * Sources: developer.work.weixin.qq.com/document/path/91770 (企业微信群机器人), open.dingtalk.com/document/robots/
 * custom-robot-access (钉钉自定义机器人; signature: HMAC-SHA256 of `timestamp\nsecret`). Both take 20 messages a minute
 * of a robot, so whatever waits for a group goes as one.
 */
import type { Channel } from './sending-service.ts';
import { createHmac } from 'node:crypto';
import { groupText } from './message-text-rules.ts';

const TIMEOUT_MS = 10_000;
const AT_MOST = 50;

export function webhookChannel(site: string | null, clock: () => number = Date.now): Channel {
  return {
    way: 'webhook',
    digest: () => ({ threshold: 1, most: AT_MOST }),
    on: () => true,
    send: async (messages, { address, secret }) => {
      const response = await fetch(signed(address, secret, clock()), {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ msgtype: 'text', text: { content: groupText(messages, site) } }),
        redirect: 'error',
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      const answer = await response.text();
      if (!response.ok)
        throw new Error(`HTTP ${response.status} ${answer.slice(0, 200)}`);
      const fault = faultIn(answer);
      if (fault !== null)
        throw new Error(fault);
    },
  };
}

/** A robot answers 200 to everything; `errcode` says whether it took the message. */
function faultIn(answer: string): string | null {
  try {
    const { errcode, errmsg } = JSON.parse(answer) as { errcode?: number; errmsg?: string };
    return errcode === undefined || errcode === 0 ? null : `${errcode} ${errmsg ?? ''}`.trim();
  }
  catch {
    return null;
  }
}

/** With DingTalk's signature where the robot asks for one. */
export function signed(url: string, secret: string | null, timestamp: number): string {
  if (secret === null || secret === '')
    return url;
  const sign = createHmac('sha256', secret).update(`${timestamp}\n${secret}`).digest('base64');
  const target = new URL(url);
  target.searchParams.set('timestamp', String(timestamp));
  target.searchParams.set('sign', sign);
  return target.toString();
}
