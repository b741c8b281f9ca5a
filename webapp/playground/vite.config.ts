import { defineConfig } from 'vite';

const server = process.env.DOKON_SERVER ?? 'http://localhost:8080';

export default defineConfig({
  root: import.meta.dirname,
  base: '/playground/',
  oxc: { jsx: { runtime: 'automatic' } },
  build: { outDir: '../dist/playground', emptyOutDir: true, target: 'es2022', chunkSizeWarningLimit: 3000 },
  server: { proxy: { '/graphql': server } },
});
