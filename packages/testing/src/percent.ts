/** Percent-decodes; text that is not validly encoded stays as it is. */
export function percentDecode(encoded: string): string {
  try {
    return decodeURIComponent(encoded)
  } catch {
    return encoded
  }
}
