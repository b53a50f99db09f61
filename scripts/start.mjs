/** `npm start`: the app on this machine, whatever it takes. Arguments are the app's. */
import './installed.mjs'
import { ensureBuilt, PROJECT } from './build.mjs'
import { withDesktop } from './desktop-session.mjs'
import { stopWhenOrphaned } from './orphan.mjs'
import { prepareElectron, withoutSandbox } from './prepare.mjs'
import { runAsScript, say } from './say.mjs'

stopWhenOrphaned()
await runAsScript(async () => {
  const { electron, lacks } = await prepareElectron()
  const switches = withoutSandbox(electron) ? ['--no-sandbox'] : []
  await ensureBuilt()
  if (lacks.display) {
    say('No display here: the window opens on a virtual one (Xvfb) that nobody sees.')
    switches.push('--disable-gpu')
  }
  return withDesktop(electron.executable, [...switches, PROJECT, ...process.argv.slice(2)])
})
