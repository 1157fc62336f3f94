/** The command line: its commands, options and help. */
import { existsSync, readFileSync } from 'node:fs'
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander'
import { BrokenPipe, complain, print } from './console.js'
import { readSince, readStatus, readVendors, vendors } from './filter.js'
import { FAILED, type FindOptions, FOUND, find } from './find.js'
import { STANDARD_INPUT } from './inputs.js'
import { nearest } from './nearest.js'
import { engines } from './patterns.js'
import type { ReportOptions } from './report.js'
import { AFTER, EXAMPLES, EXIT_CODES } from './usage.js'

const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'))

const PATHS = 'files, folders, patterns; - or nothing is standard input; gzip is unpacked'

/** The command line. @param done is told the exit code */
function createProgram(done: (code: number) => void): Command {
  const program = new Command('requestid')
    .description(
      'Find the request IDs of cloud services in anything: HAR files, XML errors, logs, the output of any SDK.',
    )
    .argument('[paths...]', PATHS)
    .version(version, '-V, --version', 'print the version')
    .enablePositionalOptions()
    .option('-u, --unique', 'each ID once per file, in a table once in all (the default)')
    .option('-a, --all', 'every occurrence; in a table, all places of each ID')
    .addOption(
      new Option('-t, --table', 'a table, as on a terminal; for a pager, with --color=always').conflicts([
        'json',
        'csv',
      ]),
    )
    .addOption(new Option('-j, --json', 'JSON Lines, as when the output is piped').conflicts('csv'))
    .option('-c, --csv', 'comma-separated values')
    .option('-f, --follow', 'keep reading as the input grows, and print IDs as they appear')
  addFilters(program)
    .addOption(
      new Option(
        '--color [when]',
        'colors: always, never, or auto, where the terminal and NO_COLOR decide (the default)',
      ).choices(['always', 'auto', 'never']),
    )
    .option('--no-color', 'the same as --color=never')
    .option('--no-progress', 'no progress bar')
    .addOption(
      new Option(
        '--jobs <count>',
        'how many files to read at a time (default: two, if there are two cores)',
      ).argParser(count),
    )
    .addHelpText(
      'after',
      `
Exit codes:
${EXIT_CODES.map(([code, meaning]) => `  ${String(code).padEnd(5)}${meaning}`).join('\n')}
${AFTER}

Examples:
${EXAMPLES.map((example) => `  ${example}`).join('\n')}

requestid help <command> has the options of a command; man requestid has all.`,
    )
    .action(async (paths: string[], options: FindOptions & { unique?: boolean }) => {
      if (options.unique && options.all)
        throw new InvalidArgumentError('--unique and --all exclude each other')
      done(await find(inputs(program, paths), options))
    })

  program
    .command('decode')
    .description('tell which vendor made an ID, when, and how sure that is')
    .argument('<ids...>', 'request IDs; one that is masked with * or cut with ... may still tell its time')
    .option('-j, --json', 'JSON Lines, as when the output is piped')
    .action(async (ids: string[], options: { json?: boolean }) => {
      const { decode } = await import('./decode.js')
      done(decode(ids, options))
    })

  const reporting = program
    .command('report')
    .description(
      'the text for a support ticket, with everything that the inputs say about each ID, by vendor',
    )
    .argument('[paths...]', PATHS)
    .addOption(new Option('-l, --language <language>', 'of the text').choices(['en', 'zh']).default('en'))
    .option('--sdk <name>', 'the SDK and its version, for the text')
    .option('--copy', "copy the text to the platform's clipboard instead of printing it")
  addFilters(reporting)
    .option('--no-progress', 'no progress bar')
    .action(async (paths: string[], options: ReportOptions) => {
      const { report } = await import('./report.js')
      done(await report(inputs(program, paths), options))
    })

  program
    .command('patterns')
    .description("print the rule that extracts IDs in another engine's syntax, for logs beyond one machine")
    .addOption(new Option('--for <engine>', 'the engine').choices(Object.keys(engines)).makeOptionMandatory())
    .action(({ for: engine }: { for: string }) => {
      print(1, engines[engine]?.() ?? '')
      done(FOUND)
    })

  program
    .command('completion')
    .description('print the completion script for a shell')
    .argument('<shell>', 'bash, zsh, fish')
    .action(async (shell: string) => {
      const { shells } = await import('./completion.js')
      const script = shells[shell]
      if (!script)
        throw new InvalidArgumentError(
          `there is none for ${shell}; there is for ${Object.keys(shells).join(', ')}`,
        )
      print(1, script(program))
      done(FOUND)
    })

  program
    .command('help')
    .description('print this help, or that of a command')
    .argument('[command]', 'the command')
    .action((name?: string) => {
      const command = name === undefined ? program : program.commands.find((one) => one.name() === name)
      if (!command) {
        const near = meant(program, name)
        throw new InvalidArgumentError(`there is no command ${name}${near ? `; did you mean ${near}?` : ''}`)
      }
      command.outputHelp()
      done(FOUND)
    })

  program
    .command('manual', { hidden: true })
    .description('print the manual page')
    .action(async () => {
      const { manual } = await import('./manual.js')
      print(1, manual(program, version))
      done(FOUND)
    })

  for (const command of [program, ...program.commands]) {
    command
      .helpOption('-h, --help', 'print this help')
      .exitOverride()
      .showSuggestionAfterError()
      .configureOutput({
        writeOut: (text) => print(1, text),
        outputError: (text) => complain(text.replace(/^error: /, '').trimEnd()),
      })
  }
  return program
}

/** Which ids to print: the same of all commands that search. */
function addFilters(command: Command): Command {
  return command
    .addOption(
      new Option('--vendor <name>', 'only IDs of this vendor, or of several: a,b')
        .choices(vendors)
        .argParser(readVendors),
    )
    .addOption(
      new Option(
        '--status <code>',
        'only IDs of responses with this status: 404, 5xx, 400-499, or several: a,b',
      ).argParser(readStatus),
    )
    .addOption(
      new Option(
        '--since <when>',
        'only IDs at most this old: 30m, 2h, 7d, or since 2026-11-21T10:00Z; by the time in the ID, otherwise in the text',
      ).argParser(readSince),
    )
}

/** Runs the command. @returns the exit code */
export async function main(argv: readonly string[]): Promise<number> {
  let code = FAILED
  const program = createProgram((done) => {
    code = done
  })
  try {
    const [, , first = ''] = argv
    const near = meant(program, first)
    if (near && !existsSync(first))
      throw new InvalidArgumentError(`there is no command ${first}, nor a file; did you mean ${near}?`)
    await program.parseAsync(readable(argv))
    return code
  } catch (error) {
    if (error instanceof InvalidArgumentError) complain(error.message)
    else if (error instanceof CommanderError) return error.exitCode === 0 ? FOUND : FAILED
    else if (error instanceof BrokenPipe) return FOUND
    else complain((error as Error).message)
    return FAILED
  }
}

/** `--color app.log` is two arguments: the parser would take the second one for the first one's value. */
function readable(argv: readonly string[]): string[] {
  const end = argv.indexOf('--')
  return argv.map((word, index) => (word === '--color' && (end < 0 || index < end) ? '--color=always' : word))
}

/** The command that a word is a misspelling of. */
function meant(program: Command, word = ''): string | undefined {
  const names = program.commands.map((command) => command.name())
  return /^[a-z]+$/i.test(word) && !names.includes(word) ? nearest(word, names) : undefined
}

function inputs(program: Command, paths: string[]): string[] {
  if (paths.length > 0) return paths
  if (process.stdin.isTTY)
    program.error('name a file, or pipe something in; - is what you paste; --help has examples')
  return [STANDARD_INPUT]
}

function count(text: string): number {
  const value = Number(text)
  if (!Number.isInteger(value) || value < 1) throw new InvalidArgumentError('It has to be a number from 1.')
  return value
}
