import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { build, createTargets, Platform } from 'electron-builder'
import { expect, test } from 'vitest'
import { buildHeadless } from './support/headless.ts'
import { temporaryDirectory } from './support/test-vault.ts'

test('on macOS the system learns of the links, and why the camera is wanted', {
  timeout: 120_000,
}, async () => {
  await buildHeadless()
  await using directory = await temporaryDirectory()
  const [electronDist, output] = [join(directory.path, 'dist'), join(directory.path, 'out')]
  await writeEmptyElectron(electronDist)
  await build({
    publish: 'never',
    targets: createTargets([Platform.MAC], 'dir', 'x64'),
    config: {
      ...{ electronDist, electronVersion: '33.2.1', electronFuses: null },
      directories: { output },
      // Pictures are turned into icons by a tool that is downloaded.
      mac: { icon: join(electronDist, 'empty.icns'), identity: null },
    },
  })
  const file = join(output, 'mac', 'eVault Desktop.app', 'Contents', 'Info.plist')
  const plist = (await readFile(file, 'utf8')).replace(/>\s+</g, '><')
  expect(plist).toContain('<key>CFBundleIdentifier</key><string>org.w3ds.evault-desktop</string>')
  expect(plist).toContain('<key>CFBundleURLSchemes</key><array><string>w3ds</string></array>')
  expect(plist).toContain('<key>NSCameraUsageDescription</key><string>To scan QR codes')
  expect(plist).toContain('<key>NSLocalNetworkUsageDescription</key><string>To reach')
})

/** An Electron for macOS as far as electron-builder looks into it: names, and nothing in them. */
async function writeEmptyElectron(folder: string): Promise<void> {
  const contents = join(folder, 'Electron.app', 'Contents')
  const frameworks = join(contents, 'Frameworks')
  const kinds = ['', ' (Renderer)', ' (Plugin)', ' (GPU)']
  const helpers = kinds.map((kind) => `Electron Helper${kind}`)
  await mkdir(join(contents, 'Resources'), { recursive: true })
  const languages = join(frameworks, 'Electron Framework.framework/Versions/A/Resources')
  await mkdir(languages, { recursive: true })
  await writeFile(join(languages, 'empty.pak'), '')
  await writeFile(join(folder, 'empty.icns'), '')
  await writeProgram(contents, 'Electron')
  for (const name of helpers) await writeProgram(join(frameworks, `${name}.app`, 'Contents'), name)
}

async function writeProgram(contents: string, name: string): Promise<void> {
  await mkdir(join(contents, 'MacOS'), { recursive: true })
  await writeFile(join(contents, 'MacOS', name), '')
  await writeFile(
    join(contents, 'Info.plist'),
    `<plist version="1.0"><dict><key>CFBundleExecutable</key><string>${name}</string></dict></plist>`,
  )
}
