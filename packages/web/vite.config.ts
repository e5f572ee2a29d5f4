import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/**
 * Where `npm start` listens; the page in development passes its calls on to it. Cookies do not tell ports apart, so
 * whoever opened that address once is signed in here, too. The host stays as it is: the server compares it with the origin.
 */
const api = process.env.TANDEM_API ?? 'http://127.0.0.1:3000'

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
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
