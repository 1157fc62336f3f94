// A page that uploads a file to COS and shows the request ID of the outcome, for people to hand to support.
// Try it without an account: npx --yes pnpm@10.34.9 --filter @requestid/example-browser-upload demo
import { withRequestId } from '@requestid/cos'
import COS from 'cos-js-sdk-v5'

const $ = (id) => document.getElementById(id)

/** The exchanges of the call under way, or of the last one. One call at a time: the buttons see to it. */
let exchanges = []
/** Why the backend gave no credentials: the SDK has no place for that in its own error. */
let refusal
/** Made at the first call, and again when the settings have changed. */
let client
/** Ends the call under way for this page. */
let stop
/** The id of the upload under way. */
let task

function connect() {
  if (client) return client
  const endpoint = $('endpoint').value
  const credentials = signer() === 'backend' ? { getAuthorization } : pasted()
  // The one line that matters: from here on every result and every error has `requestId`.
  client = withRequestId(
    new COS({ Protocol: 'https:', ...credentials, ...(endpoint && { Domain: endpoint }) }),
    {
      // Also for what cannot have a property: the error that is a string, and the upload that was cancelled.
      onExchange: (exchange) => {
        exchanges.push(exchange)
        showExchanges()
      },
    },
  )
  return client
}

/** The SDK calls it whenever it needs credentials, and keeps them until they expire. */
async function getAuthorization(_, callback) {
  try {
    const { credentials, startTime, expiredTime } = await askBackend($('authorization').value)
    callback({
      TmpSecretId: credentials.tmpSecretId,
      TmpSecretKey: credentials.tmpSecretKey,
      SecurityToken: credentials.sessionToken,
      StartTime: startTime,
      ExpiredTime: expiredTime,
    })
  } catch (error) {
    refusal = error
    callback({})
  }
}

async function askBackend(address) {
  const response = await fetch(address).catch(() => {
    throw new Error(`The backend at ${address} could not be reached, or does not allow this page by CORS.`)
  })
  if (!response.ok) throw new Error(`The backend answered ${response.status}.`)
  const answer = await response.json().catch(() => {
    throw new Error(`The backend answered with ${response.headers.get('content-type')}, not with JSON.`)
  })
  if (!answer?.credentials) throw new Error('The backend answered with JSON that has no credentials.')
  return answer
}

function pasted() {
  return {
    SecretId: $('secret-id').value,
    SecretKey: $('secret-key').value,
    SecurityToken: $('token').value,
  }
}

/** Runs a call and shows what came of it. */
async function run(title, call) {
  exchanges = []
  refusal = undefined
  showExchanges()
  busy(title)
  try {
    await refuseFirst()
    const stopped = new Promise((_, reject) => (stop = reject))
    showOutcome(`${title}: done`, await Promise.race([call(connect()), stopped]))
    $('headline').className = 'done'
  } catch (error) {
    if (error === CANCELLED) {
      showOutcome(`${title}: cancelled`)
      return
    }
    // The SDK's errors are Errors, but one: a string, where the CORS rule hides the ETag of a part.
    const { code, statusCode, message } = Object(error)
    const reason = [statusCode, code !== 'Error' && code].filter(Boolean).join(' ')
    showOutcome(`${title}: failed${reason && ` (${reason})`}`, error)
    $('headline').className = 'failed'
    await explain(typeof error === 'string' ? error : (refusal?.message ?? message), code)
  } finally {
    busy()
    $('outcome').scrollIntoView({ block: 'nearest' })
  }
}

function upload() {
  const [file] = $('file').files
  const Key = $('prefix').value + file.name
  return run(`Upload of ${file.name}`, (cos) =>
    cos.uploadFile({
      ...place(),
      Key,
      Body: file,
      onTaskReady: (id) => (task = id),
      onProgress: ({ percent }) => ($('progress').value = percent),
    }),
  )
}

const CANCELLED = new Error('Cancelled.')

/** A call that is cancelled never settles in this SDK. */
function cancel() {
  client.cancelTask(task)
  stop(CANCELLED)
}

/**
 * Nor does one in which the SDK throws where nobody can catch it. In ES modules, which Vite makes, it does so in
 * place of the error that is a string; the upload then holds its place in the queue of that client.
 */
addEventListener('error', ({ error }) => {
  client = undefined
  stop?.(error)
})

function getMissing() {
  const Key = `${$('prefix').value}missing-${crypto.randomUUID()}`
  return run('Get of a missing object', (cos) => cos.getObject({ ...place(), Key }))
}

const place = () => ({ Bucket: $('bucket').value, Region: $('region').value })
const signer = () => document.querySelector('[name=signer]:checked').value

// What the page shows.

function showOutcome(headline, outcome) {
  const { requestId } = Object(outcome)
  $('headline').textContent = headline
  $('headline').className = ''
  $('request-id').textContent = requestId ?? ''
  $('id-line').hidden = !requestId
  $('copied').textContent = ''
  $('explanation').hidden = true
  showExchanges()
  // It came, so the browser knows its id, and keeps it from the page.
  const hidden = exchanges.some(({ statusCode, requestId }) => statusCode && !requestId)
  $('cors').hidden = !hidden && !/ETag/.test(outcome)
  $('no-id').hidden = Boolean(requestId)
  $('no-id').textContent = hidden ? 'This page cannot read the request ID.' : 'This call has no request ID.'
  $('rule').textContent = corsRule()
  $('outcome').hidden = false
}

async function explain(message, code) {
  const lines = []
  // The SDK's own words are "CORS blocked or network error".
  if (!exchanges.some(({ errorCode }) => errorCode === 'ERR_NETWORK')) {
    lines.push(message ?? 'The server gave no reason.')
  } else if (await isReachable(exchanges.at(-1))) {
    lines.push(
      `The server answered, but this page may not read it: the CORS rule must allow ${location.origin}.`,
    )
  } else lines.push('The server could not be reached.')
  if (/AccessKey|Signature|AccessDenied|Token/.test(code)) {
    lines.push('The credentials were refused: they may be wrong, expired, or not allowed to do this.')
  }
  $('explanation').textContent = lines.join('\n')
  $('explanation').hidden = false
}

/** A browser does not tell a page which of both it was, but lets it send a request whose response it cannot read. */
async function isReachable({ host }) {
  const endpoint = $('endpoint').value
  const origin = /^https?:/.test(endpoint) ? new URL(endpoint).origin : `https://${host}`
  try {
    await fetch(origin, { method: 'HEAD', mode: 'no-cors' })
    return true
  } catch {
    return false
  }
}

/** An id that stands in the body alone is added to an exchange later: so all are drawn anew. */
function showExchanges() {
  $('exchanges').replaceChildren(
    ...exchanges.map(({ method, path, statusCode, errorCode, durationMs, requestId }, i) => {
      const row = document.createElement('tr')
      const cells = {
        '#': i + 1,
        Method: method,
        Status: statusCode ?? errorCode,
        Duration: `${Math.round(durationMs)} ms`,
        Path: path,
        'Request ID': requestId ?? (statusCode ? 'hidden' : 'none'),
      }
      for (const [label, value] of Object.entries(cells)) {
        const cell = row.insertCell()
        cell.dataset.label = label
        cell.textContent = value
      }
      // Not all that is no success decided: a retry may have followed.
      if (!statusCode || statusCode >= 400) row.className = 'failed'
      return row
    }),
  )
}

function busy(title) {
  for (const id of ['start', 'fail']) $(id).disabled = Boolean(title)
  $('cancel').disabled = !title?.startsWith('Upload')
  $('progress').hidden = !title?.startsWith('Upload')
  $('progress').value = 0
  if (!title) return
  showOutcome(`${title} ...`)
  $('no-id').hidden = true
}

function corsRule() {
  return `<CORSRule>
  <AllowedOrigin>${location.origin}</AllowedOrigin>
  <AllowedMethod>GET</AllowedMethod>
  <AllowedMethod>HEAD</AllowedMethod>
  <AllowedMethod>PUT</AllowedMethod>
  <AllowedMethod>POST</AllowedMethod>
  <AllowedMethod>DELETE</AllowedMethod>
  <AllowedHeader>*</AllowedHeader>
  <ExposeHeader>x-cos-request-id</ExposeHeader>
  <ExposeHeader>x-ci-request-id</ExposeHeader>
  <ExposeHeader>x-cos-trace-id</ExposeHeader>
  <ExposeHeader>ETag</ExposeHeader>
</CORSRule>`
}

/** The clipboard needs HTTPS or localhost; without it the text is selected, to be copied by hand. */
async function copy(source, name) {
  try {
    await navigator.clipboard.writeText(source.textContent)
    $('copied').textContent = `${name} copied.`
  } catch {
    getSelection().selectAllChildren(source)
    $('copied').textContent = `${name} selected: copy it with the keyboard.`
  }
}

function showSigner() {
  for (const id of ['backend', 'pasted']) {
    $(id).hidden = signer() !== id
    // What is hidden is not required.
    for (const input of $(id).querySelectorAll('input')) input.disabled = signer() !== id
  }
}

$('settings').addEventListener('input', () => {
  client = undefined
  showSigner()
})
$('settings').addEventListener('submit', (event) => event.preventDefault())
$('upload').addEventListener('submit', (event) => {
  event.preventDefault()
  if ($('settings').reportValidity()) upload()
})
$('fail').addEventListener('click', () => {
  if ($('settings').reportValidity()) getMissing()
})
$('cancel').addEventListener('click', cancel)
$('copy').addEventListener('click', () => copy($('request-id'), 'Request ID'))
$('copy-rule').addEventListener('click', () => copy($('rule'), 'Rule'))
showSigner()

// The demo, which demo.mjs starts; in a page of your own there is none.

const demo = globalThis.DEMO

async function refuseFirst() {
  if (demo && $('refuse').checked) await fetch(`/demo/refuse-next?${$('hide').checked ? 'hiding' : 'cos'}`)
}

if (demo) {
  $('demo').hidden = false
  for (const [id, value] of Object.entries(demo.settings)) $(id).value = value
  $('hide').addEventListener('input', () => {
    $('endpoint').value = $('hide').checked ? demo.hidingEndpoint : demo.settings.endpoint
    client = undefined
  })
}
