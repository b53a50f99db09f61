import { resolve } from 'node:path'
import { lingui } from '@lingui/vite-plugin'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'
import type { Plugin } from 'vite'
import { linguiMacros } from './lingui-macros.config.ts'

/** React's refresh needs an inline script and a socket: in development only. */
const developmentPolicy: Plugin = {
  name: 'development-content-security-policy',
  apply: 'serve',
  transformIndexHtml: (html) =>
    html
      .replace("script-src 'self'", "script-src 'self' 'unsafe-inline'")
      .replace("connect-src 'self'", "connect-src 'self' ws://localhost:*"),
}

/** Texts in the languages of the app; `npm run generated` finds those without a translation. */
const translations = [linguiMacros, ...lingui({ failOnCompileError: true })]

/** What finds files of its own beside it, or is no JavaScript. */
const unbundled = [/^@electric-sql\//, /^@ngrok\//, 'keytar', 'cpu-features', /\/sshcrypto\.node$/]

/**
 * Three bundles. Main has five entries: the Electron app (`index`), the vault process it
 * supervises (`vault`), the process that brings a vault back (`bring-back`), the threads of a vault
 * (`worker`) and the same vault without Electron (`cli`).
 */
export default defineConfig({
  main: {
    build: {
      outDir: 'out/main',
      // Bundled: to read a file is quicker than to look for two thousand.
      externalizeDeps: false,
      rolldownOptions: {
        external: unbundled,
        input: {
          index: 'src/main/index.ts',
          vault: 'src/main/vault/process.ts',
          'bring-back': 'src/main/bring-back/process.ts',
          worker: 'src/evault/apart/worker.ts',
          cli: 'src/cli/evault.ts',
          template: 'src/cli/template.ts',
        },
        output: {
          entryFileNames: '[name].js',
          chunkFileNames: 'chunks/[name]-[hash].js',
          // Half as much to read at each start, and stack traces with the names of the source.
          minify: { compress: false, mangle: false, codegen: true },
        },
      },
    },
    plugins: translations,
  },
  preload: {
    build: {
      outDir: 'out/preload',
      // A sandboxed preload script must be CommonJS.
      rolldownOptions: {
        input: { index: 'src/preload/index.ts' },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: 'src/renderer',
    build: {
      outDir: 'out/renderer',
      minify: true,
      // Read from the disk, not over a network.
      chunkSizeWarningLimit: 2_000,
      rolldownOptions: { input: resolve('src/renderer/index.html') },
    },
    plugins: [...translations, react(), developmentPolicy],
  },
})
