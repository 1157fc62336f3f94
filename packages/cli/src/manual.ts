/** Writes the manual page. */
import type { Command } from 'commander'
import { AFTER, DESCRIPTION, EXAMPLES, EXIT_CODES } from './usage.js'

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
    roff(DESCRIPTION),
    '.SH OPTIONS',
    ...options(program),
    ...commands.flatMap((command) => [
      `.SH ${command.name().toUpperCase()}`,
      roff(`${command.description()}.`),
      ...options(command),
    ]),
    '.SH EXIT STATUS',
    ...EXIT_CODES.flatMap(([code, meaning]) => ['.TP', `.B ${code}`, roff(meaning)]),
    '.PP',
    roff(AFTER),
    '.SH EXAMPLES',
    '.nf',
    ...EXAMPLES.map(roff),
    '.fi',
  ]
  return `${lines.join('\n')}\n`
}

function options(command: Command): string[] {
  return command
    .createHelp()
    .visibleOptions(command)
    .flatMap(({ flags, description, argChoices }) => [
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
