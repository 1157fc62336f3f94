export default {
  // One file per host, so that the whole page can lie in a folder of any site.
  base: './',
  // The SDK is CommonJS. Found only as the page asks for it, it would make the page load twice.
  optimizeDeps: { include: ['cos-js-sdk-v5'] },
}
