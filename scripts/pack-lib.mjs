/** Two packages, ready for a registry, made of what `build-lib.mjs` has built. */
import { chmodSync, cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { run } from './child.mjs'
import { PROJECT } from './fingerprint.mjs'
import { Stop } from './say.mjs'

/** Which packages the built files import, in `out/lib`. */
export const NEEDS = 'needs.json'

const SHEBANG = '#!/usr/bin/env node\n'

/** What is in which, below `out/lib`. */
const PACKAGES = [
  {
    name: 'evault-web3-adapter',
    needs: 'adapter',
    description: "Keeps a platform's database and the eVaults of its people the same (W3DS).",
    readme: 'src/web3-adapter/README.md',
    folders: ['web3-adapter', 'registry', 'w3id'],
    exports: { '.': 'web3-adapter/index' },
    bin: { 'web3-adapter': 'web3-adapter/cli.js' },
  },
  {
    name: 'evault-desktop',
    needs: 'vault',
    description: 'An eVault and its registry on your own computer, and in your test suites (W3DS).',
    readme: 'src/testing/README.md',
    folders: ['evault', 'testing', 'template'],
    exports: { './testing': 'testing/index' },
    bin: { evault: 'evault/cli.js' },
  },
]

/**
 * Writes `<name>-<version>.tgz` for each.
 *
 * @param {string} library where the built files are @param {string} to
 */
export async function packLibraries(library, to) {
  rmSync(to, { recursive: true, force: true })
  const needs = JSON.parse(readFileSync(join(library, NEEDS), 'utf8'))
  for (const each of PACKAGES) {
    const folder = join(to, each.name)
    for (const part of each.folders) {
      cpSync(join(library, part), join(folder, part), { recursive: true })
    }
    for (const path of Object.values(each.bin)) makeProgram(join(folder, path))
    cpSync(join(PROJECT, each.readme), join(folder, 'README.md'))
    const manifest = JSON.stringify(manifestOf(each, needs[each.needs]), null, 2)
    writeFileSync(join(folder, 'package.json'), `${manifest}\n`)
    await pack(folder, to)
    rmSync(folder, { recursive: true })
  }
}

function manifestOf({ name, description, exports, bin }, needs) {
  const project = JSON.parse(readFileSync(join(PROJECT, 'package.json'), 'utf8'))
  const { version, license, homepage, engines, dependencies, devDependencies } = project
  const ranges = { ...devDependencies, ...dependencies }
  // The declarations speak of Node's types.
  const dependent = [...needs, '@types/node'].map((each) => {
    if (ranges[each] === undefined) throw new Stop(`package.json does not name ${each}.`)
    return [each, ranges[each]]
  })
  return {
    ...{ name, version, description, license, homepage, engines },
    type: 'module',
    exports: {
      ...Object.fromEntries(
        Object.entries(exports).map(([key, path]) => [
          key,
          { types: `./${path}.d.ts`, default: `./${path}.js` },
        ]),
      ),
      './package.json': './package.json',
    },
    bin,
    dependencies: Object.fromEntries(dependent.sort()),
  }
}

/** npm makes it a command. */
function makeProgram(path) {
  const text = readFileSync(path, 'utf8')
  writeFileSync(path, text.startsWith('#!') ? text : SHEBANG + text)
  chmodSync(path, 0o755)
}

async function pack(folder, to) {
  mkdirSync(to, { recursive: true })
  const args = ['pack', '--silent', '--pack-destination', to]
  const { code, stderr } = await run('npm', args, {
    ...{ cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] },
    shell: process.platform === 'win32',
  })
  if (code !== 0) throw new Stop(`npm could not pack ${folder}:\n${stderr}`, code)
}
