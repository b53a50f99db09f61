/** `npm run package`: an installable app for this system, in `release/`. */
import './installed.mjs'
import { spawnSync } from 'node:child_process'
import { rm } from 'node:fs/promises'
import { join, relative } from 'node:path'
import builder from 'electron-builder'
import { ensureBuilt, PROJECT } from './build.mjs'
import { ensureElectron } from './electron-dist.mjs'
import { runAsScript, say, seconds } from './say.mjs'

/** What a distribution of Electron holds that is for development. */
const DEVELOPMENT = [
  'resources/app',
  'resources/default_app.asar',
  'Electron.app/Contents/Resources/default_app.asar',
  'version',
]

await runAsScript(async () => {
  const electron = await ensureElectron()
  await ensureBuilt()
  const started = performance.now()
  const isStandIn = electron.origin === 'stand-in'
  // Elsewhere electron-builder downloads what makes a deb.
  if (hasDebianTools()) process.env.CUSTOM_FPM_PATH = join(PROJECT, 'scripts/deb.mjs')
  const made = await builder.build({
    projectDir: PROJECT,
    publish: 'never',
    // The rest of it is in electron-builder.yml.
    config: {
      electronDist: electron.directory,
      electronVersion: electron.version,
      afterExtract: removeDevelopment,
      // biome-ignore lint/suspicious/noTemplateCurlyInString: electron-builder fills it in
      ...(isStandIn && { artifactName: '${name}_${version}_${arch}-stand-in.${ext}' }),
    },
  })
  say(`Packaged in ${seconds(started)}: ${made.map((file) => relative(PROJECT, file)).join(', ')}`)
  if (isStandIn) {
    say(`It has Electron ${electron.version}, a stand-in: to try it out, not to hand it out.`)
  }
})

/** Whether this is Debian, or what descends from it. */
function hasDebianTools() {
  return process.platform === 'linux' && spawnSync('dpkg-deb', ['--version']).status === 0
}

/** Leaves the app of ours as the only one there. */
async function removeDevelopment({ appOutDir }) {
  for (const name of DEVELOPMENT) await rm(join(appOutDir, name), { recursive: true, force: true })
}
