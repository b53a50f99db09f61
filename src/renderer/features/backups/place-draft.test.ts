import { expect, it } from 'vitest'
import { emptyDraft, inputOf, isComplete, placeName } from './place-draft.ts'

const bucket = {
  ...emptyDraft,
  ...{
    kind: 's3' as const,
    endpoint: ' https://s3.example.com ',
    bucket: 'mine ',
    prefix: 'vault',
  },
  ...{ accessKeyId: 'KEY', secretAccessKey: ' secret ' },
}

it('is complete with a folder, or with all that a bucket needs', () => {
  expect(isComplete(emptyDraft)).toBe(false)
  expect(isComplete({ ...emptyDraft, folder: '/media/disk' })).toBe(true)
  expect(isComplete(bucket)).toBe(true)
  for (const field of ['endpoint', 'bucket', 'accessKeyId', 'secretAccessKey']) {
    expect(isComplete({ ...bucket, [field]: ' ' })).toBe(false)
  }
})

it('sends the place that was chosen and nothing of the other one', () => {
  const both = { ...bucket, folder: '/media/disk' }
  expect(inputOf(both, null)).toEqual({
    s3: {
      ...{ endpoint: 'https://s3.example.com', region: '', bucket: 'mine', prefix: 'vault' },
      // A secret is taken as it is.
      ...{ accessKeyId: 'KEY', secretAccessKey: ' secret ' },
    },
    ...{ schedule: 'daily', keepsEverything: false, begin: false },
  })
  expect(inputOf({ ...both, kind: 'folder' }, { passphrase: null })).toEqual({
    ...{ folder: '/media/disk', schedule: 'daily', keepsEverything: false, begin: true },
  })
})

it('sends a passphrase only to begin', () => {
  const draft = { ...emptyDraft, folder: '/media/disk' }
  expect(inputOf(draft, { passphrase: 'four words of mine' }).passphrase).toBe('four words of mine')
  expect(inputOf(draft, { passphrase: '' })).not.toHaveProperty('passphrase')
})

it('calls a place by its folder or its bucket', () => {
  expect(placeName({ ...emptyDraft, folder: '/media/disk' })).toBe('/media/disk')
  expect(placeName(bucket)).toBe('s3://mine/vault')
  expect(placeName({ ...bucket, prefix: '' })).toBe('s3://mine')
})
