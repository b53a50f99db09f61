import { parseMapping } from '../../src/web3-adapter/index.ts'

export const USER = '550e8400-e29b-41d4-a716-446655440000'
export const POST = '550e8400-e29b-41d4-a716-446655440001'

export const notesSchema = `
  CREATE TABLE people (id TEXT PRIMARY KEY, handle TEXT NOT NULL, shown TEXT, ename TEXT,
    joined INTEGER, verified BOOLEAN);
  CREATE TABLE notes (id TEXT PRIMARY KEY, by_whom TEXT REFERENCES people(id), words TEXT NOT NULL,
    answers_to TEXT REFERENCES notes(id), pictures JSON, written INTEGER);
  CREATE TABLE stars (note_id TEXT NOT NULL REFERENCES notes(id) ON DELETE CASCADE,
    person_id TEXT NOT NULL REFERENCES people(id), PRIMARY KEY (note_id, person_id));`

export const notesMappings = [
  parseMapping(
    {
      tableName: 'people',
      schemaId: USER,
      ownerEnamePath: 'ename',
      localToUniversalMap: {
        handle: 'username',
        shown: 'displayName',
        verified: 'isVerified',
        joined: '__date(joined, seconds),createdAt',
      },
    },
    'people.json',
  ),
  parseMapping(
    {
      tableName: 'notes',
      schemaId: POST,
      ownerEnamePath: 'people(by_whom.ename)',
      ownedJunctionTables: ['stars'],
      localToUniversalMap: {
        words: 'content',
        author: 'people(by_whom),authorId',
        parent: 'notes(answers_to),parentPostId',
        pictures: '__file(pictures[]),mediaUrls',
        likes: 'people(stars[].person_id),likedBy',
        written: '__date(written, seconds),createdAt',
      },
    },
    'notes.json',
  ),
]
