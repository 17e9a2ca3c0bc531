/** One connection to a Postgres, for a while. */
import pg from 'pg';

export async function withClient<Result>(config: pg.ClientConfig, work: (client: pg.Client) => Promise<Result>): Promise<Result> {
  const client = new pg.Client(config);
  // A server that goes away says so at the next question, too.
  client.on('error', () => {});
  await client.connect();
  try {
    return await work(client);
  }
  finally {
    await client.end();
  }
}
