/** What the help, the manual page and the README say alike. */

export const EXIT_CODES: readonly (readonly [code: number, meaning: string])[] = [
  [0, 'something was found'],
  [1, 'nothing was'],
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
  'Searches files, folders with all in them (but .git and node_modules), patterns, or standard input for the ids that cloud services gave to requests, and prints each with its vendor, the place where it stands, and what the text tells of the response. On a terminal it prints a table: of each id what all inputs tell, and all its places. Otherwise it prints JSON Lines. gzip is unpacked; UTF-8, UTF-16 and GBK are read.'

export const AFTER = 'What was found is printed in any case; what was wrong goes to standard error.'
