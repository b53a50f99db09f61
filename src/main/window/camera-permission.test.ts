import { expect, test } from 'vitest'
import { type AskedPermission, isCameraPicture } from './camera-permission.ts'

const origin = 'app://evault'
const asked: AskedPermission = {
  ...{ permission: 'media', url: `${origin}/index.html`, isMainFrame: true },
  mediaTypes: ['video'],
}

test('the window’s page gets the camera’s picture', () => {
  expect(isCameraPicture(asked, origin)).toBe(true)
  expect(isCameraPicture({ ...asked, url: origin }, origin)).toBe(true)
})

test.each<[string, Partial<AskedPermission>]>([
  ['sound', { mediaTypes: ['audio'] }],
  ['sound with the picture', { mediaTypes: ['video', 'audio'] }],
  ['something unknown', { mediaTypes: ['unknown'] }],
  ['nothing that is named', { mediaTypes: [] }],
  ['nothing that is said', { mediaTypes: undefined }],
  ['a frame inside', { isMainFrame: false }],
  ['another page', { url: 'https://example.org/' }],
  ['a page whose name begins as ours', { url: 'app://evault.example/' }],
  ['the screen’s picture', { permission: 'display-capture' }],
  ['notifications', { permission: 'notifications' }],
])('%s is refused', (_, difference) => {
  expect(isCameraPicture({ ...asked, ...difference }, origin)).toBe(false)
})
