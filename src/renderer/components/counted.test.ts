import { expect, test } from 'vitest'
import { counted } from './counted.ts'

test('counts are said as people say them', () => {
  expect([counted(0, 'read'), counted(1, 'read'), counted(1_204, 'entry', 'entries')]).toEqual([
    ...['0 reads', '1 read', '1,204 entries'],
  ])
})
