/** What a message says outside the app: a mail, a digest, a line in a group. Nothing in it but what the notice says, and the way to it. */
import type { Language } from '../kernel/refusal-rules.ts';
import type { Message } from './model.ts';

export interface Mail {
  subject: string;
  text: string;
}

const WORDS: Record<Language, { digest: string; closing: string }> = {
  'zh-CN': {
    digest: '您有{count}条待阅消息',
    closing: '本邮件由系统自动发送，请勿回复。不需要邮件提醒的，可登录系统，在个人资料中关闭“电子邮件通知”。',
  },
  'en-US': {
    digest: 'You have {count} notices',
    closing: 'This mail was sent by the system; please do not reply. To stop these mails, switch off “Email notifications” in your profile.',
  },
};

/** `site`: the address of the Studio, null where the installation does not know its own. */
export function mailOf(messages: readonly Message[], language: Language, site: string | null): Mail {
  const { digest, closing } = WORDS[language];
  const single = messages.length === 1;
  const entries = messages.map((message, index) => [
    single ? message.subject : `${index + 1}. ${message.subject}`,
    message.body,
    linkOf(message, site),
  ].filter(line => line !== '' && line !== null).join('\n'));
  return {
    subject: single ? messages[0]!.subject : digest.replace('{count}', String(messages.length)),
    text: [...entries, closing].join('\n\n'),
  };
}

/** What a group's robot takes at most, in bytes of UTF-8 (WeCom: 2048 for a text). */
const GROUP_BYTES = 2048;
/** The word that a DingTalk robot may insist on (自定义关键词). */
const KEYWORD = '【网格】';

/** One message for a group: a line for each notice, as many as it takes; of the rest the number. */
export function groupText(messages: readonly Message[], site: string | null): string {
  const entries = messages.map(message => [message.subject, linkOf(message, site)].filter(line => line !== null).join('\n'));
  const head = messages.length === 1 ? KEYWORD : `${KEYWORD}共${messages.length}条消息：\n`;
  for (let shown = entries.length; shown > 0; shown--) {
    const rest = entries.length - shown;
    const text = head + entries.slice(0, shown).join('\n') + (rest === 0 ? '' : `\n其余${rest}条请登录系统查看。`);
    if (bytes(text) <= GROUP_BYTES)
      return text;
  }
  return cut(head + entries[0]!, GROUP_BYTES);
}

function linkOf({ link }: Message, site: string | null): string | null {
  return link === null || site === null ? null : `${site}${link}`;
}

function bytes(text: string): number {
  return new TextEncoder().encode(text).length;
}

/** The longest beginning that fits, whole characters only. */
function cut(text: string, limit: number): string {
  let kept = '';
  let size = bytes('…');
  for (const character of text) {
    size += bytes(character);
    if (size > limit)
      break;
    kept += character;
  }
  return `${kept}…`;
}
