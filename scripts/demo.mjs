/** `npm run demo`: the samples, two people and their vaults, in this very process. */
import './installed.mjs'
import { ensureLibrariesBuilt } from './build-lib.mjs'
import { stopWhenOrphaned } from './orphan.mjs'
import { runAsScript } from './say.mjs'

stopWhenOrphaned()
let ready = false
await runAsScript(async () => {
  await ensureLibrariesBuilt()
  ready = true
})
if (ready) await import('../out/examples/demo/src/main.js')
