import { expect, test } from 'vitest'
import { assumeProduction } from './environment.ts'

test('production is the mode, unless the environment names another', () => {
  const unset: NodeJS.ProcessEnv = {}
  assumeProduction(unset)
  expect(unset.NODE_ENV).toBe('production')
  const development: NodeJS.ProcessEnv = { NODE_ENV: 'development' }
  assumeProduction(development)
  expect(development.NODE_ENV).toBe('development')
})
