/** What somebody’s vault holds after three weeks, by the day it was made. */

export const ben = '@0b8f3a52-77c1-4f0e-9d3e-2a6f5f1c9b11'
export const eva = '@6de1c0aa-90b4-4d63-8a57-51c1d2a7e022'

export const types = {
  user: '550e8400-e29b-41d4-a716-446655440000',
  post: '550e8400-e29b-41d4-a716-446655440001',
  chat: '550e8400-e29b-41d4-a716-446655440003',
  message: '550e8400-e29b-41d4-a716-446655440004',
  poll: '660e8400-e29b-41d4-a716-446655440100',
  vote: '660e8400-e29b-41d4-a716-446655440101',
  event: '880e8400-e29b-41d4-a716-446655440099',
  recipe: '3f6d2b14-8c1e-4b57-9a0d-7e21c5f4a903',
} as const

export interface Made {
  readonly type: keyof typeof types
  readonly payload: Readonly<Record<string, unknown>>
  /** Who may see it beside the owner; default: everyone. */
  readonly acl?: readonly string[]
}

/** A day of the vault; what platforms write, they write themselves. */
export interface Day {
  readonly daysAgo: number
  readonly byOwner: readonly Made[]
  readonly byPictique: readonly Made[]
  readonly byChat: readonly Made[]
}

function post(content: string, likeCount: number, more: object = {}): Made {
  return { type: 'post', payload: { content, likeCount, ...more, visibility: 'public' } }
}

function message(content: string, senderId: string): Made {
  const payload = { chatId: 'chat-harbour', senderId, content, type: 'text' }
  return { type: 'message', payload, acl: [ben, eva] }
}

function event(title: string, start: string, end: string, acl: readonly string[] = []): Made {
  return { type: 'event', payload: { title, start, end }, acl }
}

export const days: readonly Day[] = [
  {
    daysAgo: 20,
    byOwner: [
      {
        type: 'user',
        payload: {
          username: 'ada',
          displayName: 'Ada Byron',
          bio: 'Maps, harbours and long walks.',
          location: 'Ghent',
          createdAt: '2026-01-04T09:12:00Z',
        },
      },
    ],
    byPictique: [
      post('Moved my posts home today. Same feed, my own disk.', 12, { hashtags: ['home'] }),
      post('Which map would you hang above a desk: Mercator or Peters?', 18),
      post('First frost on the roofs this morning', 27, { hashtags: ['winter', 'morning'] }),
    ],
    byChat: [],
  },
  {
    daysAgo: 11,
    byOwner: [
      {
        type: 'recipe',
        payload: { name: 'Lemon tart', serves: 8, minutes: 75, oven: { degrees: 180 } },
        acl: [eva],
      },
    ],
    byPictique: [post('Reading list for the winter', 9, { hashtags: ['books', 'winter'] })],
    byChat: [
      {
        type: 'chat',
        payload: { name: 'Harbour walk', type: 'group', participantIds: [ben, eva] },
        acl: [ben, eva],
      },
      message('Is the ferry running on Sundays?', ben),
      message('Every hour until six.', eva),
    ],
  },
  {
    daysAgo: 6,
    byOwner: [
      event('Dentist', '2026-02-03T08:30:00Z', '2026-02-03T09:00:00Z'),
      event('Dinner at Eva’s', '2026-02-06T18:00:00Z', '2026-02-06T22:00:00Z', [eva]),
    ],
    byPictique: [
      post('The old lighthouse has a new door, and nobody knows who painted it.', 41),
      post('Sunday walk along the canal', 31, { hashtags: ['walk', 'sunday'] }),
    ],
    byChat: [message('Meet at the lighthouse, half past nine?', ben)],
  },
  {
    daysAgo: 3,
    byOwner: [
      {
        type: 'poll',
        payload: { title: 'Where do we walk next?', options: ['Canal', 'Harbour', 'Dunes'] },
      },
      event('Harbour walk with Ben', '2026-02-08T08:30:00Z', '2026-02-08T12:00:00Z', [ben]),
    ],
    byPictique: [],
    byChat: [
      message('I bring coffee, who brings the map?', eva),
      message('The map is in the vault already.', ben),
    ],
  },
  {
    daysAgo: 1,
    byOwner: [
      { type: 'vote', payload: { pollId: 'poll-1', voterId: ben, choice: 'Harbour' }, acl: [ben] },
      {
        type: 'recipe',
        payload: { name: 'Onion soup', serves: 4, minutes: 60, note: 'Canal Street Kitchen' },
        acl: [],
      },
    ],
    byPictique: [
      post('Twenty-two kilometres, three harbours, one wet dog.', 64, {
        hashtags: ['walk', 'harbour'],
      }),
      post('Does anybody know a good bookbinder in Ghent?', 5),
    ],
    byChat: [message('Home. My feet say thank you and never again.', ben)],
  },
]
