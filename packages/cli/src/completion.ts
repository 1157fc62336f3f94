/** Writes the completion scripts of shells. */
import type { Command, Option } from 'commander'

/** A script per shell, made of the commands and options there are. */
export const shells: Readonly<Record<string, (program: Command) => string>> = { bash, zsh, fish }

function names(options: readonly Option[]): string[] {
  return options.flatMap(({ short, long }) => [short, long]).filter((name) => name !== undefined)
}

function commandsOf(program: Command): readonly Command[] {
  return program.commands.filter((command) => command.name() !== 'manual')
}

function bash(program: Command): string {
  const commands = commandsOf(program)
  const cases = commands.map(
    (command) => `    ${command.name()}) words="${names(command.options).join(' ')} -h --help" ;;`,
  )
  const all = commands.map((command) => command.name()).join(' ')
  const choose = (before: string, list: readonly string[]) =>
    `    ${before}) COMPREPLY=($(compgen -W "${list.join(' ')}" -- "$word")); return ;;`
  const choices = [program, ...commands]
    .flatMap((command) => command.options)
    .flatMap(({ long, argChoices, optional }) =>
      argChoices ? [choose(optional ? `${long}=` : `${long}|${long}=`, argChoices)] : [],
    )
  return `# source <(requestid completion bash)
_requestid() {
  local word=\${COMP_WORDS[COMP_CWORD]} before=\${COMP_WORDS[COMP_CWORD-1]} words
  COMPREPLY=()
  if [[ $word == = ]]; then before+== word=
  elif [[ $before == = ]]; then before=\${COMP_WORDS[COMP_CWORD-2]}=; fi
  case $before in
${[...new Set(choices)].join('\n')}
${choose('completion', Object.keys(shells))}
${choose('help', [all])}
  esac
  case \${COMP_WORDS[1]} in
${cases.join('\n')}
    *) words="${names(program.options).join(' ')} -h --help"
      [[ $COMP_CWORD -eq 1 ]] && words+=" ${all}" ;;
  esac
  if [[ $word == -* ]]; then COMPREPLY=($(compgen -W "$words" -- "$word")); return; fi
  [[ $COMP_CWORD -eq 1 ]] && COMPREPLY=($(compgen -W "${all}" -- "$word"))
  COMPREPLY+=($(compgen -f -- "$word"))
}
complete -o filenames -F _requestid requestid
`
}

function zsh(program: Command): string {
  const quote = (text: string) =>
    text.replaceAll("'", "'\\''").replaceAll('[', '\\[').replaceAll(']', '\\]').replaceAll(':', '\\:')
  const option = ({ short, long, description, argChoices, required, optional }: Option) => {
    const value = argChoices ? `:value:(${argChoices.join(' ')})` : required ? ':value:' : ''
    if (optional) return `${long}'=-[${quote(description)}]:${value}'`
    const both = [short, long].filter((name) => name !== undefined)
    const flags = both.length > 1 ? `'(${both.join(' ')})'{${both.join(',')}}` : (both[0] ?? '')
    return `${flags}'[${quote(description)}]${value}'`
  }
  const commands = commandsOf(program)
  const all = commands.map((command) => command.name()).join(' ')
  const cases = commands.map((command) => {
    const words = command.name() === 'completion' ? Object.keys(shells) : command.name() === 'help' && [all]
    const last = words ? `'1:word:(${words.join(' ')})'` : "'*:file:_files'"
    return `    ${command.name()}) shift words; (( CURRENT-- )); _arguments ${[...command.options.map(option), last].join(' ')} ;;`
  })
  return `#compdef requestid
# requestid completion zsh > "\${fpath[1]}/_requestid"
_requestid() {
  local -a commands=(${commands.map((command) => `'${command.name()}:${quote(command.description())}'`).join(' ')})
  case $words[2] in
${cases.join('\n')}
    *) (( CURRENT == 2 )) && _describe command commands
      _arguments ${program.options.map(option).join(' ')} '*:file:_files' ;;
  esac
}
_requestid "$@"
`
}

function fish(program: Command): string {
  const quote = (text: string) => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
  const option = ({ short, long, description, argChoices, required, optional }: Option, condition: string) =>
    [
      `complete -c requestid ${condition}`,
      short && `-s ${short.slice(1)}`,
      long && `-l ${long.slice(2)}`,
      `-d ${quote(description)}`,
      argChoices ? `${optional ? '-fa' : '-xa'} ${quote(argChoices.join(' '))}` : required && '-x',
    ]
      .filter(Boolean)
      .join(' ')
  const commands = commandsOf(program)
  const all = commands.map((command) => command.name()).join(' ')
  const none = `-n "not __fish_seen_subcommand_from ${all}"`
  return `# requestid completion fish > ~/.config/fish/completions/requestid.fish
${[
  ...commands.map(
    (command) =>
      `complete -c requestid -n __fish_use_subcommand -a ${command.name()} -d ${quote(command.description())}`,
  ),
  ...program.options.map((each) => option(each, none)),
  ...commands.flatMap((command) =>
    command.options.map((each) => option(each, `-n "__fish_seen_subcommand_from ${command.name()}"`)),
  ),
  `complete -c requestid -n "__fish_seen_subcommand_from completion" -xa ${quote(Object.keys(shells).join(' '))}`,
  `complete -c requestid -n "__fish_seen_subcommand_from help" -xa ${quote(all)}`,
].join('\n')}
`
}
