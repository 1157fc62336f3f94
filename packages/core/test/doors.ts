/** Both doors of core, as a program that resets its modules loads them. */
export async function loadCore() {
  const [users, authors] = await Promise.all([import('../src/index.js'), import('../src/plugin.js')])
  return { ...users, ...authors }
}

export type Core = Awaited<ReturnType<typeof loadCore>>
