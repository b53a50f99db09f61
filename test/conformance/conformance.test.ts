import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildHeadless, type HeadlessRun, serveHeadless } from '../support/headless.ts'
import { topics } from './topics.ts'
import { openVaultUnderTest, type Target, type VaultUnderTest } from './vault-under-test.ts'

const { EVAULT_CONFORMANCE_URL: url, EVAULT_CONFORMANCE_ENAME: ename } = process.env
const {
  EVAULT_CONFORMANCE_TOKEN: token = null,
  EVAULT_CONFORMANCE_REGISTRY: registry = null,
  EVAULT_CONFORMANCE_REGISTRY_SECRET: registrySecret = null,
  EVAULT_CONFORMANCE_POLICY: policy = null,
} = process.env

if (url !== undefined && ename !== undefined) {
  // `npm run conformance`: a vault that runs already.
  const known = policy === 'open' || policy === 'guarded' ? policy : null
  const target: Target = { url, ename, token, registry, registrySecret, policy: known }
  runRows(async () => target, 'any')
} else {
  beforeAll(buildHeadless, 120_000)
  describe('a vault with the settings “open”', () => runRows(ownVault('open'), 'open'))
  describe('a vault with the settings “guarded”', () => runRows(ownVault('guarded'), 'guarded'))
}

/** One test for each row; under guarded, of the rows that are about it only. */
function runRows(open: () => Promise<Target>, rowsFor: 'open' | 'guarded' | 'any'): void {
  let vault: VaultUnderTest
  beforeAll(async () => {
    vault = await openVaultUnderTest(await open())
  })
  afterAll(() => vault?.[Symbol.asyncDispose]())

  for (const { topic, rows } of topics) {
    for (const { run, needs = [], ...row } of rows) {
      const isWanted = needs.includes('guarded') === (rowsFor === 'guarded')
      if (rowsFor !== 'any' && !isWanted) continue
      test(`${topic} › ${row.name}`, async ({ task, skip }) => {
        task.meta.row = { topic, ...row }
        const lacking = vault.lacks(needs)
        skip(lacking.length > 0, `needs ${lacking.join(', ')}`)
        await run(vault)
      })
    }
  }
}

/** A headless vault that ends with the tests. */
function ownVault(policy: 'open' | 'guarded'): () => Promise<Target> {
  let directory: string | null = null
  let run: HeadlessRun | null = null
  afterAll(async () => {
    await run?.[Symbol.asyncDispose]()
    if (directory !== null) await rm(directory, { recursive: true, force: true })
  })
  return async () => {
    directory = await mkdtemp(join(tmpdir(), 'evault-conformance-'))
    run = serveHeadless(join(directory, 'data'), ['--policy', policy])
    const { url, ename, registry } = await run.ready()
    expect(ename).toMatch(/^@/)
    return {
      url,
      ename,
      token: null,
      registry: registry.url,
      registrySecret: registry.secret,
      policy,
    }
  }
}
