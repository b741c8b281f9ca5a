import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const server = process.env.DOKON_SERVER ?? 'http://localhost:8080';

export default defineConfig({
  root: import.meta.dirname,
  base: '/admin/',
  plugins: [react()],
  build: {
    outDir: '../dist/admin',
    emptyOutDir: true,
    target: 'es2022',
    cssMinify: 'lightningcss',
    manifest: true,
  },
  server: { proxy: { '/graphql': server, '/media': server } },
});
