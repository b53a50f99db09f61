/**
 * Fails when generated files are not what their sources say: GraphQL types and documents,
 * database migrations, catalogues of texts. They are written anew meanwhile; what is left to do is
 * to commit them, and to translate what is new (`test/catalogues.test.ts`).
 */
import './installed.mjs'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { PROJECT } from './build.mjs'
import { run } from './child.mjs'
import { runAsScript, Stop } from './say.mjs'

await runAsScript(async () => {
  const before = snapshot()
  const { code } = await run('npm', ['run', '--silent', 'generate'], { cwd: PROJECT })
  if (code !== 0) throw new Stop('The generators failed: see the lines above.', code)
  const after = snapshot()
  const names = [...new Set([...before.keys(), ...after.keys()])]
  const stale = names.filter((name) => before.get(name) !== after.get(name))
  if (stale.length > 0) {
    throw new Stop(`Generated files were out of date and have been renewed: ${stale.join(', ')}`)
  }
})

/** Generated files and their contents. */
function snapshot() {
  const files = readdirSync(join(PROJECT, 'src'), { recursive: true })
    .map((name) => join('src', name))
    .filter((name) => /\.generated\.ts$|[/\\]migrations[/\\].*\.(sql|json)$|\.po$/.test(name))
  return new Map(files.map((name) => [name, readFileSync(join(PROJECT, name), 'utf8')]))
}
