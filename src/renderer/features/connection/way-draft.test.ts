import { expect, it } from 'vitest'
import type { ConnectionWay } from '../../../ipc/connection.ts'
import { waySchema } from '../../../main/connection/way-schema.ts'
import { draftOf, emptyDraft, prepareWay, type WayDraft, type WayField } from './way-draft.ts'

const listen = { address: '', port: 443 }
const publicUrl = 'https://vault.example.org'

const ways: readonly ConnectionWay[] = [
  { kind: 'own-address', publicUrl, listen, behindProxy: true },
  { kind: 'ssh', host: '2001:db8::7', port: 22, user: 'ada', listen, publicUrl, behindProxy: false },
  { kind: 'cloudflared', named: null },
  { kind: 'cloudflared', named: { publicUrl, localPort: 8080 } },
  { kind: 'ngrok', domain: null },
  { kind: 'ngrok', domain: 'me.ngrok.app' },
  { kind: 'relay', host: 'friend.example', port: 4022, publicUrl },
]

it('has each way in the form, and makes the same of it again', () => {
  for (const way of ways) expect(prepareWay(draftOf(way))).toEqual(way)
})

it('completes what people leave out, and drops what they copy along', () => {
  const draft = draftOf({ kind: 'own-address', publicUrl, listen, behindProxy: false })
  const read = (text: string) => prepareWay({ ...draft, publicUrl: text })
  expect(read(' Vault.Example.org/ ')).toMatchObject({ publicUrl })
  expect(read('http://127.0.0.1:8080')).toMatchObject({ publicUrl: 'http://127.0.0.1:8080' })
  expect(read('vault.example.org:8443')).toMatchObject({ publicUrl: `${publicUrl}:8443` })
})

it('says at each field what is wrong with it', () => {
  const wrongAt = (draft: WayDraft) => {
    const prepared = prepareWay(draft)
    return 'errors' in prepared ? Object.keys(prepared.errors).sort() : []
  }
  expect(wrongAt(emptyDraft('own-address'))).toEqual(['listenPort', 'publicUrl'])
  expect(wrongAt(emptyDraft('ssh'))).toEqual(['host', 'listenPort', 'publicUrl', 'user'])
  expect(wrongAt({ ...emptyDraft('cloudflared'), isNamed: true })).toEqual([
    'localPort',
    'publicUrl',
  ])
  expect(wrongAt(emptyDraft('relay'))).toEqual(['host', 'publicUrl'])
  expect(wrongAt({ ...emptyDraft('ngrok'), domain: 'a b' })).toEqual(['domain'])
})

const texts: Readonly<Record<WayField, readonly string[]>> = {
  publicUrl: [
    ...['', 'a b', 'ftp://a.example', 'https://', 'https://a.example/path', 'https://u:p@a.example'],
    ...['https://a.example?x', `https://${'a'.repeat(400)}.example`, 'javascript:alert(1)', '//x'],
    ...['https://bücher.example', 'https://A.EXAMPLE:443', 'HTTP://[::1]:80', 'localhost'],
  ],
  host: ['', '-oProxyCommand=x', 'a b', 'a.example', '::1', '1::2::3', 'a:b', '[::1]', 'x\ny'],
  port: ['', '0', '22', '65536', '1e3', ' 22 ', '-1', '0x16', '22.5'],
  user: ['', '-l', 'ada', 'a b', 'ada\nroot', 'a'.repeat(65), 'ada@realm'],
  listenAddress: ['', '0.0.0.0', '::', 'localhost', '*', '-x', '999.1.1.1', 'a/b'],
  listenPort: ['', '0', '443', '70000'],
  localPort: ['', '0', '8080', 'x'],
  domain: ['', 'me.ngrok.app', 'https://me.ngrok.app', 'a_b', '-a'],
}

it('lets through only what main takes', () => {
  const full = draftOf(ways[1] as ConnectionWay)
  let taken = 0
  for (const kind of ['own-address', 'ssh', 'cloudflared', 'ngrok', 'relay'] as const) {
    for (const [field, all] of Object.entries(texts)) {
      for (const text of all) {
        const isNamed = kind === 'cloudflared'
        const draft = { ...full, kind, isNamed, localPort: '80', domain: '', [field]: text }
        const prepared = prepareWay(draft)
        if ('errors' in prepared) continue
        taken += 1
        const { success } = waySchema.safeParse(prepared)
        expect([kind, field, text, success]).toEqual([kind, field, text, true])
      }
    }
  }
  expect(taken).toBeGreaterThan(60)
})
