/** What two people wrote before you came. It is put into their vaults, as any platform would. */
import { createHash } from 'node:crypto'
import { landscape } from './pictures.mjs'

const USER = '550e8400-e29b-41d4-a716-446655440000'
const POST = '550e8400-e29b-41d4-a716-446655440001'
const HOUR = 3_600_000

const dawn = {
  sky: [
    [94, 129, 172],
    [250, 205, 170],
  ],
  sun: [0.3, 0.42, 0.06],
  hills: [
    [150, 140, 160],
    [96, 104, 124],
    [48, 62, 72],
  ],
}
const dusk = {
  sky: [
    [52, 40, 92],
    [240, 120, 90],
  ],
  sun: [0.68, 0.55, 0.08],
  hills: [
    [122, 62, 92],
    [70, 40, 74],
    [30, 22, 46],
  ],
}
const noon = {
  sky: [
    [70, 150, 220],
    [200, 230, 245],
  ],
  sun: [0.8, 0.18, 0.05],
  hills: [
    [150, 190, 160],
    [96, 150, 110],
    [52, 104, 74],
  ],
}

const people = [
  {
    username: 'ada',
    displayName: 'Ada Quiroga',
    bio: 'Walks before breakfast. Writes it down after.',
    avatar: dawn,
  },
  {
    username: 'ben',
    displayName: 'Ben Okafor',
    bio: 'Looks for light.',
    avatar: dusk,
  },
]

/** By whom, how many hours ago, and to which of these it is an answer. */
const posts = [
  { by: 0, ago: 30, content: 'Up before the birds. The valley had a lid on.', picture: dawn },
  { by: 1, ago: 28, content: 'Worth the cold fingers?', answers: 0 },
  { by: 0, ago: 27, content: 'Ask them again in May.', answers: 1 },
  { by: 1, ago: 9, content: 'The last ten minutes, from the bridge.', picture: dusk, likedBy: [0] },
  { by: 0, ago: 8, content: 'I was on that bridge! Look up next time.', answers: 3 },
  { by: 0, ago: 3, content: 'Noon, no wind, nobody. I recommend it.', picture: noon, likedBy: [1] },
  { by: 1, ago: 1, content: 'Reminder: none of this is kept here. It is in our own vaults.' },
]

/**
 * Puts the people and what they wrote into their vaults. Ids are made from what they stand for, so
 * that it can be done again.
 *
 * @param {import('../../src/web3-adapter/index.ts').VaultClient} client
 * @param {string[]} enames of the vaults, in the order of the people
 */
export async function fillVaults(client, enames) {
  const acl = ['*']
  const now = Date.now()
  const userIds = enames.map((ename) => idOf(`${ename} user`))
  const postIds = posts.map(({ by }, index) => idOf(`${enames[by]} post ${index}`))
  const upload = async (ename, scene) => {
    const content = landscape(scene).toString('base64')
    return client.upload(ename, { filename: 'view.png', contentType: 'image/png', content, acl })
  }
  for (const [index, { avatar, ...person }] of people.entries()) {
    const ename = enames[index]
    const payload = {
      ...person,
      avatarUrl: await upload(ename, avatar),
      createdAt: new Date(now - 40 * 24 * HOUR).toISOString(),
    }
    await client.create(ename, { id: userIds[index], ontology: USER, payload, acl })
  }
  for (const [index, { by, ago, content, picture, answers, likedBy = [] }] of posts.entries()) {
    const ename = enames[by]
    const payload = {
      authorId: userIds[by],
      content,
      mediaUrls: picture === undefined ? [] : [await upload(ename, picture)],
      ...(answers !== undefined && { parentPostId: postIds[answers] }),
      likedBy: likedBy.map((person) => userIds[person]),
      createdAt: new Date(now - ago * HOUR).toISOString(),
    }
    await client.create(ename, { id: postIds[index], ontology: POST, payload, acl })
  }
}

function idOf(text) {
  const hex = createHash('sha256').update(text).digest('hex')
  const parts = [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
  ]
  return `${parts.join('-')}-${hex.slice(20, 32)}`
}
