import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'

/**
 * Where `npm start` listens; the page in development passes its calls on to it. Cookies do not tell ports apart, so
 * whoever opened that address once is signed in here, too. The host stays as it is: the server compares it with the origin.
 */
const api = process.env.TANDEM_API ?? 'http://127.0.0.1:3000'

/**
 * Icons call themselves by their English file name (`funnel-plot`), in every language. What an icon stands for is said by the
 * text beside it or by the name of its button, so an icon without a name of its own is kept from those who listen.
 */
function quietIcons(): Plugin {
  const NAMED = '"aria-label": icon.name'
  return {
    name: 'tandem-quiet-icons',
    transform(code, id) {
      if (!/@ant-design\/icons\/es\/components\/AntdIcon(Light)?\.js/.test(id)) return undefined
      if (!code.includes(NAMED)) throw new Error(`${id} names its icons in another way by now: see quietIcons`)
      return { code: code.replace(NAMED, `"aria-hidden": restProps['aria-label'] === undefined`), map: null }
    },
  }
}

export default defineConfig({
  root: import.meta.dirname,
  plugins: [quietIcons(), react()],
  // In development packages are bundled before, past the plugins above.
  optimizeDeps: { rolldownOptions: { plugins: [quietIcons() as never] } },
  // The server puts a fresh nonce in its place with each page, so that the page needs no `unsafe-inline`.
  html: { cspNonce: '__CSP_NONCE__' },
  server: { port: 5173, proxy: { '/api': { target: api, changeOrigin: false } } },
  build: {
    outDir: 'dist',
    target: 'es2022',
    chunkSizeWarningLimit: 900,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [{ name: 'react', test: /node_modules[\\/](react|react-dom|scheduler|@tanstack|i18next|react-i18next)[\\/]/ }],
        },
      },
    },
  },
})
