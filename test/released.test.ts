import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createKeyCustody, verifyLogs } from '../src/evault/index.ts'
import { call } from './support/call.ts'
import { unpackReleased } from './support/released.ts'
import { storeOf } from './support/storage.ts'
import { openTestVault, temporaryDirectory } from './support/test-vault.ts'

/** The data directory of each version that was released opens, for ever. */
test.each(['0.1.0'])('a vault of %s opens, and has everything it had', async (version) => {
  await using temporary = await temporaryDirectory()
  const dataDirectory = join(temporary.path, 'vault')
  const released = await unpackReleased(version, dataDirectory)
  const secretStore = storeOf(released)
  const log = { debug() {}, info() {}, warn() {}, error() {} }
  for (const _start of ['first', 'second']) {
    await using it = await openTestVault({ dataDirectory, secretStore })
    expect(it.vault.ename).toBe(released.ename)
    for (const { query, answer } of released.answers) {
      expect((await it.owner(query)).data, query).toEqual(answer)
    }
    const { filePath, fileBase64, tenant } = released.facts
    const file = await fetch(new URL(filePath, it.vault.owner.url), {
      headers: { authorization: `Bearer ${it.vault.owner.token}` },
    })
    expect(Buffer.from(await file.arrayBuffer()).toString('base64')).toBe(fileBase64)
    const whois = await it.call('/whois', { headers: { 'x-ename': tenant } })
    expect(whois.status).toBe(200)
    const resolved = await call(`${it.vault.registry.url}/resolve?w3id=${released.facts.friend}`)
    expect(resolved.status).toBe(200)
    const { logIntegrity } = (await it.owner('{ logIntegrity { whole entries } }')).data
    expect(logIntegrity.whole).toBe(true)
  }
  const openCustody = async () => createKeyCustody(secretStore)
  const verified = await verifyLogs(dataDirectory, { openCustody, log })
  expect(verified).toHaveLength(2)
  expect(verified.every(({ whole }) => whole)).toBe(true)
})
