/** A knex handle whose values read as the contract of the rules says: days and moments are strings. */
import type { Knex } from 'knex';
import type { Database } from '../../scripts/start/environment.ts';
import knex from 'knex';
import pg from 'pg';

const DATE = 1082;
const TIMESTAMP_WITH_ZONE = 1184;

/** pg's own readers make JavaScript dates of both, in the zone of the process. */
const types = {
  getTypeParser: (oid: number, format?: string): unknown => {
    if (oid === DATE)
      return (value: string) => value;
    if (oid === TIMESTAMP_WITH_ZONE)
      return (value: string) => new Date(value).toISOString();
    return pg.types.getTypeParser(oid, format as 'text');
  },
};

export function openDatabase({ host, port, user, password, name }: Database, connections = 5): Knex {
  const connection = { host, port, user, password, database: name, types };
  return knex({ client: 'pg', connection: connection as Knex.PgConnectionConfig, pool: { min: 0, max: connections } });
}
