import { fileURLToPath, URL } from 'node:url'
import vue from '@vitejs/plugin-vue'
import { defineConfig, type Plugin } from 'vite'

const APPS = ['desk', 'phone', 'plate'] as const
const SERVER = process.env.WURAO_SERVER ?? 'http://127.0.0.1:8600'

const path = (p: string): string => fileURLToPath(new URL(p, import.meta.url))

/** Development only: the addresses of the three apps lead to their pages, as on the server. */
function shells(): Plugin {
  const shell = (url: string): string | null => {
    const p = url.split('?')[0] ?? ''
    if (/\.[a-z0-9]+$/i.test(p) || p.startsWith('/@')) return null
    if (p === '/' || p === '/desk' || p.startsWith('/desk/')) return '/desk/index.html'
    if (p === '/m' || p.startsWith('/m/')) return '/phone/index.html'
    if (/^\/(p\/|v$|v\/|s$|s\/|statement$|statement\/|o$)/.test(p)) return '/plate/index.html'
    return null
  }
  return {
    name: 'wurao-shells',
    configureServer(server) {
      server.middlewares.use((req, _res, next) => {
        const to = shell(req.url ?? '')
        if (to) req.url = to
        next()
      })
    },
  }
}

// One build for each app, so that each holds only what it uses itself (script/build.mjs).
export default defineConfig(() => {
  const only = process.env.WURAO_APP
  const apps = only ? APPS.filter((a) => a === only) : APPS
  return {
    root: path('.'),
    base: '/',
    publicDir: false as const,
    plugins: [vue(), shells()],
    resolve: { alias: { '@shared': path('./shared'), '@desk': path('./desk/src') } },
    define: { __VUE_OPTIONS_API__: 'false', __VUE_PROD_DEVTOOLS__: 'false' },
    server: { host: '127.0.0.1', proxy: { '/api': { target: SERVER, changeOrigin: false } } },
    build: {
      target: ['chrome87', 'safari14'],
      outDir: path('./dist'),
      emptyOutDir: false,
      assetsDir: 'assets',
      assetsInlineLimit: 0,
      cssCodeSplit: true,
      sourcemap: false,
      chunkSizeWarningLimit: 1500,
      reportCompressedSize: false,
      rollupOptions: { input: Object.fromEntries(apps.map((a) => [a, path(`./${a}/index.html`)])) },
    },
  }
})
