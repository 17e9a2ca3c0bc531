/** What screens do with the server, without a screen: answers that overtake each other, steps that are refused, small forms. */
import { describe, expect, it } from 'vitest';
import { nextTick } from 'vue';
import { missingFields } from '../../extensions/wangge/src/ui/form-fields.ts';
import { useAsyncStep } from '../../extensions/wangge/src/ui/use-async-step.ts';
import { useLatestAnswer } from '../../extensions/wangge/src/ui/use-latest-answer.ts';
import { useSmallForm } from '../../extensions/wangge/src/ui/use-small-form.ts';
import { trialRefusal } from '../../extensions/wangge/src/ui/workbook-trial.ts';

const zh = (): string => 'zh-CN';
const refused = (field: string, sentence: string): object => ({ response: { status: 400, data: { errors: [{ extensions: { code: 'FAILED_VALIDATION', field, validation_message: sentence } }] } } });

/** A promise that is settled by hand. */
function pending<Value>(): { promise: Promise<Value>; resolve: (value: Value) => void; reject: (error: unknown) => void } {
  let resolve!: (value: Value) => void;
  let reject!: (error: unknown) => void;
  const promise = new Promise<Value>((done, failed) => {
    resolve = done;
    reject = failed;
  });
  return { promise, resolve, reject };
}

describe('answers', () => {
  it('of an earlier question are never shown after a later one was asked, nor are its failures', async () => {
    const { loading, problem, ask } = useLatestAnswer(zh);
    const [first, second, third] = [pending<string>(), pending<string>(), pending<string>()];
    const seen: string[] = [];
    const show = (answer: string): number => seen.push(answer);
    const asked = [ask(() => first.promise, show), ask(() => second.promise, show), ask(() => third.promise, show)];
    second.reject(new Error('late'));
    first.resolve('first');
    await Promise.all(asked.slice(0, 2));
    expect([seen, loading.value, problem.value]).toEqual([[], true, '']);
    third.resolve('third');
    await asked[2];
    expect([seen, loading.value, problem.value]).toEqual([['third'], false, '']);
  });

  it('that fail leave their sentence until the next question', async () => {
    const { loading, problem, ask } = useLatestAnswer(zh);
    await ask(() => Promise.reject(new Error('x')), () => {});
    expect([loading.value, problem.value]).toEqual([false, '连接不上服务器，请稍后再试。']);
    await ask(() => Promise.resolve(1), () => {});
    expect(problem.value).toBe('');
  });
});

describe('a step', () => {
  it('is named while it is under way, and leaves why it was refused', async () => {
    const { working, problem, runStep } = useAsyncStep<'print'>(zh);
    const { promise, reject } = pending<void>();
    const run = runStep('print', () => promise);
    expect(working.value).toBe('print');
    reject(refused('grid', '请选择网格'));
    await run;
    expect([working.value, problem.value]).toEqual([null, '请选择网格']);
  });

  it('of an import takes the verdict that a refusal brings, and tells every other refusal', async () => {
    let shown: object | null = null;
    const refusalOf = trialRefusal<{ dry_run: boolean; counts?: object }>('counts', verdict => shown = verdict);
    expect(await refusalOf({ response: { status: 422, data: { data: { dry_run: false, counts: { error: 1 } } } } }, 'zh-CN')).toEqual({ sentences: [] });
    expect(shown).toEqual({ dry_run: true, counts: { error: 1 } });
    expect(await refusalOf(refused('file', '不是表格'), 'zh-CN')).toMatchObject({ sentences: ['不是表格'] });
  });
});

describe('a small form', () => {
  const field = { field: 'note', name: '说明', meta: { required: true } };
  const form = () => useSmallForm('events', () => [field], zh, entered => missingFields('events', ['note'], entered, '此项必填'));

  it('is not sent while something is missing, and forgets the fault once it is filled in', async () => {
    const { entered, fields, faults, send } = form();
    let sent = 0;
    expect(await send(async () => sent++)).toBe(false);
    expect([sent, fields.value[0]!.meta!.validation_message]).toEqual([0, '此项必填']);
    entered.value = { note: 'x' };
    await nextTick();
    expect(faults.value).toEqual([]);
    expect(await send(async () => sent++)).toBe(true);
    expect(sent).toBe(1);
  });

  it('tells a refusal at its field, else on its own, and is sent once however often it is submitted', async () => {
    const { entered, fields, problem, send } = form();
    entered.value = { note: 'x' };
    await nextTick();
    await send(() => Promise.reject(refused('note', '太短')));
    expect([fields.value[0]!.meta!.validation_message, problem.value]).toEqual(['太短', '']);
    await send(() => Promise.reject(refused('other', '现在不能')));
    expect([fields.value[0]!.meta!.validation_message, problem.value]).toEqual([null, '现在不能']);
    const { promise, resolve } = pending<void>();
    const first = send(() => promise);
    let again = 0;
    expect([await send(async () => again++), again]).toEqual([false, 0]);
    resolve();
    expect(await first).toBe(true);
  });
});
