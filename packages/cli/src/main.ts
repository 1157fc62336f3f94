/** The command line: its commands, options and help. */
import { readFileSync } from 'node:fs'
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander'
import { complain, print } from './console.js'
import { FAILED, type FindOptions, FOUND, find } from './find.js'
import { STANDARD_INPUT } from './inputs.js'
import { engines } from './patterns.js'
import type { ReportOptions } from './report.js'

const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'))

/** The command line. @param done is told the exit code */
function createProgram(done: (code: number) => void): Command {
  const program = new Command('requestid')
    .description(
      'Pull the request ids of cloud services out of anything: HAR files, XML errors, logs, the output of any SDK.',
    )
    .argument('[paths...]', 'files, folders, patterns; - or nothing is standard input; gzip is unpacked')
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .option('-u, --unique', 'each id once per file, with all that is known of it (the default)')
    .option('-a, --all', 'each occurrence')
    .option('-j, --json', 'JSON Lines, as when the output is piped')
    .addOption(new Option('-c, --csv', 'comma-separated values').conflicts('json'))
    .option('-f, --follow', 'go on as the input grows, and print ids as they appear')
    .option('--color', 'colors also where the output is no terminal')
    .option('--no-color', 'no colors')
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
Exit code: 0 if something was found, 1 if nothing was, 2 if something could not be read.

Examples:
  requestid app.log capture.har error.xml
  kubectl logs -f app | requestid --follow
  requestid decode NjUwZTY4OTRfNDQ5MDQ5MDlfYmM5MF8xMGIzODM=
  requestid report app.log
  requestid patterns --for duckdb`,
    )
    .action(async (paths: string[], options: FindOptions & { unique?: boolean }) => {
      if (options.unique && options.all)
        throw new InvalidArgumentError('--unique and --all exclude each other')
      done(await find(inputs(program, paths), options))
    })

  program
    .command('decode')
    .description('tell whose an id is, when it was made, and how sure that is')
    .argument('<ids...>', 'request ids; one that is cut with * or ... may still tell its time')
    .option('-j, --json', 'JSON Lines, as when the output is piped')
    .action(async (ids: string[], options: { json?: boolean }) => {
      const { decode } = await import('./decode.js')
      done(decode(ids, options))
    })

  program
    .command('report')
    .description('the text for a support ticket, one per vendor')
    .argument('[paths...]', 'what to search, as above')
    .addOption(new Option('-l, --language <language>', 'of the text').choices(['en', 'zh']).default('en'))
    .option('--sdk <name>', 'the SDK and its version')
    .option('--no-progress', 'no progress bar')
    .action(async (paths: string[], options: ReportOptions) => {
      const { report } = await import('./report.js')
      done(await report(inputs(program, paths), options))
    })

  program
    .command('patterns')
    .description("print the rule that extracts ids, in another engine's syntax, for logs beyond one machine")
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
    .command('manual', { hidden: true })
    .description('print the manual page')
    .action(async () => {
      const { manual } = await import('./manual.js')
      print(1, manual(program, version))
      done(FOUND)
    })

  for (const command of [program, ...program.commands]) {
    command
      .exitOverride()
      .showSuggestionAfterError()
      .configureOutput({ outputError: (text) => complain(text.replace(/^error: /, '').trimEnd()) })
  }
  return program
}

/** Runs the command. @returns the exit code */
export async function main(argv: readonly string[]): Promise<number> {
  let code = FAILED
  try {
    await createProgram((done) => {
      code = done
    }).parseAsync([...argv])
    return code
  } catch (error) {
    if (error instanceof InvalidArgumentError) complain(error.message)
    else if (error instanceof CommanderError) return error.exitCode === 0 ? FOUND : FAILED
    else if ((error as Error).name !== 'BrokenPipe') complain((error as Error).message)
    return FAILED
  }
}

function inputs(program: Command, paths: string[]): string[] {
  if (paths.length > 0) return paths
  if (process.stdin.isTTY) program.error('name a file, or pipe something in; --help has examples')
  return [STANDARD_INPUT]
}

function count(text: string): number {
  const value = Number(text)
  if (!Number.isInteger(value) || value < 1) throw new InvalidArgumentError('It has to be a number from 1.')
  return value
}
