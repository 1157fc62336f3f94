// A page that lists the request IDs in the files that one drops on it. Nothing is uploaded: the page may not connect at all.
// Run: npx --yes pnpm@10.34.9 --filter @requestid/example-browser-find build
import { formatSupportReport } from '@requestid/core'
import { decodeRequestId, findInStream } from '@requestid/find'
import { tickets } from '@requestid/vendors'

const $ = (id) => document.getElementById(id)

/** More cards than this make a page slow; the copy has them all. */
const SHOWN = 500
/** Nobody reads more places of one ID. */
const PLACES = 10

const services = new Map(tickets.map(({ vendor, service }) => [vendor, service.en]))
const serviceOf = ({ vendor }) => services.get(vendor) ?? vendor
const isError = ({ statusCode, errorCode }) => (statusCode ? statusCode >= 400 : errorCode !== undefined)

/** What is known of each ID, in the order in which they were found. */
const entries = new Map()
/** Counts the readings, so that one that was begun later ends the one before. */
let reading = 0

async function read(files) {
  if (files.length === 0) return
  const own = ++reading
  entries.clear()
  $('problems').replaceChildren()
  for (const id of ['service', 'status']) $(id).replaceChildren()
  for (const id of ['outcome', 'nothing']) $(id).hidden = true
  show()
  for (const file of files) {
    try {
      await readFile(file, own)
    } catch (error) {
      if (own === reading)
        $('problems').append(element('li', `${file.name} could not be read: ${error.message}`))
    }
    if (own !== reading) return
  }
  const inFiles = files.length === 1 ? files[0].name : `${files.length} files`
  say(`${counted(entries.size)} in ${inFiles}.`)
  $('nothing').hidden = entries.size > 0
  show()
}

const counted = (count) =>
  count === 0 ? 'No request ID' : count === 1 ? '1 request ID' : `${count} request IDs`

async function readFile(file, own) {
  let bytes = 0
  let painted = performance.now()
  const passing = new TransformStream({
    transform(chunk, controller) {
      bytes += chunk.length
      controller.enqueue(chunk)
    },
  })
  // The one line that matters: any stream of bytes, read as it comes.
  for await (const found of findInStream(await unpacked(file, passing), { all: true })) {
    if (own !== reading) return
    add(file.name, found)
    if (performance.now() < painted + 200) continue
    say(`${file.name}: ${Math.round((100 * bytes) / file.size)}%, ${counted(entries.size)}`)
    if (entries.size <= SHOWN) show()
    await new Promise((resolve) => setTimeout(resolve))
    painted = performance.now()
  }
}

async function unpacked(file, passing) {
  const [first, second] = new Uint8Array(await file.slice(0, 2).arrayBuffer())
  const stream = file.stream().pipeThrough(passing)
  return first === 0x1f && second === 0x8b ? stream.pipeThrough(new DecompressionStream('gzip')) : stream
}

/** The same ID may stand in several places, each of which tells something of it. */
function add(file, { line, harEntry, ...facts }) {
  const place = harEntry === undefined ? `${file}, line ${line}` : `${file}, entry ${harEntry}`
  const known = entries.get(facts.requestId)
  if (!known) entries.set(facts.requestId, { facts, places: [place], more: 0 })
  else {
    // Whose an id may be says less than whose it is.
    const isBetter = known.facts.confidence && !facts.confidence
    known.facts = isBetter
      ? { ...known.facts, ...facts, confidence: undefined }
      : { ...facts, ...known.facts }
    if (known.places.length < PLACES) known.places.push(place)
    else known.more++
  }
}

function show() {
  const all = [...entries.values()]
  offer(
    'service',
    'All services',
    all.map(({ facts }) => serviceOf(facts)),
  )
  offer(
    'status',
    'All',
    all.flatMap(({ facts }) => [isError(facts) ? 'Errors' : [], String(facts.statusCode ?? 'None')].flat()),
  )
  const chosen = choice()
  $('list').replaceChildren(...chosen.slice(0, SHOWN).map(card))
  if (chosen.length > SHOWN) {
    $('list').append(element('li', `${chosen.length - SHOWN} more are not shown. The copy has all of them.`))
  }
  $('outcome').hidden = all.length === 0
}

/** Fills a menu with what there is, and keeps what was chosen. */
function offer(id, all, values) {
  const { value } = $(id)
  const names = [...new Set(values)].sort((a, b) => (b === 'Errors') - (a === 'Errors') || a.localeCompare(b))
  const option = (name, value = name) => Object.assign(element('option', name), { value })
  $(id).replaceChildren(option(all, ''), ...names.map((name) => option(name)))
  $(id).value = names.includes(value) ? value : ''
}

function choice() {
  const { value: service } = $('service')
  const { value: status } = $('status')
  return [...entries.values()].filter(
    ({ facts }) =>
      (!service || serviceOf(facts) === service) &&
      (!status || (status === 'Errors' ? isError(facts) : String(facts.statusCode ?? 'None') === status)),
  )
}

function card({ facts, places, more }) {
  const made = element('li')
  const head = element('header')
  const answer = [facts.statusCode, facts.errorCode].filter(Boolean).join(' ')
  head.append(element('strong', serviceOf(facts)))
  if (answer)
    head.append(Object.assign(element('span', answer), { className: isError(facts) ? 'bad' : 'good' }))
  const id = element('div')
  id.className = 'id'
  id.append(
    element('code', facts.requestId),
    copyButton('Copy', facts.requestId, () => facts.requestId),
  )
  id.append(copyButton('Copy ticket', facts.requestId, () => ticketOf(facts)))
  const [decoded] = decodeRequestId(facts.requestId)
  const request = [facts.method, facts.url].filter(Boolean).join(' ')
  const details = element('dl')
  const lines = {
    'Extended ID': facts.extendedRequestId,
    'Trace ID': facts.traceId,
    EC: facts.ec,
    ...facts.otherIds,
    Request: request,
    Time: facts.time,
    Issued: decoded?.time,
    Found: [...places, ...(more ? [`${more} more places`] : [])].join('; '),
  }
  for (const [label, text] of Object.entries(lines)) {
    if (text) details.append(element('dt', label), element('dd', text))
  }
  made.append(head, id, details)
  return made
}

/** What `requestid report` prints. */
function ticketOf({ url = '', time = '', method = '', ...ids }) {
  const [, host = '', path = ''] = /^(?:https?:\/\/)?([\w.-]+(?::\d+)?)?(\/.*)?$/.exec(url) ?? []
  // A time without a zone may be any.
  const issued =
    decodeRequestId(ids.requestId)[0]?.time ?? (/(?:Z|UTC|GMT|[+-]\d\d:?\d\d)$/.test(time) ? time : '')
  const startTime = Date.parse(issued)
  const exchange = { ...ids, method, host, path, ...(startTime && { startTime }) }
  return (
    formatSupportReport({ ...ids, exchanges: [exchange] }, { language: $('language').value }) ?? ids.requestId
  )
}

function copyButton(name, of, textOf) {
  const made = Object.assign(element('button', name), { type: 'button', ariaLabel: `${name} of ${of}` })
  made.addEventListener('click', () => copy(textOf(), made))
  return made
}

async function copy(text, button) {
  const { textContent } = button
  try {
    await navigator.clipboard.writeText(text)
    button.textContent = 'Copied'
    say('Copied.')
  } catch {
    say('The browser does not let the page write to the clipboard. Select the text instead.', true)
  }
  setTimeout(() => {
    button.textContent = textContent
  }, 1500)
}

// Text, never markup: what a file says is not to be trusted.
function element(name, text = '') {
  const made = document.createElement(name)
  made.textContent = text
  return made
}

function say(text, bad = false) {
  $('state').textContent = text
  $('state').className = bad ? 'bad' : ''
}

function invite(isOver) {
  $('drop').classList.toggle('over', isOver)
  $('invitation').textContent = isOver
    ? 'Release to read the files'
    : 'Drop files anywhere on this page, paste text, or'
}

$('language').value = navigator.language.startsWith('zh') ? 'zh' : 'en'
$('choose').addEventListener('click', () => $('files').click())
$('files').addEventListener('change', async ({ target }) => {
  await read([...target.files])
  // So that the same file can be chosen again.
  target.value = ''
})
for (const id of ['service', 'status']) $(id).addEventListener('change', show)
$('copy').addEventListener('click', ({ currentTarget }) => {
  const lines = choice().map(({ facts, places }) => JSON.stringify({ ...facts, places }))
  copy(lines.join('\n'), currentTarget)
})
addEventListener('paste', ({ clipboardData }) => {
  const text = clipboardData.getData('text')
  const files = [...clipboardData.files]
  if (files.length > 0 || text) read(files.length > 0 ? files : [new File([text], 'the pasted text')])
})
// Without these the browser would open the file in the page's place.
addEventListener('dragover', (event) => {
  event.preventDefault()
  invite(true)
})
addEventListener('dragleave', ({ relatedTarget }) => invite(relatedTarget !== null))
addEventListener('drop', (event) => {
  event.preventDefault()
  invite(false)
  read([...event.dataTransfer.files])
})
