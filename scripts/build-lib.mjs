/**
 * What developers of platforms use: `out/lib` (the adapter, the vault for tests, `evault`),
 * `out/examples` (the samples, as plain JavaScript) and `out/packages` (two packages for a registry).
 */
import './installed.mjs'
import { cpSync, existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { run } from './child.mjs'
import { copyDeclarations } from './declarations.mjs'
import { fingerprint, isStamped, PROJECT } from './fingerprint.mjs'
import { licensesOf } from './licenses.mjs'
import { withLock } from './lock.mjs'
import { NEEDS, packLibraries } from './pack-lib.mjs'
import { runAsScript, Stop, say, seconds } from './say.mjs'

const OUTPUT = join(PROJECT, 'out')
const LIBRARY = join(OUTPUT, 'lib')
const SAMPLES = join(OUTPUT, 'examples')
const DECLARATIONS = join(OUTPUT, 'declarations')
const STAMP = join(LIBRARY, '.stamp')
const PACKAGES_STAMP = join(OUTPUT, 'packages', '.stamp')
const INPUT = /^(package(-lock)?\.json|tsconfig.*\.json)$/
const ROOMS = ['cli', 'evault', 'registry', 'relay', 'testing', 'tunnel', 'w3id', 'web3-adapter']
const FOLDERS = [...ROOMS.map((room) => `src/${room}`), 'examples', 'scripts']
/** As of electron.vite.config.ts: what finds files of its own beside it, or is no JavaScript. */
const UNBUNDLED = [/^@electric-sql\//, /^@ngrok\//, 'keytar', 'cpu-features', /\/sshcrypto\.node$/]

/** Makes sure that `out/lib` and `out/examples` are what the sources say. */
export function ensureLibrariesBuilt() {
  return ensure(STAMP, async () => {
    const started = performance.now()
    say('Building the libraries …')
    for (const folder of [LIBRARY, SAMPLES, DECLARATIONS]) {
      rmSync(folder, { recursive: true, force: true })
    }
    const adapter = await buildAdapter()
    const vault = await buildVault()
    await buildSamples()
    await declare()
    writeFileSync(join(LIBRARY, NEEDS), JSON.stringify({ adapter, vault }))
    say(`Built in ${seconds(started)}.`)
  })
}

/** Makes sure that `out/packages` is what the sources say. */
export async function ensureLibrariesPacked() {
  await ensureLibrariesBuilt()
  await ensure(PACKAGES_STAMP, () => packLibraries(LIBRARY, join(OUTPUT, 'packages')))
}

/** Works only where the stamp is not of the sources as they are. */
async function ensure(stamp, work) {
  const wanted = () => fingerprint(INPUT, FOLDERS)
  if (isStamped(stamp, wanted())) return
  await withLock(join(OUTPUT, '.lock'), async () => {
    const now = wanted()
    if (isStamped(stamp, now)) return
    await work()
    writeFileSync(stamp, now)
  })
}

/** The adapter is small: what it needs is installed with it. */
async function buildAdapter() {
  const { needs } = await bundle({
    outDir: join(LIBRARY, 'web3-adapter'),
    input: { index: 'src/web3-adapter/index.ts', cli: 'src/web3-adapter/cli.ts' },
    external: isOfAPackage,
    chunks: 'chunks',
  })
  return needs
}

/** The vault is bundled as in the app, whole but for what finds files of its own beside it. */
async function buildVault() {
  const { needs, modules } = await bundle({
    outDir: LIBRARY,
    input: {
      'evault/cli': 'src/cli/evault.ts',
      'evault/worker': 'src/evault/apart/worker.ts',
      'evault/template': 'src/cli/template.ts',
      'testing/index': 'src/testing/index.ts',
    },
    external: UNBUNDLED,
    noExternal: true,
    chunks: 'evault/chunks',
  })
  await node([join(LIBRARY, 'evault/template.js'), join(LIBRARY, 'template')])
  writeFileSync(join(LIBRARY, 'evault/LICENSES.txt'), licensesOf(modules))
  return needs
}

/** File by file, so that paths lead from one to the other as they do in the sources. */
async function buildSamples() {
  const names = readdirSync(join(PROJECT, 'examples'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
  const built = names.filter((name) => existsSync(join(PROJECT, mainOf(name))))
  if (built.length === 0) return
  await bundle({
    outDir: SAMPLES,
    input: built.map(mainOf),
    external: isOfAPackage,
    preserved: join(PROJECT, 'examples'),
  })
  for (const name of built) {
    const assets = readdirSync(join(PROJECT, 'examples', name)).filter((each) => each !== 'src')
    for (const asset of assets) {
      cpSync(join(PROJECT, 'examples', name, asset), join(SAMPLES, name, asset), {
        recursive: true,
      })
    }
  }
}

function mainOf(sample) {
  return `examples/${sample}/src/main.ts`
}

/** Neither one of our own files nor a piece of the compiler's. */
function isOfAPackage(id) {
  return !/^([./\0]|[a-z]:|@oxc-project\/runtime\/)/i.test(id)
}

/**
 * Modules of Node 20 and newer.
 *
 * @returns {Promise<{ needs: string[], modules: string[] }>} the packages that they import when they
 * run, and the files that are in them
 */
async function bundle({ outDir, input, external, noExternal = false, chunks, preserved }) {
  const { build } = await import('vite')
  const { output } = await build({
    ...{ root: PROJECT, configFile: false, logLevel: 'warn' },
    publicDir: false,
    ssr: noExternal ? { noExternal, external: ['@electric-sql/pglite'] } : {},
    build: {
      ...{ ssr: true, target: 'node20', outDir, emptyOutDir: false, minify: false },
      rolldownOptions: {
        ...{ input, external },
        output: {
          format: 'es',
          entryFileNames: '[name].js',
          ...(chunks && { chunkFileNames: `${chunks}/[name]-[hash].js` }),
          ...(preserved && { preserveModules: true, preserveModulesRoot: preserved }),
        },
      },
    },
  })
  const own = new Set(output.map(({ fileName }) => fileName))
  const imported = output.flatMap(({ imports = [], dynamicImports = [] }) => [
    ...imports,
    ...dynamicImports,
  ])
  const foreign = imported.filter((id) => !own.has(id) && !isBuiltin(id))
  return {
    needs: [...new Set(foreign.map(packageOf))].sort(),
    modules: output.flatMap(({ moduleIds = [] }) => moduleIds),
  }
}

/** The package that `@scope/name/some/file.js` is of. */
function packageOf(id) {
  return id
    .split('/')
    .slice(0, id.startsWith('@') ? 2 : 1)
    .join('/')
}

/** Declarations of what platforms import, and of all that those name. */
async function declare() {
  await node([join(PROJECT, 'node_modules/typescript/bin/tsc'), '-p', 'tsconfig.lib.json'])
  const entries = ['web3-adapter/index.d.ts', 'testing/index.d.ts']
  copyDeclarations(join(DECLARATIONS, 'src'), LIBRARY, entries)
}

/** Runs one step with Node; what it writes goes to stderr. */
async function node(args) {
  const { code } = await run(process.execPath, args, { cwd: PROJECT, stdio: ['ignore', 2, 2] })
  if (code !== 0) throw new Stop('The libraries could not be built: see the lines above.', code)
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  await runAsScript(ensureLibrariesPacked)
}
