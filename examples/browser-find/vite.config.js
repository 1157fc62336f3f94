export default {
  // So that the page can lie in a folder of any site.
  base: './',
  // The page may connect to nothing, and so not to Vite either: reload it by hand.
  server: { host: '127.0.0.1', hmr: false },
}
