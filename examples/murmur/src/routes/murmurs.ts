import type { Context, Hono } from 'hono'
import { picturesOf, readForm, textOf } from '../forms.ts'
import type { Murmur } from '../murmurs.ts'
import { PageError } from '../page-error.ts'
import { murmurPage } from '../pages/murmur.ts'
import { nameOf } from '../pages/people.ts'
import { timelinePage, wordsLength } from '../pages/timeline.ts'
import type { Member, Platform, Show } from '../platform.ts'
import { checkedId } from './ids.ts'

export function murmurRoutes(app: Hono<Member>, { murmurs }: Platform, show: Show): void {
  const existing = (c: Context<Member>, id: string): Murmur => {
    const murmur = murmurs.murmur(checkedId(id), c.get('viewer').id)
    if (murmur === null) throw new PageError(404, 'This murmur is not here, or not any more.')
    return murmur
  }
  const own = (c: Context<Member>, id: string): Murmur => {
    const murmur = existing(c, id)
    if (murmur.author?.id !== c.get('viewer').id) {
      throw new PageError(403, 'This murmur is not yours.')
    }
    return murmur
  }

  app.get('/', (c) => {
    const viewer = c.get('viewer')
    const before = beforeOf(c)
    const page = timelinePage(murmurs.timeline(viewer.id, before), viewer, before === null)
    return show(c, { title: '', body: page })
  })

  app.get('/murmurs/:id', (c) => {
    const viewer = c.get('viewer')
    const murmur = existing(c, c.req.param('id'))
    const answered = murmur.answersTo && murmurs.murmur(murmur.answersTo, viewer.id)
    const answers = murmurs.answersTo(murmur.id, viewer.id)
    const body = murmurPage(murmur, { answered: answered || null, answers, viewer })
    return show(c, { title: `By ${nameOf(murmur.author)}`, body })
  })

  app.post('/murmurs', async (c) => {
    const form = await readForm(c)
    const words = textOf(form, 'words', wordsLength)
    const pictures = await picturesOf(form, 'pictures')
    if (words === '' && pictures.length === 0) throw new PageError(400, 'Say a word or two.')
    const named = textOf(form, 'answers_to', 64)
    const answersTo = named === '' ? null : existing(c, named).id
    murmurs.add({ words, pictures, account: c.get('viewer').id, answersTo })
    return c.redirect(answersTo === null ? '/' : `/murmurs/${answersTo}`, 303)
  })

  app.post('/murmurs/:id/star', async (c) => {
    const { id } = existing(c, c.req.param('id'))
    const form = await readForm(c)
    murmurs.setStar(id, c.get('viewer').id, textOf(form, 'starred', 3) === 'yes')
    return c.redirect(`/murmurs/${id}`, 303)
  })

  app.post('/murmurs/:id/words', async (c) => {
    const { id, pictures } = own(c, c.req.param('id'))
    const words = textOf(await readForm(c), 'words', wordsLength)
    if (words === '' && pictures === 0) throw new PageError(400, 'Say a word or two.')
    murmurs.changeWords(id, words)
    return c.redirect(`/murmurs/${id}`, 303)
  })

  app.post('/murmurs/:id/remove', async (c) => {
    const { id, answersTo } = own(c, c.req.param('id'))
    murmurs.remove(id)
    return c.redirect(answersTo === null ? '/' : `/murmurs/${answersTo}`, 303)
  })
}

/** The murmur that a page begins after. */
export function beforeOf(c: Context<Member>): string | null {
  const before = c.req.query('before')
  return before === undefined ? null : checkedId(before)
}
