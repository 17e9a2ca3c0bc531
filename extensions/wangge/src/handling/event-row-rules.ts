/** What the registry says of an event: the columns of its rows, and the codes that may stand in them. */
import type { Language } from '../kernel/refusal-rules.ts';
import type { Cause, EventInput, RequestKind, Status } from './code-list-rules.ts';
import { STATUSES } from './code-list-rules.ts';

/**
 * What makes a person competent for an issue: posts, departments and their part in it, never the name of a role.
 * `assignee` is the handler, or any active member of the department while nobody is named; `helper` is a member of a
 * department that was called to help; `requester` asked for more time; `approver` decides on it.
 */
export const AUTHORITIES = [
  'reporter',
  'handler',
  'assignee',
  'lead',
  'follower',
  'department',
  'department_head',
  'helper',
  'requester',
  'approver',
  'dispatcher',
  'inspector',
  'level_1',
  'level_2',
  'level_3',
  'system',
] as const;
export type Authority = (typeof AUTHORITIES)[number];

/** What a person may say in an event, files included. */
export type EventField = keyof EventInput | 'attachments';

/** Who can create events at all; `seeds/access/matrix.yaml` says the rest of these roles. */
export const EVENT_ROLES = ['level_3', 'level_2', 'level_1', 'community_cadre', 'office', 'dispatcher', 'inspector'] as const;
export type EventRole = (typeof EVENT_ROLES)[number];

/**
 * Whom an event concerns. The first four stand in the issue; the others are found by what is said:
 * - `dispatchers`: where the issue waits for somebody to route it, or a confidential one for somebody to feed it back;
 *   `dispatchers_anyway`: always
 * - `upwards`: level 1 and the department's head, of a critical issue
 * - `approver`: who decides on more time; `requester`: who asked for it
 * - `department_head`: of the department that handles it; `called_head`: of the one that the event names
 * - `caller`: who called the department that answers
 * Whoever urged or supervised is told of any event that replies (`decided.replies`).
 */
export type Concerned = (typeof PARTS)[number] | 'dispatchers' | 'dispatchers_anyway' | 'upwards' | 'approver' | 'requester' | 'department_head' | 'called_head' | 'caller';

/** Those who stand in the issue itself. */
export const PARTS = ['lead', 'handler', 'follower', 'reporter'] as const;

/** What has to be looked up for its decision beside the timeline: `rules` for all that sets limits or names people. */
export type Need = 'rules' | 'routing' | 'level_1' | 'notice';

/** The table of transitions: from where, to where, by whom, with what. */
export interface Transition {
  from: readonly Status[];
  /** Where it leads; `null` leaves the status as it is. Several where the event's content decides. */
  to: readonly (Status | null)[];
  /** Where it leaves some statuses as they are: the ones it does move. */
  moves?: readonly Status[];
  who: readonly Authority[];
  /** Who may not, even with one of the authorities above (separation of duties). */
  never?: readonly Authority[];
  requires: readonly (keyof EventInput)[];
  /** What may be said besides. */
  accepts?: readonly EventField[];
  /** What the cause may be, where it is asked for. */
  causes?: readonly Cause[];
  /** Where it asks for something: what each kind of request requires and accepts besides. */
  requests?: Readonly<Record<RequestKind, Requested>>;
}

export interface Requested {
  requires: readonly (keyof EventInput)[];
  accepts?: readonly EventField[];
}

export interface EventRow {
  /** As sentences say it. */
  words: Record<Language, string>;
  studio: {
    /** The English name there, where it is another than the words. */
    label?: string;
    /** Of its badge. */
    color: (typeof COLOR)[keyof typeof COLOR];
    /** How the timeline shows it: something went wrong or back, or well. */
    tone?: 'bad' | 'good';
    /** Its place among the buttons that stand in front; one that leads on may be coloured. */
    front?: { place: number; leads?: true };
  };
  /** Which roles may create it at all; `who` of the transition has the last word. None: the system alone writes it. */
  roles: readonly EventRole[];
  transition: Transition;
  notice: {
    concerns: readonly Concerned[];
    /** `{title}` is the issue's, `{clock}` the one that ran out, `{request}` what was asked for, `{decision}` the answer. None: its words and the title. */
    subject?: Record<Language, string>;
  };
  needs?: readonly Need[];
  effects?: {
    /**
     * On a request for more time that waits: `settles` it, or `voids` it, since the issue moves on undecided;
     * `voids_when_missed`: where the limit that ran out is one that the request would move.
     */
    request?: 'opens' | 'settles' | 'voids' | 'voids_when_missed';
    /** Changes what the issue knows of the departments that were called to help. */
    helpers?: true;
    /** Who did it waits for an answer. */
    awaits_reply?: true;
  };
}

export const COLOR = { blue: '#3399FF', green: '#2ECDA7', orange: '#FFA439', red: '#E35169', violet: '#8C6BE8', grey: '#8C96A3' } as const;

/** Something is still to be done. */
export const OPEN = ['reported', 'assigned', 'handling', 'suspended', 'handled', 'fed_back', 'escalated', 'returned'] as const satisfies readonly Status[];
export const IN_HAND = ['assigned', 'handling', 'escalated'] as const satisfies readonly Status[];
export const ALL: readonly Status[] = STATUSES;

/** Whoever is named handler needs the handler's steps. */
export const HANDLERS = ['level_3', 'level_2', 'level_1', 'community_cadre', 'office', 'dispatcher'] as const satisfies readonly EventRole[];
export const LEVELS = ['level_3', 'level_2', 'level_1'] as const satisfies readonly EventRole[];
