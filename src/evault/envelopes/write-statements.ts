import { covered } from './covered-by.ts'
import { recordColumns } from './rows.ts'

/**
 * Inserts records of $1: id, position, ontology, payload, ACL (an array literal). Their search
 * text comes later (`search-indexer.ts`).
 */
export const insertRecords = `
  INSERT INTO meta_envelopes (ename, id, position, ontology, payload, acl, indexed)
  SELECT $1, id, position, ontology, payload, acl::text[], false
  FROM unnest($2::text[], $3::uuid[], $4::text[], $5::json[], $6::text[])
    AS item (id, position, ontology, payload, acl)`

/** Which of the ids in $2 the vault holds, whoever may read them. */
export const selectTaken = `SELECT id FROM meta_envelopes WHERE ename = $1 AND id = ANY ($2::text[])`

/** The record $5, if the grant covers it. */
export const selectForUpdate = `
  SELECT ${recordColumns} FROM meta_envelopes WHERE ${covered} AND id = $5 FOR UPDATE`

/** The records at the positions from $5 to $6 that the grant covers. */
export const selectByEnvelope = `
  SELECT ${recordColumns} FROM meta_envelopes
  WHERE ${covered} AND position BETWEEN $5::uuid AND $6::uuid FOR UPDATE`

/** Keeps what a record is now as a version: id of the version, what ends it, when, who. */
export const keepVersion = `
  INSERT INTO versions (ename, id, position, ontology, payload, acl, version_id, ended_by,
    ended_at, caller, restored)
  SELECT ${recordColumns}, $3::uuid, $4, $5::timestamptz, $6, false
  FROM meta_envelopes WHERE ename = $1 AND id = $2`

/**
 * Replaces ontology, payload, ACL and search text: at once, so that a search under way finds the
 * record as it was or as it is.
 */
export const updateRecord = `
  UPDATE meta_envelopes
  SET ontology = $3, payload = $4::json, acl = $5::text[], search = $6, indexed = false
  WHERE ename = $1 AND id = $2`

/** Deletes a record; its version is kept before. */
export const deleteRecord = 'DELETE FROM meta_envelopes WHERE ename = $1 AND id = $2'

/** The last deleted version of an id that was not restored. */
export const selectDeleted = `
  SELECT ${recordColumns}, version_id FROM versions
  WHERE ename = $1 AND id = $2 AND ended_by = 'delete' AND NOT restored
  ORDER BY version_id DESC LIMIT 1`

/** One version. */
export const selectVersion = `SELECT ${recordColumns}, version_id FROM versions
  WHERE ename = $1 AND version_id = $2::uuid`

/** Marks the deletions of an id as undone. */
export const markRestored = `UPDATE versions SET restored = true
  WHERE ename = $1 AND id = $2 AND ended_by = 'delete'`
