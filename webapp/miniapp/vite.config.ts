import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { defineConfig, type Plugin } from 'vite';

const server = process.env.DOKON_SERVER ?? 'http://localhost:8080';

/** Puts the styles into the HTML: the first paint then waits for one request alone. */
function inlineStyles(): Plugin {
  return {
    name: 'inline-styles',
    enforce: 'post',
    generateBundle(_, bundle) {
      const html = bundle['index.html'];
      if (html?.type !== 'asset') return;
      html.source = String(html.source).replace(
        /<link rel="stylesheet"[^>]*href="\/app\/([^"]+)"[^>]*>/g,
        (tag, name: string) => {
          const file = bundle[name];
          if (file?.type !== 'asset') return tag;
          delete bundle[name];
          return `<style>${String(file.source).trim()}</style>`;
        },
      );
    },
  };
}

/** Writes name.br and name.gz beside each asset, so that the server need not compress. */
function precompress(): Plugin {
  return {
    name: 'precompress',
    enforce: 'post',
    generateBundle(_, bundle) {
      for (const file of Object.values(bundle)) {
        if (!/\.(js|css|svg|json)$/.test(file.fileName) || file.fileName.startsWith('.')) continue;
        const text = file.type === 'chunk' ? file.code : file.source;
        const source = brotliCompressSync(text, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } });
        this.emitFile({ type: 'asset', fileName: `${file.fileName}.br`, source });
        this.emitFile({ type: 'asset', fileName: `${file.fileName}.gz`, source: gzipSync(text, { level: 9 }) });
      }
    },
  };
}

export default defineConfig({
  root: import.meta.dirname,
  base: '/app/',
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  plugins: [inlineStyles(), precompress()],
  build: {
    outDir: '../dist/miniapp',
    emptyOutDir: true,
    target: 'es2020',
    cssMinify: 'lightningcss',
    cssCodeSplit: false,
    modulePreload: { polyfill: false },
    manifest: true,
    assetsInlineLimit: 0,
  },
  server: { proxy: { '/graphql': server, '/media': server } },
});
