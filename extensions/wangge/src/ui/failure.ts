/** What a refused or failed request says, in the reader's language: the server's own sentence where there is one. */
import { speakerOf } from './speaker.ts';

export interface FieldRefusal { collection: string; field: string; code: string; type: string; validation_message?: string; [key: string]: unknown }
export interface Failure { fields: FieldRefusal[]; sentences: string[] }

interface Answered { response?: { status?: number; data?: { errors?: { message?: string; extensions?: Record<string, unknown> }[] } } }

const speaker = speakerOf(
  { forbidden: '您没有这项权限。', offline: '连接不上服务器，请稍后再试。', failed: '未能完成，请稍后再试。' },
  { forbidden: 'You have no permission for this.', offline: 'The server cannot be reached; try again later.', failed: 'It could not be done; try again later.' },
);

/** What belongs to one of the fields `shown` of `collection` is told at that field, the rest on its own. */
export function failureOf(error: unknown, locale: string, collection = '', shown: readonly string[] = []): Failure {
  const speak = speaker(locale);
  const { response } = error as Answered;
  if (response === undefined)
    return { fields: [], sentences: [speak('offline')] };
  const failure: Failure = { fields: [], sentences: [] };
  for (const { message, extensions = {} } of response.data?.errors ?? []) {
    const field = String(extensions.field ?? '');
    if (extensions.code === 'FAILED_VALIDATION' && shown.includes(field))
      failure.fields.push({ ...extensions, type: 'required', collection, field, code: 'FAILED_VALIDATION' });
    else if (extensions.code === 'FORBIDDEN')
      failure.sentences.push(speak('forbidden'));
    else
      failure.sentences.push(String(extensions.validation_message ?? (response.status === 500 ? speak('failed') : message ?? speak('failed'))));
  }
  if (failure.fields.length + failure.sentences.length === 0)
    failure.sentences.push(speak(response.status === 403 ? 'forbidden' : 'failed'));
  return failure;
}
