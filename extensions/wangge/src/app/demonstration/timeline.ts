/**
 * One issue's timeline, written event by event as the running system would have written it: people's events
 * through `decide`, and whatever time alone makes true in between as the sweep of the next minute dates it.
 */
import type { ReportContext } from '../../handling/index.ts';
import type { Written } from '../../handling/lifecycle/decide-rules.ts';
import type { Command, Facts, Notice } from '../../handling/lifecycle/decision-facts-rules.ts';
import type { Helper } from '../../handling/lifecycle/derived-state-rules.ts';
import type { IssueState } from '../../handling/lifecycle/evolve-rules.ts';
import type { Clock, EventInput, EventType, IssueEvent, NewEvent } from '../../handling/model.ts';
import type { Routed } from '../../handling/routing/model.ts';
import type { Moment, Uuid } from '../../kernel/values.ts';
import type { Directory } from './directory.ts';
import type { Report } from './reports.ts';
import { dayOf, pinOf } from '../../calendar/working-days-rules.ts';
import { deadlines } from '../../handling/clocks/deadline-rules.ts';
import { chooseLimit } from '../../handling/clocks/policy-rules.ts';
import { dueTimers } from '../../handling/clocks/timer-rules.ts';
import { closeAutomatically, decide, resumeAutomatically } from '../../handling/lifecycle/decide-rules.ts';
import { completeFacts, NO_INPUT } from '../../handling/lifecycle/decision-facts-rules.ts';
import { derivedStateOf } from '../../handling/lifecycle/derived-state-rules.ts';
import { evolve, patchBetween, withClocks } from '../../handling/lifecycle/evolve-rules.ts';
import { leaderFrom } from '../../handling/routing/responsible-rules.ts';
import { reroute, route } from '../../handling/routing/routing-rules.ts';
import { nextMinute } from './office-time.ts';

export interface Said extends Partial<EventInput> {
  /** Photographs, by their number. */
  photos?: number[];
}

/** As the database drafts it: nothing personal stands in these texts. */
const DRAFT: Notice = { state: 'draft', mode: 'individual', authors: [], faults: [], photos_unchecked: false, empty: false, shown_days: 30 };

export class IssueTimeline {
  readonly report: Report;
  /** As people and sweeps wrote them; an event that carries another (`data.then`) is followed by it here, too. */
  readonly events: IssueEvent[] = [];
  /** By `seq`: the photographs that came with an event. */
  readonly photos: Map<number, number[]> = new Map();
  state: IssueState;
  clocks: Clock[];
  private readonly directory: Directory;
  private readonly until: Moment;

  /** Nothing happens after `until`. */
  constructor(report: Report, number: string, directory: Directory, until: Moment) {
    this.report = report;
    this.directory = directory;
    this.until = until;
    const context = (): ReportContext => this.context(report.grid, report.category, report.reported_at);
    const decision = decide([], null, { ...NO_INPUT, type: 'report', attachments: 0 }, {
      ...this.facts(report, context, report.reported_at, report.reporter),
      routed: route(report, context()),
      report: { number, category: report.category, grid: report.grid, external_due_at: null, arrived_late: false },
    });
    if (decision.kind === 'refused')
      throw new Error(`The demonstration cannot report: ${decision.code}`);
    this.state = decision.state;
    this.clocks = decision.clocks;
    this.append(decision.event);
  }

  /** True once the demonstration's present is reached: what people would do then has not happened. */
  over(at: Moment): boolean {
    return at >= this.until;
  }

  /** A person's event. False if it lies in the future; a refusal is a mistake of the demonstration, unless the step was for `ifPossible`. */
  act(type: EventType, person: Uuid, at: Moment, said: Said = {}, ifPossible = false): boolean {
    if (this.over(at))
      return false;
    this.pass(at);
    const { photos = [], ...words } = said;
    const command: Command = { ...NO_INPUT, ...words, type, attachments: photos.length };
    const { grid, category } = this.state;
    const context = (): ReportContext => this.context(command.to_grid ?? grid, command.to_category ?? category, at);
    const decision = decide(this.events, this.state, command, {
      ...this.facts({ grid, category }, context, at, person),
      routed: type === 'route' ? this.rerouted(command, context()) : null,
      level_1: type === 'return' ? leaderFrom(1, context()).person : null,
      to_department: command.to_department === null ? null : this.directory.department(command.to_department),
      notice: type === 'disclose' ? DRAFT : null,
    });
    if (decision.kind === 'refused' && ifPossible)
      return true;
    if (decision.kind === 'refused')
      throw new Error(`The demonstration cannot ${type} ${this.state.number} (${this.state.status}): ${decision.code} ${JSON.stringify(decision.params)}`);
    decision.before.forEach(event => this.append(event));
    this.append(decision.event);
    if (photos.length > 0)
      this.photos.set(decision.event.data.then === undefined ? this.events.length : this.events.length - 1, photos);
    this.state = decision.state;
    this.clocks = decision.clocks;
    return true;
  }

  /** Time passes: warnings, misses and closings up to that moment. */
  pass(until: Moment): void {
    for (;;) {
      const timer = dueTimers(this.clocks, until)[0];
      const closing = this.state.status === 'fed_back' && this.state.closes_at !== null && this.state.closes_at <= until ? this.state.closes_at : null;
      if (closing !== null && (timer === undefined || closing <= timer.at)) {
        const now = earlier(nextMinute(closing), until);
        const { grid, category } = this.state;
        const { issue, calendars, limit } = this.facts({ grid, category }, () => this.context(grid, category, now), now, this.report.reporter);
        this.take(closeAutomatically(this.events, this.state, { issue, calendars, limit, now }));
      }
      else if (this.state.status === 'suspended' && this.state.resumes_at !== null && this.state.resumes_at <= until) {
        const now = earlier(nextMinute(this.state.resumes_at), until);
        const { issue, calendar, calendars } = this.facts(this.state, () => this.context(this.state.grid, this.state.category, now), now, this.report.reporter);
        this.take(resumeAutomatically(this.events, this.state, { issue, calendar, calendars, now }));
      }
      else if (timer !== undefined) {
        const { type, at, clock: { kind, department, opened_by_seq, due_at } } = timer;
        this.ring({
          ...NO_INPUT,
          issue: this.report.id,
          type,
          actor: null,
          at,
          from_status: this.state.status,
          to_status: this.state.status,
          data: { decided: { clock: { kind, department, opened_by_seq, due_at }, recorded_at: earlier(nextMinute(at), until) }, patch: {} },
        });
      }
      else {
        return;
      }
    }
  }

  /** The departments that were called to help, as `issue_helpers` keeps them. */
  helpers(): Helper[] {
    return derivedStateOf(this.events).helpers;
  }

  /** The rows to insert, in order: what an event carries, the database writes by itself. */
  written(): IssueEvent[] {
    return this.events.filter((_, index) => this.events[index - 1]?.data.then === undefined);
  }

  private take({ events, clocks, state }: Written): void {
    events.forEach(event => this.append(event));
    this.clocks = clocks;
    this.state = state;
  }

  private ring(event: NewEvent): void {
    this.append(event);
    this.clocks = deadlines(this.events, this.calendars);
    const state = withClocks(evolve(this.state, event), this.clocks);
    event.data.patch = patchBetween(this.state, state);
    this.state = state;
  }

  private append(event: NewEvent): void {
    this.events.push({ ...event, seq: this.events.length + 1 });
    if (event.data.then !== undefined)
      this.append(event.data.then);
  }

  private rerouted(command: Command, context: ReportContext): Routed {
    const { to_department, to_person, to_scope } = command;
    return reroute(this.report, context, { to_department, to_person, to_scope });
  }

  private context(grid: Uuid, category: Uuid, at: Moment): ReportContext {
    return this.directory.context(grid, category, dayOf(this.directory.reference.calendar, at));
  }

  private readonly calendars = (): Facts['calendar'] => this.directory.reference.calendar;

  /** `context`: most steps need none of it. */
  private facts({ grid, category }: { grid: Uuid; category: Uuid }, context: () => ReportContext, now: Moment, person: Uuid): Facts {
    const { calendar } = this.directory.reference;
    const { id, kind, severity, source, confidential } = this.report;
    const { photo_required, disclosure_mode } = this.directory.category(category);
    return completeFacts({
      now,
      actor: this.directory.standing(person, grid, dayOf(calendar, now)),
      issue: { id, kind, severity, source, confidential, photo_required, disclosure_mode },
      calendar,
      calendars: this.calendars,
      limit: (kind, scope) => {
        const { policies, category_path, pins } = context();
        return chooseLimit(policies, { kind, scope, categoryPath: category_path, severity }, { ...pins, ...pinOf(calendar) });
      },
    });
  }
}

function earlier(a: Moment, b: Moment): Moment {
  return a < b ? a : b;
}
