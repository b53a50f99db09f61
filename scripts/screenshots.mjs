/** `npm run screenshots`: pictures of every screen and state, taken from the real app. */
import './installed.mjs'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runEndToEnd } from './end-to-end.mjs'
import { stopWhenOrphaned } from './orphan.mjs'
import { runAsScript } from './say.mjs'

const PICTURES = 'docs/screenshots'

stopWhenOrphaned()
await runAsScript(async () => {
  const taken = mkdtempSync(join(tmpdir(), 'evault-screenshots-'))
  try {
    const env = { EVAULT_SCREENSHOTS: taken }
    // In one desktop, so that each picture shows the usual ports.
    const args = ['--reporter=list', '--grep=@pictures', '--workers=1']
    const code = await runEndToEnd(args, { env })
    // All of them anew, so that none stays that nobody takes any more.
    if (code === 0) {
      rmSync(PICTURES, { recursive: true, force: true })
      cpSync(taken, PICTURES, { recursive: true })
    }
    return code
  } finally {
    rmSync(taken, { recursive: true, force: true })
  }
})
