import { expect, test } from './app.ts'
import { answerDialogs, closeWindow, isVisible } from './desktop-app.ts'
import { seeded } from './posts.ts'

test('the window does not close over what is not saved without a word', async ({ launch }) => {
  const { electron, window } = await launch()
  await seeded(window)
  await window.getByRole('row', { name: /Sunday/ }).click()
  const inspector = window.getByRole('complementary', { name: 'Record' })
  await inspector.getByRole('textbox', { name: 'content' }).fill('Monday walk')
  const asked = await answerDialogs(electron, 0, 0, 1)
  const question = 'Something here is not saved or not finished.'
  await expect(inspector.getByRole('button', { name: '1 change' })).toBeVisible()
  await closeWindow(electron)
  await expect.poll(asked).toEqual([question])
  expect(await isVisible(electron)).toBe(true)
  await expect(inspector.getByRole('button', { name: '1 change' })).toBeVisible()
  await inspector.getByRole('button', { name: 'Discard' }).click()

  // A new record that was begun is held, wherever one is since.
  await window.getByRole('button', { name: 'New record' }).click()
  const dialog = window.getByRole('dialog', { name: 'New record' })
  await dialog.getByRole('textbox', { name: 'Payload' }).fill('{"content": "Begun"}')
  await dialog.getByRole('button', { name: 'Keep for later' }).click()
  await window.getByRole('link', { name: 'Overview' }).click()
  await closeWindow(electron)
  await expect.poll(asked).toEqual([question, question])
  expect(await isVisible(electron)).toBe(true)
  const closed = window.waitForEvent('close')
  await closeWindow(electron)
  await closed
})

test('the window asks first even where its page is too busy to', async ({ launch }) => {
  const { electron, window } = await launch()
  await seeded(window)
  await window.getByRole('row', { name: /Sunday/ }).click()
  await window.getByRole('textbox', { name: 'content' }).fill('Monday walk')
  await expect(window.getByRole('button', { name: '1 change' })).toBeVisible()
  const asked = await answerDialogs(electron, 0)
  // A page that is busy for a second is not waited for: as if it had nothing to say.
  await window.evaluate(() => {
    BeforeUnloadEvent.prototype.preventDefault = () => {}
  })
  await closeWindow(electron)
  await expect.poll(asked).toHaveLength(1)
  expect(await isVisible(electron)).toBe(true)
})

test('a field that is used stays as it is when its type is read late', async ({ launch }) => {
  const { window } = await launch()
  await seeded(window)
  let letThrough = () => {}
  const isAwaited = new Promise<void>((resolve) => {
    letThrough = resolve
  })
  await window.route('**/graphql', async (route) => {
    if (route.request().postData()?.includes('query OntologySchema')) await isAwaited
    await route.continue()
  })
  await window.getByRole('row', { name: /Sunday/ }).click()
  const field = window.getByRole('textbox', { name: 'content' })
  await field.click()
  await window.keyboard.press('End')
  letThrough()
  await expect(window.getByText('Usually has “authorId”.')).toBeVisible()
  await window.keyboard.type('!')
  await expect(field).toHaveValue('Sunday walk along the canal!')
})

test('the question about unsaved changes holds no end of the app up', async ({ launch }) => {
  const { electron, window } = await launch()
  await seeded(window)
  await window.getByRole('row', { name: /Sunday/ }).click()
  await window.getByRole('textbox', { name: 'content' }).fill('Monday walk')
  await electron.evaluate(({ dialog }) => {
    const { showMessageBox } = dialog
    // The real one, of which is told that it is open.
    dialog.showMessageBox = ((...given: Parameters<typeof showMessageBox>) => {
      Object.assign(globalThis, { isAsking: true })
      return showMessageBox.apply(dialog, given)
    }) as typeof showMessageBox
  })
  await closeWindow(electron)
  await expect.poll(() => electron.evaluate(() => 'isAsking' in globalThis)).toBe(true)
  const ended = new Promise((resolve) => electron.process().once('exit', resolve))
  electron.process().kill('SIGTERM')
  await ended
})
