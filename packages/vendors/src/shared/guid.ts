/** A GUID, which is the id of services that have no form of their own. */
import { form } from './form.js'

export const guid = /* @__PURE__ */ form(
  /[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}/,
)
