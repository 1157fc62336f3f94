/** What the help, the manual page and the README say alike. */

export const EXIT_CODES: readonly (readonly [code: number, meaning: string])[] = [
  [0, 'something was found'],
  [1, 'nothing was found'],
  [2, 'something could not be read, or the command line was wrong'],
  [130, 'Ctrl-C'],
  [143, 'SIGTERM'],
]

export const EXAMPLES: readonly string[] = [
  'requestid app.log capture.har error.xml',
  'kubectl logs -f app | requestid --follow',
  'requestid --status 4xx app.log',
  'requestid decode NjUwZTY4OTRfNDQ5MDQ5MDlfYmM5MF8xMGIzODM=',
  'requestid report app.log capture.har error.xml',
  'requestid report --copy app.log',
  'requestid patterns --for duckdb',
]

export const DESCRIPTION =
  'Searches files, folders (except .git and node_modules), patterns or standard input for the IDs that cloud services gave to requests. Prints each ID with its vendor, its place, and what the text says about the response. On a terminal it prints a table: for each ID, what all inputs say and all its places. Otherwise it prints JSON Lines. Unpacks gzip; reads UTF-8, UTF-16 and GBK.'

export const AFTER = 'Whatever was found is printed in any case. Problems go to standard error.'
