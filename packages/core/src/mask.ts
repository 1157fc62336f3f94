/** Takes credentials out of a text. */

/**
 * Names of what signed URLs and headers carry, where somebody has made such a thing a part of a key or of a message.
 * With a bound, as a text of words and hyphens would otherwise be searched from each of them to its end.
 */
const SECRETS =
  /\b([\w-]{0,40}(?:signature|credential|token|accesskeyid|secret|secretkey|authorization|password|q-ak|q-[\w-]{1,20}-time)|sign?)(["']?[=:]\s*["']?)(?:[a-z]+ )?[^&\s,;"']+/gi

/** A text without the credentials whose names tell. */
export function maskSecrets(text: string): string {
  return text.replace(SECRETS, '$1$2***')
}
