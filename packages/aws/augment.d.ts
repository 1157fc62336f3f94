// For those who put the plugin on a stack, and for paginators, waiters, `Upload` and exceptions, which name their
// types themselves: adds `requestId` to every result and every exception of the SDK, of clients without the plugin
// too, where it is never there. Use it with `import type {} from '@requestid/aws/augment'`.
//
// One declaration for each package that has held these interfaces; those that are not installed are passed over.
// `string | undefined`, as quicksight and neptunedata have it: otherwise theirs would no longer extend these.

declare module '@smithy/types' {
  interface MetadataBearer {
    requestId?: string | undefined
  }
}

declare module '@aws-sdk/types' {
  interface MetadataBearer {
    requestId?: string | undefined
  }
}

declare module '@smithy/core/client' {
  interface ServiceException {
    requestId?: string | undefined
    extendedRequestId?: string | undefined
  }
}

declare module '@smithy/smithy-client' {
  interface ServiceException {
    requestId?: string | undefined
    extendedRequestId?: string | undefined
  }
}

declare module '@aws-sdk/smithy-client' {
  interface ServiceException {
    requestId?: string | undefined
    extendedRequestId?: string | undefined
  }
}

export {}
