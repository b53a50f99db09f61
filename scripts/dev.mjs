/** `npm run dev`: the app from the sources, reloaded when they change. Arguments are the app's. */
import './installed.mjs'
import { BUILD_TARGET, ELECTRON_VITE, ensureBuilt } from './build.mjs'
import { withDesktop } from './desktop-session.mjs'
import { stopWhenOrphaned } from './orphan.mjs'
import { prepareElectron, withoutSandbox } from './prepare.mjs'
import { runAsScript, say } from './say.mjs'

stopWhenOrphaned()
await runAsScript(async () => {
  const { electron, lacks } = await prepareElectron()
  const options = withoutSandbox(electron) ? ['--noSandbox'] : []
  // Makes the data directory that a first start copies; electron-vite builds the rest anew.
  await ensureBuilt()
  const appArguments = process.argv.slice(2)
  if (lacks.display) {
    say('No display here: the window opens on a virtual one (Xvfb) that nobody sees.')
    appArguments.unshift('--disable-gpu')
  }
  const args = [ELECTRON_VITE, 'dev', '--watch', ...options, '--', ...appArguments]
  return withDesktop(process.execPath, args, {
    env: {
      ...BUILD_TARGET,
      ELECTRON_EXEC_PATH: electron.executable,
      ELECTRON_OVERRIDE_DIST_PATH: electron.directory,
    },
  })
})
