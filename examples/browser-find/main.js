// A page that shows the request ids in a file one drops on it. Nothing is uploaded: the page may not connect at all.
// Run: npx --yes pnpm@10.34.9 --filter @requestid/example-browser-find dev
import { decodeRequestId, findInStream } from '@requestid/find'

const $ = (id) => document.getElementById(id)

/** More rows than this make a page slow; the copy has them all. */
const SHOWN = 1000

let found = []
/** Counts the readings, so that one that was begun later ends the one before. */
let reading = 0

async function read(files) {
  const own = ++reading
  found = []
  $('rows').replaceChildren()
  $('outcome').hidden = true
  for (const file of files) {
    try {
      await readFile(file, own)
    } catch (error) {
      if (own === reading) say(`${file.name}: ${error.message}`, true)
      return
    }
    if (own !== reading) return
  }
  const count = found.length === 1 ? '1 id' : `${found.length} ids`
  const more = found.length > SHOWN ? `; the first ${SHOWN} are shown, the copy has all` : ''
  say(found.length > 0 ? `${count}${more}` : 'No request id in it.')
}

async function readFile(file, own) {
  let bytes = 0
  let painted = performance.now()
  const counted = new TransformStream({
    transform(chunk, controller) {
      bytes += chunk.length
      controller.enqueue(chunk)
    },
  })
  // The one line that matters: any stream of bytes, read as it comes.
  for await (const one of findInStream(await unpacked(file, counted))) {
    if (own !== reading) return
    add({ file: file.name, ...one })
    if (performance.now() < painted + 50) continue
    painted = performance.now()
    say(`${file.name}: ${Math.round((100 * bytes) / file.size)}%, ${found.length} ids`)
    await new Promise((resolve) => setTimeout(resolve))
  }
}

async function unpacked(file, counted) {
  const [first, second] = new Uint8Array(await file.slice(0, 2).arrayBuffer())
  const stream = file.stream().pipeThrough(counted)
  return first === 0x1f && second === 0x8b ? stream.pipeThrough(new DecompressionStream('gzip')) : stream
}

function add(one) {
  found.push(one)
  if (found.length > SHOWN) return
  $('outcome').hidden = false
  // Text, never markup: what a file says is not to be trusted.
  const row = document.createElement('tr')
  const id = cell(row, element('code', one.requestId))
  if (one.extendedRequestId) id.append(element('small', one.extendedRequestId))
  if (one.traceId) id.append(element('small', one.traceId))
  if (one.ec) id.append(element('small', `EC ${one.ec}`))
  const [decoded] = decodeRequestId(one.requestId)
  if (decoded?.time) id.append(element('small', `made ${decoded.time}`))
  row.prepend(element('td', one.vendor))
  const answer = cell(row, element('span', [one.statusCode, one.errorCode].filter(Boolean).join(' ')))
  if (one.statusCode >= 400) answer.className = 'bad'
  const request = cell(row, element('span', [one.method, one.url].filter(Boolean).join(' ')))
  if (one.time) request.append(element('small', one.time))
  const place = one.harEntry === undefined ? `line ${one.line}` : `entry ${one.harEntry}`
  cell(row, element('span', one.file)).append(element('small', place))
  $('rows').append(row)
}

function cell(row, content) {
  const made = document.createElement('td')
  made.append(content)
  row.append(made)
  return made
}

function element(name, text) {
  const made = document.createElement(name)
  made.textContent = text
  return made
}

function say(text, bad = false) {
  $('state').textContent = text
  $('state').className = bad ? 'bad' : ''
}

$('files').addEventListener('change', ({ target }) => read([...target.files]))
$('copy').addEventListener('click', async () => {
  const text = found.map((one) => JSON.stringify(one)).join('\n')
  try {
    await navigator.clipboard.writeText(text)
    say('Copied.')
  } catch {
    say('The browser does not let the page write to the clipboard. Select the ids instead.', true)
  }
})
addEventListener('paste', ({ clipboardData }) => {
  const text = clipboardData.getData('text')
  const files = [...clipboardData.files]
  if (files.length > 0 || text) read(files.length > 0 ? files : [new File([text], 'pasted text')])
})
// Without these the browser would open the file in the page's place.
addEventListener('dragover', (event) => {
  event.preventDefault()
  $('drop').classList.add('over')
})
addEventListener('dragleave', () => $('drop').classList.remove('over'))
addEventListener('drop', (event) => {
  event.preventDefault()
  $('drop').classList.remove('over')
  read([...event.dataTransfer.files])
})
