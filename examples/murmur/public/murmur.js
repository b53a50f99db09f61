// Pages work without any of this: it shows news, previews, what room is left and who has signed
// without a reload.

/** Puts what is new into the parts of the page that live, and leaves the rest as it is. */
async function refresh() {
  const answer = await fetch(location.href)
  if (!answer.ok || answer.redirected) return
  const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html')
  const focused = document.activeElement?.id
  for (const part of document.querySelectorAll('[data-live]')) {
    const next = fresh.getElementById(part.id)
    if (next === null) continue
    const known = new Map([...part.children].map((child) => [child.id, child]))
    part.replaceChildren(
      ...[...next.children].map((child) => {
        const shown = known.get(child.id)
        return shown?.isEqualNode(child) ? shown : document.adoptNode(child)
      }),
    )
  }
  if (focused) document.getElementById(focused)?.focus({ preventScroll: true })
}

if (document.querySelector('[data-live]')) {
  let pending
  new EventSource('/events').addEventListener('message', () => {
    clearTimeout(pending)
    pending = setTimeout(refresh, 300)
  })
}

// A star is given where it is seen, without leaving the page.
document.addEventListener('submit', async (event) => {
  const form = event.target
  if (!('quiet' in form.dataset)) return
  event.preventDefault()
  const body = new FormData(form, event.submitter)
  await fetch(form.action, { method: 'POST', body, redirect: 'manual' })
  await refresh()
})

for (const form of document.querySelectorAll('.compose')) {
  const words = form.elements.namedItem('words')
  const left = form.querySelector('.left')
  words.addEventListener('input', () => {
    const room = words.maxLength - words.value.length
    left.textContent = room < 60 ? String(room) : ''
  })
  words.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) form.requestSubmit()
  })
}

const preview = document.getElementById('preview')
document.querySelector('input[name=pictures]')?.addEventListener('change', ({ target }) => {
  for (const image of preview.children) URL.revokeObjectURL(image.src)
  preview.replaceChildren(
    ...[...target.files].slice(0, 4).map((file) => {
      const image = new Image()
      image.src = URL.createObjectURL(file)
      image.alt = file.name
      return image
    }),
  )
})

const enter = document.getElementById('enter')
const state = document.getElementById('state')
async function waitForWallet() {
  const answer = await fetch('/login/outcome').catch(() => null)
  const outcome = answer?.ok ? (await answer.json()).state : 'waiting'
  if (outcome === 'waiting') return void setTimeout(waitForWallet, 1000)
  if (outcome === 'expired') return location.reload()
  state.textContent = 'Signed. Bringing your words here…'
  enter.requestSubmit()
}
if (enter !== null) {
  enter.hidden = true
  void waitForWallet()
}
