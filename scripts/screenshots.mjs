/** `npm run screenshots`: the user guide's pictures, taken from the real app. */
import './installed.mjs'
import { runEndToEnd } from './end-to-end.mjs'
import { stopWhenOrphaned } from './orphan.mjs'
import { runAsScript } from './say.mjs'

stopWhenOrphaned()
await runAsScript(() =>
  runEndToEnd(['--reporter=list', 'screenshots'], { EVAULT_SCREENSHOTS: 'docs/screenshots' }),
)
