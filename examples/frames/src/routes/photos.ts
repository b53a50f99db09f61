import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Photo } from '../documents.ts'
import { formBytes, picturesOf, textOf } from '../forms.ts'
import type { Frames, Show } from '../frames.ts'
import { PageError } from '../page-error.ts'
import { html } from '../pages/html.ts'
import { nameOf } from '../pages/people.ts'
import { captionLength, newPhotoPage, photoPage } from '../pages/photo.ts'
import { emptyWall, wall } from '../pages/wall.ts'
import { checkedId } from './ids.ts'

interface OfPhoto {
  Params: { id: string }
  Body: FormData
}

export function photoRoutes(app: FastifyInstance, { documents }: Frames, show: Show): void {
  const existing = async (id: string): Promise<Photo> => {
    const photo = await documents.photo(checkedId(id))
    if (photo === null) throw new PageError(404, 'This picture is not here, or not any more.')
    return photo
  }
  const own = async (request: FastifyRequest<OfPhoto>): Promise<Photo> => {
    const photo = await existing(request.params.id)
    if (photo.by !== request.person.id) throw new PageError(403, 'This picture is not yours.')
    return photo
  }

  app.get<{ Querystring: { before?: string } }>('/', async (request, reply) => {
    const { before } = request.query
    const photos = await documents.wall(before === undefined ? null : checkedId(before))
    return show(request, reply, {
      title: '',
      body: html`<h1 class="unseen">The wall</h1>${wall(photos, emptyWall)}`,
    })
  })

  app.get('/new', (request, reply) =>
    show(request, reply, { title: 'Hang a picture', body: newPhotoPage }),
  )

  app.get<OfPhoto>('/photos/:id', async (request, reply) => {
    const photo = await existing(request.params.id)
    const answers = await documents.answersTo(photo.id)
    const body = photoPage(photo, answers, request.person)
    return show(request, reply, { title: `By ${nameOf(photo.author)}`, body })
  })

  app.post<{ Body: FormData }>('/photos', { bodyLimit: formBytes }, async (request, reply) => {
    const form = request.body
    const caption = textOf(form, 'caption', captionLength)
    const images = await picturesOf(form, 'pictures')
    const named = textOf(form, 'on', 64)
    const on = named === '' ? null : (await existing(named)).id
    if (on === null && images.length === 0) throw new PageError(400, 'Choose a picture to hang.')
    if (on !== null && caption === '') throw new PageError(400, 'An answer needs a word or two.')
    const id = await documents.addPhoto({ caption, images, by: request.person.id, on })
    return reply.redirect(`/photos/${on ?? id}`, 303)
  })

  app.post<OfPhoto>('/photos/:id/heart', async (request, reply) => {
    const { id } = await existing(request.params.id)
    await documents.setHeart(id, request.person.id, textOf(request.body, 'loved', 3) === 'yes')
    return reply.redirect(`/photos/${id}`, 303)
  })

  app.post<OfPhoto>('/photos/:id/caption', async (request, reply) => {
    const { id } = await own(request)
    await documents.changeCaption(id, textOf(request.body, 'caption', captionLength))
    return reply.redirect(`/photos/${id}`, 303)
  })

  app.post<OfPhoto>('/photos/:id/remove', async (request, reply) => {
    const { id, on } = await own(request)
    await documents.removePhoto(id)
    return reply.redirect(on === null ? '/' : `/photos/${on}`, 303)
  })
}
