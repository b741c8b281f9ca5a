import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
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

/**
 * Writes name.br and name.gz beside each asset, so that the server need not compress. From the files as they were
 * written: vite still changes chunks after the bundle was generated.
 */
function precompress(): Plugin {
  return {
    name: 'precompress',
    async writeBundle({ dir = '' }, bundle) {
      const names = Object.keys(bundle).filter((name) => /\.(js|css|svg)$/.test(name));
      for (const path of names.map((name) => join(dir, name))) {
        const text = await readFile(path);
        const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } };
        await writeFile(`${path}.br`, brotliCompressSync(text, quality));
        await writeFile(`${path}.gz`, gzipSync(text, { level: 9 }));
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
