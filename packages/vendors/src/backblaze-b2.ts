/** Backblaze B2 through its API of S3. */
import type { Text, Ticket } from './record.js'
import { GO_HOST_ID, GO_STATUS, hostId, isPlain, isSixteen, labels } from './shared/s3.js'

const name = 'backblaze-b2'

const isHex = (word: string) => /^[\da-f]{16}$/.test(word)

/** Its host ids, and the beginning of its ids of versions. */
const NEAR = /[Ii][Dd]-2\W{1,6}a[\dA-Za-z]{32}(?![\dA-Za-z])|(?<![\dA-Za-z])4_z[\da-f]{24}/

export const text: Text = {
  vendor: name,
  hints: /backblaze/,
  alike: {
    labels,
    behind: (word, around) =>
      isPlain(word) &&
      !isSixteen(word) &&
      (around.others()[0] === name || (isHex(word) && NEAR.test(around.near(600)))),
  },
  claims: (word, around) =>
    isHex(word) &&
    (around.vendors()[0] === name ||
      // What Go's SDK prints. Its host ids all begin with an a.
      (GO_STATUS.test(around.lead(300)) && GO_HOST_ID.exec(around.after(20))?.[1] === 'a')),
  companions: [{ of: hostId }],
}

export const ticket: Ticket = { vendor: name, service: { en: 'Backblaze B2', zh: 'Backblaze B2' } }
