import { once } from 'node:events'
import { accessSync, constants, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import axe from 'axe-core'
import { build } from 'esbuild'
import { type BrowserContext, chromium, type Page } from 'playwright-core'

/** Debian's Chromium, or whichever is on the PATH. */
export const executable = ['chromium', 'chromium-browser', 'google-chrome']
  .flatMap((name) => (process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, name)))
  .find((path) => {
    try {
      accessSync(path, constants.X_OK)
      return true
    } catch {
      return false
    }
  })

if (!executable) {
  const message = 'The browser tests need Chromium on the PATH (Debian: apt-get install chromium).'
  if (process.env.CI) throw new Error(message)
  console.warn(`${message} They are skipped.`)
}

export interface Site {
  /** A page of an origin that is not the endpoint's, with these scripts run in it. */
  open(...scripts: string[]): Promise<Page>
  close(): Promise<void>
}

/** Starts a browser, and a server for pages. */
export async function startSite(): Promise<Site> {
  const server = createServer((_, response) => {
    response.setHeader('content-type', 'text/html').end('<!doctype html><title>page</title>')
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const profile = mkdtempSync(join(tmpdir(), 'requestid-chromium-'))
  const context: BrowserContext = await chromium.launchPersistentContext(profile, {
    executablePath: executable as string,
    headless: true,
    // No sandbox, as CI often runs as root; the rest keeps the browser from calling home.
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      // The hosts of buckets are on this machine; the port stays.
      '--host-resolver-rules=MAP *.myqcloud.com 127.0.0.1',
    ],
  })
  return {
    async open(...scripts) {
      const page = await context.newPage()
      // A response out of the cache has an earlier request's id.
      const session = await context.newCDPSession(page)
      await session.send('Network.enable')
      await session.send('Network.setCacheDisabled', { cacheDisabled: true })
      await page.goto(`http://localhost:${(server.address() as AddressInfo).port}/`)
      for (const content of scripts) await page.addScriptTag({ content })
      return page
    },
    async close() {
      await context.close()
      server.close()
      rmSync(profile, { recursive: true, force: true })
    },
  }
}

const bundles = new Map<string, Promise<string>>()

/** A script made of a module, which sees the packages of this folder. Each is made once. */
export function bundle(contents: string): Promise<string> {
  const made = bundles.get(contents) ?? make(contents)
  bundles.set(contents, made)
  return made
}

async function make(contents: string): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: import.meta.dirname },
    bundle: true,
    format: 'iife',
    write: false,
    logLevel: 'silent',
  })
  return outputFiles[0]?.text ?? ''
}

/** A desktop, a tablet and a phone, in light and in dark. */
export const screens: readonly Screen[] = [
  [1280, 'light'],
  [820, 'dark'],
  [390, 'light'],
  [390, 'dark'],
]

type Screen = readonly [width: number, colorScheme: 'light' | 'dark']

/** Shows a page on one of the screens. */
export async function showOn(page: Page, [width, colorScheme]: Screen): Promise<void> {
  await page.setViewportSize({ width, height: 900 })
  await page.emulateMedia({ colorScheme })
}

/** What makes a page hard to use for some: the rules of axe that it breaks, and where; pixels beside the screen. */
export async function barriersOf(page: Page): Promise<unknown[]> {
  // Evaluated, not added: a page's policy forbids scripts of others.
  const violations: unknown[] = await page.evaluate(`(async () => {
    if (!globalThis.axe) { ${axe.source} }
    const { violations } = await axe.run()
    return violations.map(({ id, nodes }) => ({ id, nodes: nodes.map(({ html }) => html) }))
  })()`)
  const beside = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
  return beside > 0 ? [...violations, { beside }] : violations
}
