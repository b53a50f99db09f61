/** `npm run -s evault -- …`: the headless vault, in this very process. */
import './installed.mjs'
import { ensureBuilt } from './build.mjs'
import { stopWhenOrphaned } from './orphan.mjs'
import { runAsScript } from './say.mjs'

stopWhenOrphaned()
let ready = false
await runAsScript(async () => {
  await ensureBuilt()
  ready = true
})
if (ready) await import('../out/main/cli.js')
