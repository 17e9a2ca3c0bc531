/** A form keeps its key until it is saved; what is sent is the same whatever the order of its fields. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { digestOfContent } from '../../extensions/wangge/src/kernel/client-key-rules.ts';
import { attemptsOf } from '../../extensions/wangge/src/ui/client-key-rules.ts';

const counting = () => attemptsOf((count => () => `key ${++count}`)(0));
const FORM = { place: '/admin/content/work_logs/+', form: true, collection: 'work_logs' };

describe('the key of a form', () => {
  it('stays until it is saved, whatever is changed and however often it fails', () => {
    fc.assert(fc.property(fc.array(fc.record({ content: fc.string(), outcome: fc.constantFrom('refused' as const, 'unknown' as const) })), (attempts) => {
      const { keyFor, answered } = counting();
      for (const { content, outcome } of attempts) {
        const key = keyFor({ ...FORM, content });
        expect(key).toBe('key 1');
        answered(key, outcome);
      }
      const last = keyFor({ ...FORM, content: 'x' });
      answered(last, 'saved');
      expect(keyFor({ ...FORM, content: 'x' })).not.toBe(last);
    }));
  });

  it('is the same for a save button pressed twice, and another on the next page', () => {
    const { keyFor, forget } = counting();
    const key = keyFor({ ...FORM, content: 'a' });
    expect(keyFor({ ...FORM, content: 'a' })).toBe(key);
    forget();
    expect(keyFor({ ...FORM, content: 'a' })).not.toBe(key);
  });

  it('of a panel is that of its content: two things sent from one page are two', () => {
    const { keyFor, answered } = counting();
    const panel = { place: '/admin/content/issues/1', form: false, collection: 'issue_events' };
    const first = keyFor({ ...panel, content: 'urge' });
    answered(first, 'unknown');
    expect(keyFor({ ...panel, content: 'urge' })).toBe(first);
    expect(keyFor({ ...panel, content: 'progress' })).not.toBe(first);
  });
});

it('content is the same whatever the order of its fields, and the key does not count', () => {
  fc.assert(fc.property(fc.dictionary(fc.string().filter(name => name !== '__proto__' && name !== 'client_key'), fc.jsonValue()), fc.uuid(), (content, client_key) => {
    const turned = Object.fromEntries(Object.entries(content).reverse());
    expect(digestOfContent({ ...turned, client_key })).toBe(digestOfContent(content));
    expect(digestOfContent({ ...content, one_more: 1 })).not.toBe(digestOfContent(content));
  }));
});
