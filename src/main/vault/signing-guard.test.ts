import { describe, expect, test, vi } from 'vitest'
import { recoveryRequestBytes } from '../../w3id/identity-log/entry.ts'
import { createRelayProofs } from './relay-proofs.ts'
import { createSigningGuard, type OwnerQuestion } from './signing-guard.ts'

const bytes = (value: unknown) =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value))
const entry = (change: object) =>
  bytes({
    ...{ id: '@a', method: 'w3id:v1', operation: 'rotate', previous: '0-ab', updateKeys: ['zNew'] },
    trust: null,
    ...change,
  })

const request = Buffer.from(
  recoveryRequestBytes({
    ...{ id: '@asker', previous: '1-ab', updateKeys: ['zNew'], nextKeyHashes: ['ff'] },
    requestedAt: '2026-01-01T00:00:00.000Z',
  }),
).toString()

const relayProofs = createRelayProofs()

function guardThat(answer: boolean, isNew = true, chosen: string | null = null) {
  let file = chosen
  const asked: OwnerQuestion[] = []
  const guard = createSigningGuard(
    async (change) => {
      asked.push(change)
      return answer
    },
    () => isNew,
    relayProofs,
    {
      take() {
        const taken = file
        file = null
        return taken
      },
    },
  )
  return { guard, asked }
}

/** With an owner who says yes after a while. Needs a clock that can be set. */
function guardAfter(milliseconds: number) {
  const confirm = async () => {
    vi.setSystemTime(Date.now() + milliseconds)
    return true
  }
  return {
    guard: createSigningGuard(confirm, () => false, relayProofs, { take: () => null }),
    asked: [],
  }
}

describe('the key of the owner signs', () => {
  test('digests of the operation log, without a question', async () => {
    const { guard, asked } = guardThat(false)
    await guard.allow('@v/owner', bytes('0123456789abcdef'.repeat(4)), 'operation-log')
    await guard.allow('@v/owner/12', bytes('f'.repeat(64)), 'operation-log')
    expect(asked).toEqual([])
  })

  test.each([
    ['a token', 'eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJAYSJ9'],
    ['a document', '{"data":{},"subject":"@a","type":"self"}'],
    ['an entry of the identity log', entry({}).toString()],
    ['a digest too long', 'f'.repeat(65)],
    ['nothing', ''],
  ])('not %s that is said to be a digest', async (_, text) => {
    const { guard } = guardThat(true)
    await expect(guard.allow('@v/owner', bytes(text), 'operation-log')).rejects.toThrow(
      'Nothing was signed',
    )
  })

  test('a first entry of the identity log, but no other without being asked', async () => {
    const { guard, asked } = guardThat(false)
    const first = { operation: 'genesis', previous: null }
    await guard.allow('@v/owner', entry(first), 'identity-log')
    const later = { operation: 'genesis', previous: '0-ab' }
    await expect(guard.allow('@v/owner', entry(later), 'identity-log')).rejects.toThrow('first')
    expect(asked).toEqual([])
    await expect(guard.allow('@v/owner', entry({}), 'identity-log')).rejects.toThrow(
      'you did not confirm',
    )
    expect(asked).toEqual([{ ename: '@a', operation: 'rotate', keys: ['zNew'], trust: null }])
  })

  test('no other first entry once the vault was open, without being asked', async () => {
    const { guard, asked } = guardThat(false, false)
    const first = { operation: 'genesis', previous: null }
    await expect(guard.allow('@v/owner', entry(first), 'identity-log')).rejects.toThrow(
      'you did not confirm',
    )
    expect(asked).toEqual([{ ename: '@a', operation: 'genesis', keys: ['zNew'], trust: null }])
  })

  test('one confirmed change with several keys, and asks again for another', async () => {
    const { guard, asked } = guardThat(true)
    await guard.allow('@v/owner', entry({}), 'identity-log')
    await guard.allow('@v/owner/2', entry({}), 'identity-log')
    expect(asked).toHaveLength(1)
    await guard.allow('@v/owner', entry({ updateKeys: ['zOther'] }), 'identity-log')
    expect(asked).toHaveLength(2)
    await guard.allow('@v/owner', entry({}), 'identity-log')
    expect(asked).toHaveLength(3)
  })

  test.each(['', 'null', '[]', '{"id":"@a"}', '{'])('not %j as an entry', async (text) => {
    const { guard, asked } = guardThat(true)
    await expect(guard.allow('@v/owner', bytes(text), 'identity-log')).rejects.toThrow('no entry')
    expect(asked).toEqual([])
  })

  test('a change of the trust list, which the owner is shown', async () => {
    const { guard, asked } = guardThat(true)
    const trust = { threshold: 1, trusted: ['@friend'], waitSeconds: 60 }
    await guard.allow('@v/owner', entry({ trust }), 'identity-log')
    expect(asked).toMatchObject([{ trust }])
  })

  test("an approval of somebody's recovery, each time the owner has confirmed it", async () => {
    const { guard, asked } = guardThat(true)
    await guard.allow('@v/owner/2', bytes(request), 'recovery-approval')
    await guard.allow('@v/owner/2', bytes(request), 'recovery-approval')
    const change = { ename: '@asker', operation: 'approve-recovery', keys: ['zNew'], trust: null }
    expect(asked).toEqual([change, change])
    const no = guardThat(false).guard
    await expect(no.allow('@v/owner', bytes(request), 'recovery-approval')).rejects.toThrow(
      'you did not confirm',
    )
  })

  test.each([
    ['an entry of the identity log', entry({}).toString()],
    ['a digest', 'f'.repeat(64)],
    ['another type', request.replace('w3id-recovery:v1', 'w3id-recovery:v2')],
    ['a member more', request.replace('"id"', '"also":1,"id"')],
    ['a member twice', request.replace('"id"', '"id":"@other","id"')],
    ['no keys', request.replace('"zNew"', '')],
    ['other spaces', request.replace(':', ': ')],
    ['nothing', ''],
  ])('not %s that is said to be an approval', async (_, text) => {
    const { guard, asked } = guardThat(true)
    await expect(guard.allow('@v/owner', bytes(text), 'recovery-approval')).rejects.toThrow(
      'no request for a recovery',
    )
    expect(asked).toEqual([])
  })

  const archive = bytes(`evault-archive:1 ${'f'.repeat(64)}`)

  test('the archive that the owner has chosen a file for, once, and when they say so', async () => {
    const { guard, asked } = guardThat(true, false, '/home/ada/vault.zip')
    await guard.allow('@v/owner/2', archive, 'archive')
    const digest = 'f'.repeat(64)
    expect(asked).toEqual([{ operation: 'sign-archive', file: '/home/ada/vault.zip', digest }])
    await expect(guard.allow('@v/owner/2', archive, 'archive')).rejects.toThrow(
      'ask for an archive',
    )
    expect(asked).toHaveLength(1)
    const no = guardThat(false, false, '/home/ada/vault.zip')
    await expect(no.guard.allow('@v/owner', archive, 'archive')).rejects.toThrow('did not confirm')
  })

  test.each([
    ['a digest', 'f'.repeat(64)],
    ['a digest in capitals', `evault-archive:1 ${'F'.repeat(64)}`],
    ['another format', `evault-archive:2 ${'f'.repeat(64)}`],
    ['more behind it', `evault-archive:1 ${'f'.repeat(64)}\n`],
    ['an entry of the identity log', entry({}).toString()],
    ['nothing', ''],
  ])('not %s that is said to be an archive, which costs no choice', async (_, text) => {
    const { guard, asked } = guardThat(true, true, '/home/ada/vault.zip')
    await expect(guard.allow('@v/owner', bytes(text), 'archive')).rejects.toThrow('no archive')
    expect(asked).toEqual([])
    await guard.allow('@v/owner', archive, 'archive')
  })

  test('no archive that the owner has chosen no file for', async () => {
    const { guard, asked } = guardThat(true)
    await expect(guard.allow('@v/owner', archive, 'archive')).rejects.toThrow('ask for an archive')
    await expect(guard.allow('@v/owner', archive, 'operation-log')).rejects.toThrow('no digest')
    expect(asked).toEqual([])
  })

  test('no tokens', async () => {
    const { guard } = guardThat(true)
    await expect(guard.allow('@v/owner', bytes('a.b'), 'registry-token')).rejects.toThrow(
      'not the key of the registry',
    )
  })
})

test('the key of the registry signs tokens, and nothing of the owner', async () => {
  const { guard } = guardThat(true)
  await guard.allow('@v/registry', bytes('a.b'), 'registry-token')
  await guard.allow('@v/registry/2', bytes('a.b'), 'registry-token')
  const digest = bytes('f'.repeat(64))
  await expect(guard.allow('@v/registry', digest, 'operation-log')).rejects.toThrow('owner')
  await expect(guard.allow('@v/registry', entry({}), 'identity-log')).rejects.toThrow('owner')
  const approval = guard.allow('@v/registry', bytes(request), 'recovery-approval')
  await expect(approval).rejects.toThrow('owner')
})

describe('a binding document', () => {
  const document = '{"data":{"name":"A"},"subject":"@a","type":"self"}'

  test('is signed when the owner has seen all of it and said yes, each time', async () => {
    const { guard, asked } = guardThat(true)
    await guard.allow('@v/owner', bytes(document), 'binding-document')
    await guard.allow('@v/owner', bytes(document), 'binding-document')
    const question = {
      ...{ operation: 'sign-document', subject: '@a', type: 'self', data: { name: 'A' } },
    }
    expect(asked).toEqual([question, question])
  })

  test('is not signed when the owner says no', async () => {
    const { guard } = guardThat(false)
    await expect(guard.allow('@v/owner', bytes(document), 'binding-document')).rejects.toThrow(
      'you did not confirm',
    )
  })

  test.each([
    ['a member that is not shown', '{"data":{},"extra":1,"subject":"@a","type":"self"}'],
    [
      'a member that is there twice',
      '{"data":{},"data":{"name":"B"},"subject":"@a","type":"self"}',
    ],
    ['another order', '{"subject":"@a","type":"self","data":{}}'],
    ['a subject that is no eName', '{"data":{},"subject":"a","type":"self"}'],
    ['a digest', 'f'.repeat(64)],
    ['an entry of the identity log', entry({}).toString()],
  ])('with %s is none', async (_, text) => {
    const { guard, asked } = guardThat(true)
    await expect(guard.allow('@v/owner', bytes(text), 'binding-document')).rejects.toThrow(
      'no binding document',
    )
    expect(asked).toEqual([])
  })
})

describe('a token for another vault', () => {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const now = () => Math.floor(Date.now() / 1000)
  const header = { alg: 'ES256', typ: 'JWT', kid: '@a#0' }
  const claims = () => ({ iss: '@a', aud: '@b', iat: now(), exp: now() + 300 })
  const token = (change: object = {}, head: object = header) =>
    bytes(`${part(head)}.${part({ ...claims(), ...change })}`)

  test('needs one yes for ten minutes at the same vault, and another for another', async () => {
    const { guard, asked } = guardThat(true)
    await guard.allow('@v/owner', token(), 'person-token')
    await guard.allow('@v/owner', token(), 'person-token')
    expect(asked).toEqual([{ operation: 'introduce', ename: '@a', to: '@b' }])
    await guard.allow('@v/owner', token({ aud: '@c' }), 'person-token')
    expect(asked).toHaveLength(2)
  })

  test('is not signed when the owner says no', async () => {
    const { guard } = guardThat(false)
    await expect(guard.allow('@v/owner', token(), 'person-token')).rejects.toThrow('not confirm')
  })

  test.each<[string, () => Buffer]>([
    ['for the own vault', () => token({ aud: '@a' })],
    ['that holds for an hour', () => token({ exp: now() + 3_600 })],
    ['of tomorrow', () => token({ iat: now() + 86_400, exp: now() + 86_500 })],
    ['with more claims', () => token({ admin: true })],
    ['for several', () => token({ aud: ['@b', '@c'] })],
    ['for a platform', () => token({ aud: 'https://b.example' })],
    ['of another kind', () => token({}, { ...header, alg: 'none' })],
    ['with three parts', () => bytes(`${token().toString()}.x`)],
    ['that is a document', () => bytes('{"data":{},"subject":"@a","type":"self"}')],
  ])('%s is none', async (_, made) => {
    const { guard, asked } = guardThat(true)
    await expect(guard.allow('@v/owner', made(), 'person-token')).rejects.toThrow('no token')
    expect(asked).toEqual([])
  })
})

describe('a session of a platform', () => {
  const link = (session: string, redirect = 'https://blabsy.example/api/auth') =>
    `w3ds://auth?redirect=${redirect}&session=${encodeURIComponent(session)}&platform=blabsy`
  const signing = (session: string, uri: string, guard = guardThat(true)) => ({
    ...guard,
    done: guard.guard.allow('@v/owner', bytes(session), 'w3ds-session', {
      ...{ uri, listing: 'unlisted' },
    }),
  })

  test('is signed when the owner has seen where the link leads and said yes, each time', async () => {
    const { guard, asked, done } = signing('s-1', link('s-1'))
    await done
    await guard.allow('@v/owner', bytes('s-1'), 'w3ds-session', {
      ...{ uri: link('s-1'), listing: 'listed' },
    })
    const request = {
      ...{ action: 'auth', platform: 'blabsy', session: 's-1', message: null },
      ...{ redirect: 'https://blabsy.example/api/auth', host: 'blabsy.example', expiresAt: null },
    }
    expect(asked).toEqual([
      { operation: 'sign-session', request, listing: 'unlisted' },
      { operation: 'sign-session', request, listing: 'listed' },
    ])
  })

  test('is not signed when the owner says no', async () => {
    await expect(signing('s', link('s'), guardThat(false)).done).rejects.toThrow('not confirm')
  })

  test('is not signed when the owner says yes to a question that was open for too long', async () => {
    vi.useFakeTimers({ toFake: ['Date'] })
    try {
      const { done } = signing('s', link('s'), guardAfter(15 * 60_000))
      await expect(done).rejects.toThrow('has expired')
      await signing('s', link('s'), guardAfter(15 * 60_000 - 1)).done
    } finally {
      vi.useRealTimers()
    }
  })

  test('that has expired is none, and one that expires meanwhile is not signed', async () => {
    const ending = (expiresAt: number) => {
      const data = { message: 'm', sessionId: 's', expiresAt }
      const encoded = encodeURIComponent(Buffer.from(JSON.stringify(data)).toString('base64'))
      return `w3ds://sign?session=s&data=${encoded}&redirect_uri=https://blabsy.example/`
    }
    const over = signing('s', ending(Date.now()))
    await expect(over.done).rejects.toThrow('has expired')
    expect(over.asked).toEqual([])
    vi.useFakeTimers({ toFake: ['Date'] })
    try {
      const soon = signing('s', ending(Date.now() + 1000), guardAfter(1000))
      await expect(soon.done).rejects.toThrow('has expired')
      await signing('s', ending(Date.now() + 1000), guardAfter(999)).done
    } finally {
      vi.useRealTimers()
    }
  })

  const digest = 'f'.repeat(64)
  const document = '{"data":{},"subject":"@a","type":"self"}'
  const token = `${Buffer.from('{"alg":"ES256"}').toString('base64url')}.e30`
  test.each([
    ['other bytes than the session of the link', 's-2', link('s-1')],
    ['bytes that are text only nearly', 's\ufffd', link('s')],
    ['a digest of the operation log', digest, link(digest)],
    ['a document', document, link(document)],
    ['a token', token, link(token)],
    ['an entry of the identity log', entry({}).toString(), link(entry({}).toString())],
    ['an approval of a recovery', request, link(request)],
    ['a session without a link', 's', ''],
    ['a session of a link to a file', 's', 'w3ds://file?id=@a/b'],
    ['an answer without encryption', 's', link('s', 'http://blabsy.example/')],
  ])('%s is none, and nobody is asked', async (_, session, uri) => {
    const { asked, done } = signing(session, uri)
    await expect(done).rejects.toThrow('Nothing was signed')
    expect(asked).toEqual([])
  })

  test('needs its link, and the key of the owner', async () => {
    const { guard, asked } = guardThat(true)
    await expect(guard.allow('@v/owner', bytes('s'), 'w3ds-session')).rejects.toThrow('Nothing')
    const origin = { uri: link('s'), listing: 'listed' } as const
    const other = guard.allow('@v/registry', bytes('s'), 'w3ds-session', origin)
    await expect(other).rejects.toThrow('not a key of the owner')
    expect(asked).toEqual([])
  })
})

describe('a proof for a relay', () => {
  const now = Math.floor(Date.now() / 1000)
  const relay = 'https://relay.example'
  const proof = (claims: object) =>
    bytes(
      [
        { alg: 'ES256', typ: 'JWT', kid: 'owner' },
        { iss: '@a', iat: now, exp: now + 60, ...claims },
      ]
        .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
        .join('.'),
    )

  test('is signed without a question, while main connects there and not afterwards', async () => {
    const { guard, asked } = guardThat(false)
    const sign = () => guard.allow('@v/owner', proof({ aud: relay }), 'relay-proof')
    await expect(sign()).rejects.toThrow('no proof for a relay in use')
    await relayProofs.during(relay, sign)
    await expect(sign()).rejects.toThrow('no proof for a relay in use')
    expect(asked).toEqual([])
  })

  test.each([
    ['for another relay', proof({ aud: 'https://elsewhere.example' })],
    ['that lasts longer', proof({ aud: relay, exp: now + 61 })],
    ['that introduces the owner to another vault', proof({ aud: '@b' })],
    ['that is none', bytes('f'.repeat(64))],
  ])('one %s is not', async (_, text) => {
    const { guard } = guardThat(true)
    await relayProofs.during(relay, async () => {
      await expect(guard.allow('@v/owner', text, 'relay-proof')).rejects.toThrow(
        'Nothing was signed',
      )
      await expect(
        guard.allow('@v/registry', proof({ aud: relay }), 'relay-proof'),
      ).rejects.toThrow('not a key of the owner')
    })
  })
})
