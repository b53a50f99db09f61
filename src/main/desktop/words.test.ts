import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type WaitingItem, waitingKinds } from './waiting.ts'
import { hiddenNoticeOf, nameInWords, noticeOf, vaultInWords, waitingInWords } from './words.ts'

test('one is told of by its name, several by their number', () => {
  const calendar = item('platform', 'https://calendar.example/api')
  expect(noticeOf('platform', [calendar])).toEqual({
    title: '“calendar.example” asks to use your vault',
    body: 'Until you decide, it is refused.',
    path: '/access',
  })
  expect(noticeOf('platform', [calendar, calendar, calendar])).toEqual({
    title: '3 platforms ask',
    body: 'Until you decide, they are refused.',
    path: '/access',
  })
  const signer = item('signature', '@550e8400-e29b-41d4-a716-446655440001')
  expect(noticeOf('signature', [signer]).title).toBe(
    '“@550e8400…0001” signed one of your documents',
  )
  expect(noticeOf('recovery', [item('recovery', '@anna.w3id')])).toMatchObject({
    title: '“@anna.w3id” asks you to approve new keys',
    path: '/identity#asking',
  })
})

test('deliveries that were given up are counted, those of one platform under its name', () => {
  const post = item('delivery', 'https://post.example')
  const path = '/deliveries?state=failed'
  expect(noticeOf('delivery', [post])).toEqual({
    title: '1 delivery to “post.example” was given up',
    body: 'It is kept, and can be sent again.',
    path,
  })
  expect(noticeOf('delivery', [{ ...post, count: 3 }])).toEqual({
    title: '3 deliveries to “post.example” were given up',
    body: 'They are kept, and can be sent again.',
    path,
  })
  expect(noticeOf('delivery', [{ ...post, count: 3 }, post]).title).toBe(
    '4 deliveries were given up',
  )
})

test('trouble with backups is told without their place, locked or not', () => {
  const path = '/settings?section=backups'
  const stale = item('stale-backup', '/media/disk')
  expect(noticeOf('stale-backup', [stale])).toEqual({
    ...{ title: 'Your backup is out of date', body: 'See why, and make one now.', path },
  })
  const failed = item('failed-proof', '/media/disk')
  expect(noticeOf('failed-proof', [failed]).title).toBe('Your backup can’t be restored whole')
  expect(JSON.stringify(hiddenNoticeOf('failed-proof', [failed]))).not.toContain('disk')
})

test('a name that nobody has vouched for is said to be claimed', () => {
  const claimed = { ...item('platform', 'bank'), isVerified: false }
  expect(noticeOf('platform', [claimed]).body).toContain('The name is only claimed.')
})

test('a name can’t turn the line around, break it, or be read as markup', () => {
  expect(nameInWords('evil\u202egnp.exe')).toBe('evil�gnp.exe')
  expect(nameInWords('two\nlines\u0007')).toBe('two�lines�')
  expect(nameInWords('<b>bank</b>')).toBe('�b�bank�/b�')
  expect(nameInWords('https://xn--pypal-4ve.com/login?a=1')).toBe('xn--pypal-4ve.com')
})

test('of a long host, the end is shown, which says whose it is', () => {
  const shown = nameInWords(`https://bank.example.${'a'.repeat(60)}.evil.example/`)
  expect(shown).toMatch(/^…a+\.evil\.example$/)
  expect(shown).toHaveLength(40)
})

test('whatever a stranger is called, the name is one short line', () => {
  const name = fc.oneof(fc.string({ unit: 'binary', maxLength: 300 }), fc.webUrl())
  fc.assert(
    fc.property(name, (text) => {
      const shown = nameInWords(text)
      expect([...shown].length).toBeLessThanOrEqual(40)
      expect(shown).not.toMatch(/[\p{C}\p{Zl}\p{Zp}<>]/u)
      const { body } = noticeOf('platform', [item('platform', text)])
      expect(body).toBe('Until you decide, it is refused.')
    }),
  )
})

test('numbers agree with their words', () => {
  expect(waitingInWords('platform', 1)).toBe('1 platform asks')
  expect(waitingInWords('platform', 2)).toBe('2 platforms ask')
  expect(waitingInWords('signature', 1)).toBe('1 signature waits')
  expect(waitingInWords('recovery', 2)).toBe('2 people ask for new keys')
})

test('a vault that does not start says why, in a line', () => {
  const failed = {
    ...{ state: 'failed' as const, code: 'X', dataDirectory: '/', waysOut: [] },
    message: `The keychain\nof this computer is locked. ${'Unlock it. '.repeat(20)}`,
  }
  const words = vaultInWords(failed)
  expect(words).toMatch(/^Your vault does not start: The keychain of this computer is locked\./)
  expect(words.length).toBeLessThan(120)
})

function item(kind: WaitingItem['kind'], name: string): WaitingItem {
  return { kind, id: name, name, count: 1, isVerified: true, since: 0 }
}

test('locked, a notice says how many and nobody’s name', () => {
  const items = ['https://calendar.example', 'Blabsy'].map((name) => ({
    ...{ kind: 'platform' as const, id: name, name, count: 1, isVerified: true, since: 0 },
  }))
  expect(hiddenNoticeOf('platform', items.slice(0, 1))).toEqual({
    title: '1 platform asks',
    body: 'Unlock eVault to see more.',
    path: '/access',
  })
  for (const kind of waitingKinds) {
    expect(JSON.stringify(hiddenNoticeOf(kind, items))).not.toMatch(/calendar|Blabsy/)
  }
})
