import { transformAsync } from '@babel/core'
import macros from '@lingui/babel-plugin-lingui-macro'
import type { Plugin } from 'vite'

/** Turns the texts that are marked for translation into lookups, before anything else. */
export const linguiMacros: Plugin = {
  name: 'lingui-macros',
  enforce: 'pre',
  transform: {
    filter: { id: /\/src\/.*\.tsx?$/, code: /@lingui\/\w+\/macro/ },
    async handler(code, id) {
      const result = await transformAsync(code, {
        filename: id,
        parserOpts: { plugins: id.endsWith('x') ? ['typescript', 'jsx'] : ['typescript'] },
        plugins: [[macros, { stripMessageField: false }]],
        sourceMaps: true,
        configFile: false,
        babelrc: false,
      })
      return result?.code ? { code: result.code, map: JSON.stringify(result.map) } : null
    },
  },
}
