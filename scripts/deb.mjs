#!/usr/bin/env node
/**
 * What electron-builder asks of `fpm -s dir -t deb`, done with Debian's own tool: electron-builder
 * would download fpm, with a Ruby, to end in the same.
 */
import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  cpSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { parseArgs } from 'node:util'

const text = { type: 'string' }
const { values: asked, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    s: { ...text, short: 's' },
    t: { ...text, short: 't' },
    force: { type: 'boolean' },
    depends: { ...text, short: 'd', multiple: true },
    'deb-recommends': { ...text, multiple: true },
    'deb-compression': text,
    'deb-priority': text,
    architecture: text,
    'after-install': text,
    'after-remove': text,
    description: text,
    version: text,
    package: text,
    name: text,
    maintainer: text,
    vendor: text,
    url: text,
  },
})

/** What fpm calls a compression → what dpkg-deb calls it. */
const compressions = { gz: 'gzip', xz: 'xz' }
const root = mkdtempSync(join(tmpdir(), 'evault-deb-'))
try {
  // It stands for the root of the system.
  chmodSync(root, 0o755)
  for (const mapping of positionals) place(mapping)
  writeControl()
  const options = ['--root-owner-group', `-Z${compressions[asked['deb-compression']]}`]
  const { status } = spawnSync('dpkg-deb', [...options, '--build', root, asked.package], {
    stdio: ['ignore', 2, 2],
  })
  process.exitCode = status ?? 1
} finally {
  rmSync(root, { recursive: true, force: true })
}

/** Puts what `from=to` names into the package; a folder ends in `/`, and its contents are meant. */
function place(mapping) {
  const at = mapping.lastIndexOf('=')
  const target = join(root, mapping.slice(at + 1))
  mkdirSync(dirname(target), { recursive: true, mode: 0o755 })
  cpSync(mapping.slice(0, at), target, { recursive: true, verbatimSymlinks: true })
}

/** Writes what the system’s package manager reads (Debian Policy, chapter 5, and its scripts, 6). */
function writeControl() {
  const fields = {
    Package: asked.name,
    Version: asked.version,
    Architecture: asked.architecture,
    Maintainer: asked.maintainer,
    'Installed-Size': Math.ceil(installedBytes() / 1024),
    Depends: asked.depends.join(', '),
    Recommends: asked['deb-recommends'].join(', '),
    Section: 'utils',
    Priority: asked['deb-priority'],
    Homepage: asked.url,
    Description: asked.description.trim(),
  }
  const lines = Object.entries(fields).map(([name, value]) => `${name}: ${value}\n`)
  const folder = join(root, 'DEBIAN')
  mkdirSync(folder, { mode: 0o755 })
  writeFileSync(join(folder, 'control'), lines.join(''))
  for (const [name, file] of [
    ['postinst', asked['after-install']],
    ['postrm', asked['after-remove']],
  ]) {
    cpSync(file, join(folder, name))
    chmodSync(join(folder, name), 0o755)
  }
}

function installedBytes() {
  const names = readdirSync(root, { recursive: true })
  return names.reduce((total, name) => total + lstatSync(join(root, name)).size, 0)
}
