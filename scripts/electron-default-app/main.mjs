/**
 * What Electron's own default app does and the stand-in distribution lacks: load the app whose
 * directory is named on the command line, under that app's name and version.
 */
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { app } from 'electron'

/** The modules to load first (`-r`, as Playwright passes it) and the app's directory. */
function readArguments(args) {
  const preload = []
  for (let index = 0; index < args.length; index += 1) {
    if (args[index] === '-r' || args[index] === '--require') preload.push(args[++index])
    else if (!args[index].startsWith('-')) return { preload, directory: resolve(args[index]) }
  }
  return { preload, directory: process.cwd() }
}

/** Gives Electron the app's identity and loads its entry, an ES module or not. */
async function loadApp(directory) {
  const manifest = JSON.parse(await readFile(join(directory, 'package.json'), 'utf8'))
  if (manifest.version) app.setVersion(manifest.version)
  app.setName(manifest.productName ?? manifest.name)
  app.setDesktopName(manifest.desktopName ?? `${app.getName()}.desktop`)
  app.setAppPath(directory)
  await import(pathToFileURL(join(directory, manifest.main ?? 'index.js')).href)
}

Object.defineProperty(process, 'defaultApp', { enumerable: true, value: true })
const args = process.argv.slice(1)
if (args.includes('--version')) {
  process.stdout.write(`v${process.versions.electron}\n`)
  app.exit(0)
} else {
  const { preload, directory } = readArguments(args)
  const require = createRequire(pathToFileURL(join(process.cwd(), '/')))
  for (const module of preload) require(module)
  await loadApp(directory).catch((error) => {
    process.stderr.write(`The app in ${directory} could not be loaded.\n${error.stack}\n`)
    app.exit(1)
  })
}
