import { type AdapterDatabase, literal, quoted, run, type Work } from '../store/database.ts'

/** A table whose changes are changes of a mapped row. */
export interface Captured {
  readonly table: string
  /** The mapped table, the same or the one that a junction belongs to. */
  readonly mapped: string
  /** Holds the id of the mapped row. */
  readonly idColumn: string
}

/**
 * Has the database note each change in `web3_outbox`, in the transaction that makes it: whatever
 * becomes of the platform's process, no change is lost, and the platform has nothing to call.
 */
export function* captureChanges(
  dialect: AdapterDatabase['dialect'],
  captured: Captured,
): Work<void> {
  yield* dialect === 'sqlite' ? sqliteTriggers(captured) : postgresTrigger(captured)
}

function* sqliteTriggers({ table, mapped, idColumn }: Captured): Work<void> {
  const noted = (row: 'NEW' | 'OLD') =>
    `INSERT INTO web3_outbox (table_name, local_id)
       VALUES (${literal(mapped)}, CAST(${row}.${quoted(idColumn)} AS TEXT))
       ON CONFLICT (table_name, local_id) DO UPDATE
         SET version = version + 1, due = 0, attempts = 0, waits_for = NULL;`
  const bodies = {
    insert: noted('NEW'),
    update: `${noted('OLD')} ${noted('NEW')}`,
    delete: noted('OLD'),
  }
  for (const [operation, body] of Object.entries(bodies)) {
    const name = quoted(`web3_${table}_${mapped}_${operation}`)
    yield* run(`DROP TRIGGER IF EXISTS ${name}`)
    yield* run(`CREATE TRIGGER ${name} AFTER ${operation} ON ${quoted(table)} BEGIN ${body} END`)
  }
}

/** One function for all tables: which they are is in the arguments. */
const noteFunction = `
  CREATE OR REPLACE FUNCTION web3_note() RETURNS trigger LANGUAGE plpgsql AS $web3$
  DECLARE
    noted text;
    ids text[] := ARRAY[]::text[];
  BEGIN
    IF TG_OP <> 'INSERT' THEN ids := ids || (to_jsonb(OLD) ->> TG_ARGV[1]); END IF;
    IF TG_OP <> 'DELETE' THEN ids := ids || (to_jsonb(NEW) ->> TG_ARGV[1]); END IF;
    FOR noted IN SELECT DISTINCT id FROM unnest(ids) AS id WHERE id IS NOT NULL ORDER BY id LOOP
      INSERT INTO web3_outbox (table_name, local_id) VALUES (TG_ARGV[0], noted)
        ON CONFLICT (table_name, local_id) DO UPDATE
          SET version = web3_outbox.version + 1, due = 0, attempts = 0, waits_for = NULL;
    END LOOP;
    RETURN NULL;
  END $web3$`

function* postgresTrigger({ table, mapped, idColumn }: Captured): Work<void> {
  yield* run(noteFunction)
  yield* run(
    `CREATE OR REPLACE TRIGGER ${quoted(`web3_${mapped}`)}
       AFTER INSERT OR UPDATE OR DELETE ON ${quoted(table)} FOR EACH ROW
       EXECUTE FUNCTION web3_note(${literal(mapped)}, ${literal(idColumn)})`,
  )
}

/** Notes all rows that are there. */
export function* noteAllRows({ table, mapped, idColumn }: Captured): Work<void> {
  yield* run(
    `INSERT INTO web3_outbox (table_name, local_id)
       SELECT ${literal(mapped)}, CAST(${quoted(idColumn)} AS TEXT) FROM ${quoted(table)} WHERE true
       ON CONFLICT (table_name, local_id) DO NOTHING`,
  )
}
