/** Writes the manual page. */
import type { Command } from 'commander'

/** The manual page, in roff, made of the commands and options there are. */
export function manual(program: Command, version: string): string {
  const commands = program.commands.filter((command) => command.name() !== 'manual')
  const lines = [
    `.TH REQUESTID 1 "" "requestid ${version}" "User Commands"`,
    '.SH NAME',
    `requestid \\- ${roff(program.description())}`,
    '.SH SYNOPSIS',
    '.B requestid',
    `${roff('[options] [path ...]')}`,
    ...commands.flatMap((command) => ['.br', `.B requestid ${command.name()}`, roff(command.usage())]),
    '.SH DESCRIPTION',
    roff(
      'Searches files, folders with all in them (but .git and node_modules), patterns, or standard input for the ids that cloud services gave to requests, and prints each with its vendor, the place where it stands, and what the text tells of the response. On a terminal it prints a table, otherwise JSON Lines.',
    ),
    '.SH OPTIONS',
    ...options(program),
    ...commands.flatMap((command) => [
      `.SH ${command.name().toUpperCase()}`,
      roff(`${command.description()}.`),
      ...options(command),
    ]),
    '.SH EXIT STATUS',
    roff(
      '0 if something was found, 1 if nothing was, 2 if something could not be read, 130 after Ctrl-C. What was found until then is printed in any case.',
    ),
    '.SH EXAMPLES',
    '.nf',
    ...[
      'requestid app.log capture.har error.xml',
      'kubectl logs -f app | requestid --follow',
      'requestid decode NjUwZTY4OTRfNDQ5MDQ5MDlfYmM5MF8xMGIzODM=',
      'requestid report app.log',
      'requestid patterns --for duckdb',
    ].map(roff),
    '.fi',
  ]
  return `${lines.join('\n')}\n`
}

function options(command: Command): string[] {
  return command.options.flatMap(({ flags, description, argChoices }) => [
    '.TP',
    `.B ${roff(flags)}`,
    roff(`${description}${argChoices ? `: ${argChoices.join(', ')}` : ''}`),
  ])
}

function roff(text: string): string {
  return text
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replace(/^([.'])/, '\\&$1')
}
