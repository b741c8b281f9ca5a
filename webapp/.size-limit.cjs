const { existsSync, readFileSync } = require('node:fs');

/** The entry of an app and all that it imports before it runs, by the manifest of its build. */
function firstLoad(app, extra = []) {
  const file = `dist/${app}/.vite/manifest.json`;
  if (!existsSync(file)) throw new Error(`${app} is not built: npm run build`);
  const manifest = JSON.parse(readFileSync(file, 'utf8'));
  const files = new Set();
  const add = (key) => {
    const chunk = manifest[key];
    if (files.has(chunk.file)) return;
    files.add(chunk.file);
    for (const next of chunk.imports ?? []) add(next);
  };
  add('index.html');
  for (const key of extra) add(key);
  return [...files].map((name) => `dist/${app}/${name}`);
}

/** One file for each screen that is fetched when it is first shown. */
const screen = (name) => ({
  name: `Mini App: ${name}`,
  path: `dist/miniapp/assets/${name}-screen-*.js`,
  limit: '15 kB',
  gzip: true,
});

module.exports = [
  {
    name: 'Mini App: first load, with the longest language',
    path: firstLoad('miniapp', ['src/generated/messages/ru.ts']),
    limit: '60 kB',
    gzip: true,
  },
  { name: 'Mini App: HTML with its styles', path: 'dist/miniapp/index.html', limit: '14 kB', gzip: true },
  ...['product', 'category', 'search', 'cart', 'checkout', 'order', 'orders', 'profile', 'wallet'].map(screen),
  {
    name: 'Admin: first load, with the longest language',
    path: firstLoad('admin', ['src/generated/messages/ru.ts']),
    limit: '225 kB',
    gzip: true,
  },
  {
    name: 'Admin: the order list with all it needs',
    path: firstLoad('admin', ['src/generated/messages/ru.ts', 'src/order/orders-screen.tsx']),
    limit: '250 kB',
    gzip: true,
  },
  { name: 'Admin: styles', path: 'dist/admin/assets/index-*.css', limit: '45 kB', gzip: true },
];
