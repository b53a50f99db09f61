import { expect, test } from 'vitest'
import type { ConnectionWay } from '../src/ipc/connection.ts'
import { waySchema } from '../src/main/connection/way-schema.ts'
import {
  draftOf,
  prepareWay,
  type WayField,
} from '../src/renderer/features/connection/way-draft.ts'

const ssh: ConnectionWay = {
  kind: 'ssh',
  ...{ host: 'server.example', port: 22, user: 'ada' },
  ...{ listen: { address: '', port: 443 }, publicUrl: 'https://me.example', behindProxy: false },
}

const texts: Readonly<Record<WayField, readonly string[]>> = {
  publicUrl: [
    ...[
      '',
      'a b',
      'ftp://a.example',
      'https://',
      'https://a.example/path',
      'https://u:p@a.example',
    ],
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

test('the window’s form lets through only what main takes', () => {
  const full = draftOf(ssh)
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
