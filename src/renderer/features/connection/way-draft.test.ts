import { expect, it } from 'vitest'
import type { ConnectionWay } from '../../../ipc/connection.ts'
import { draftOf, emptyDraft, prepareWay, type WayDraft } from './way-draft.ts'

const listen = { address: '', port: 443 }
const publicUrl = 'https://vault.example.org'

const ways: readonly ConnectionWay[] = [
  { kind: 'own-address', publicUrl, listen, behindProxy: true },
  {
    kind: 'ssh',
    host: '2001:db8::7',
    port: 22,
    user: 'ada',
    listen,
    publicUrl,
    behindProxy: false,
  },
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
