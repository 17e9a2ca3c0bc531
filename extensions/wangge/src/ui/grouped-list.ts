/** What a list by states shows. */
export interface ListLine { id: string; to: string; title: string; text: string; chip: string }
export interface ListGroup { state: string; title: string; lines: ListLine[] }

/** Groups in the order given, those without a line left out. */
export function groupedBy<Row, State extends string>(states: readonly State[], rows: readonly Row[], stateOf: (row: Row) => State, title: (state: State) => string, line: (row: Row) => ListLine): ListGroup[] {
  return states.map(state => ({ state, title: title(state), lines: rows.filter(row => stateOf(row) === state).map(line) })).filter(({ lines }) => lines.length > 0);
}
