/** The columns of an issue: which of them are whose to write. */
import type { ManagedColumns } from './model.ts';

export const MOMENTS = ['reported_at', 'accepted_at', 'contacted_at', 'due_at', 'reason_recorded_at', 'handled_at', 'fed_back_at', 'closes_at', 'resumes_at', 'reply_awaited_at', 'verified_at', 'closed_at', 'withdrawn_at', 'disclosed_at'] as const satisfies readonly (keyof ManagedColumns)[];
export const PLAIN = ['number', 'status', 'scope', 'lead', 'department', 'handler', 'follower', 'helper_1', 'helper_2', 'helper_3', 'escalated_to', 'routing_rule', 'route_explanation', 'reporter', 'due_provisional', 'overdue', 'verify_required', 'reopen_count', 'return_count', 'faulted_return_count', 'extension_count', 'duplicate_of', 'solved', 'satisfaction', 'category', 'grid'] as const satisfies readonly (keyof ManagedColumns)[];
/** The columns that events alone write, with the chain's head. */
export const MANAGED: readonly string[] = [...MOMENTS, ...PLAIN, 'event_seq', 'event_hash', 'grid_path'];
