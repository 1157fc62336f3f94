/** Copies text with the platform's own program. */
import { spawnSync } from 'node:child_process'

type Program = readonly [command: string, ...options: string[]]

/** By its whole path, as Windows looks into the present folder first. */
const CLIP = `${process.env.SystemRoot ?? 'C:\\Windows'}\\System32\\clip.exe`

const PROGRAMS: { readonly [platform: string]: readonly Program[] } = {
  darwin: [['pbcopy']],
  win32: [[CLIP]],
  // The last one is that of the Windows around WSL.
  linux: [
    ['wl-copy'],
    ['xclip', '-selection', 'clipboard'],
    ['xsel', '--clipboard', '--input'],
    ['clip.exe'],
  ],
}

/** Without a display some wait for one. In milliseconds. */
const PATIENCE = 5000

/** Copies a text to the clipboard. @returns what is wrong, if it did not get there */
export function copy(text: string): string | undefined {
  const programs = PROGRAMS[process.platform] ?? PROGRAMS.linux ?? []
  let failed = ''
  for (const [command, ...options] of programs) {
    // That one takes anything else for the encoding of an old Windows.
    const input = command.endsWith('clip.exe') ? Buffer.from(`\ufeff${text}`, 'utf16le') : text
    // Some stay in the background, and would hold their output open.
    const stdio = ['pipe', 'ignore', 'ignore'] as const
    const { error, status } = spawnSync(command, options, { input, stdio: [...stdio], timeout: PATIENCE })
    if (status === 0) return undefined
    if ((error as NodeJS.ErrnoException | undefined)?.code !== 'ENOENT') failed ||= command
  }
  const names = programs.map(([command]) => command).join(', ')
  return failed ? `${failed} failed to copy` : `there is no clipboard here: --copy needs one of ${names}`
}
