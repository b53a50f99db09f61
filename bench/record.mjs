/** The record that is written: a post of five fields. */

export const ONTOLOGY = '550e8400-e29b-41d4-a716-446655440001'

let number = 0

/** The next record's payload. */
export function payload() {
  number += 1
  return {
    content: `Post number ${number}: a few words, about as many as people write to each other.`,
    authorId: '@e4d909c2-5d2f-4a7d-9473-b34b6c0f1a5a',
    createdAt: '2025-06-01T12:00:00.000Z',
    likes: ['@7f9c24e8-3b12-4fef-91e0-56a2d5a1b2c3'],
    isArchived: false,
  }
}

/** The number of the newest record. */
export function newestNumber() {
  return number
}

/** Records of one bulk insert. */
export const BULK = 1_000
