/**
 * Compiles <app>/messages/{uz-Latn,uz-Cyrl,ru,en}.json into one module a language and the type of all keys with their
 * arguments (<app>/src/generated/messages/). ICU arguments, plural and select only.
 *
 * uz-Cyrl is uz-Latn in other letters: its file holds the exceptions alone.
 *
 * Fails on a key that one language lacks or has too much, on arguments that differ, and on a key no source file uses.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse, TYPE } from '@formatjs/icu-messageformat-parser';
import { cyrillic } from './cyrillic.mjs';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');
const LANGS = ['uz-Latn', 'uz-Cyrl', 'ru', 'en'];
const MODEL = 'uz-Latn';
const APPS = ['miniapp', 'admin'];

/**
 * Stems of keys that no first screen of an app shows. They make a module of their own for each language (`<lang>.later.ts`),
 * which is fetched with the first screen that needs it.
 */
const LATER = {
  admin: [
    ...[
      'area',
      'attribute',
      'attributeType',
      'attributeTypeHint',
      'botStatus',
      'brand',
      'category',
      'collection',
      'creditMove',
    ],
    ...['giftCard', 'giftCardState'],
    ...['collectionKind', 'collectionSort', 'conditionKind', 'deliveryState', 'group', 'history', 'hours', 'list'],
    ...[
      'location',
      'modifier',
      'option',
      'paySetting',
      'payments',
      'pick',
      'picture',
      'pickup',
      'priceList',
      'product',
      'productStatus',
    ],
    ...['productStatusHint', 'properties', 'related', 'relatedHint', 'roleHint', 'rule', 'ruleMatch', 'sale', 'scope'],
    ...['settings', 'staff', 'stock', 'stockReason', 'storeStatus', 'storeStatusHint', 'tag', 'token', 'transfer'],
    ...['unit', 'unitName', 'upload', 'value', 'variant', 'webhook', 'zone'],
  ],
};

/** Argument names of a message: Map name → 'number' | 'string'. */
export function argumentsOf(ast, into = new Map()) {
  for (const node of ast) {
    if (node.type === TYPE.argument) into.set(node.value, into.get(node.value) ?? 'string | number');
    else if (node.type === TYPE.plural) into.set(node.value, 'number');
    else if (node.type === TYPE.select) into.set(node.value, 'string');
    else if (node.type !== TYPE.literal && node.type !== TYPE.pound)
      throw new Error('only arguments, plural and select');
    for (const option of Object.values(node.options ?? {})) argumentsOf(option.value, into);
  }
  return into;
}

/** JavaScript expression that prints the message, with `a` for the arguments. */
export function expression(ast, letters = (text) => text, counted = undefined) {
  const parts = ast.map((node) => {
    if (node.type === TYPE.literal) return escaped(letters(node.value));
    if (node.type === TYPE.argument) return `\${a.${node.value}}`;
    if (node.type === TYPE.pound) return `\${n(a.${counted})}`;
    const options = Object.entries(node.options)
      .map(([name, option]) => `${JSON.stringify(name)}: () => ${expression(option.value, letters, node.value)}`)
      .join(', ');
    return `\${${node.type === TYPE.plural ? 'p' : 's'}(a.${node.value}, { ${options} })}`;
  });
  return `\`${parts.join('')}\``;
}

function escaped(text) {
  return text.replace(/[\\`]|\$\{/g, '\\$&');
}

/** Folders of the admin's first screens: the frame, signing in, orders. */
const FIRST = ['shell', 'session', 'order'];

/** All faults of an app's messages, and its modules; `later` are the stems of those that are fetched later. */
export function compile(files, later = []) {
  const faults = [];
  const trees = {};
  for (const lang of LANGS.filter((l) => l !== 'uz-Cyrl')) {
    trees[lang] = new Map();
    for (const [key, text] of Object.entries(files[lang] ?? {})) {
      try {
        const ast = parse(text, { ignoreTag: true });
        trees[lang].set(key, { ast, args: argumentsOf(ast) });
      } catch (error) {
        faults.push(`${lang} ${key}: ${error.message}`);
      }
    }
  }
  trees['uz-Cyrl'] = new Map();
  for (const [key, tree] of trees[MODEL]) {
    const own = files['uz-Cyrl']?.[key];
    const ast = own === undefined ? tree.ast : parse(own, { ignoreTag: true });
    trees['uz-Cyrl'].set(key, { ast, args: argumentsOf(ast), letters: own === undefined ? cyrillic : undefined });
  }
  for (const key of Object.keys(files['uz-Cyrl'] ?? {})) {
    if (!trees[MODEL].has(key)) faults.push(`uz-Cyrl ${key}: an exception to a key that uz-Latn does not have`);
  }
  const signature = (tree) => JSON.stringify([...tree.args.keys()].sort());
  for (const lang of LANGS) {
    for (const [key, tree] of trees[MODEL]) {
      const other = trees[lang].get(key);
      if (!other) faults.push(`${lang} ${key}: missing`);
      else if (signature(other) !== signature(tree)) faults.push(`${lang} ${key}: arguments differ from uz-Latn`);
    }
    for (const key of trees[lang].keys()) if (!trees[MODEL].has(key)) faults.push(`${lang} ${key}: not in uz-Latn`);
    for (const [key, text] of Object.entries(files[lang] ?? {})) {
      if (/[oOgG][`'’‘]/.test(text) && lang.startsWith('uz')) faults.push(`${lang} ${key}: write oʻ gʻ with U+02BB`);
    }
  }
  const keys = [...trees[MODEL].keys()].sort();
  const modules = {};
  if (faults.length > 0) return { faults, keys, modules };
  const isLater = (key) => later.includes(key.slice(0, key.indexOf('.')));
  const module = (lang, chosen, type) => {
    const lines = chosen.map((key) => {
      const { ast, args, letters } = trees[lang].get(key);
      const body = expression(ast, letters);
      return `  ${JSON.stringify(key)}: ${args.size === 0 ? body : `(a) => ${body}`},`;
    });
    const helpers = ['n', 'p', 's'].filter((h) => lines.some((line) => line.includes(`\${${h}(`)));
    const take = helpers.length > 0 ? `import { speak } from '@dokon/i18n/speak';\n` : '';
    const bind = helpers.length > 0 ? `const { ${helpers.join(', ')} } = speak('${lang}');\n` : '';
    return (
      `// Generated by tools/i18n.mjs; do not edit.\n${take}import type { Table } from '@dokon/i18n/translate';\nimport type { Messages } from './keys';\n` +
      `${bind}\nexport default {\n${lines.join('\n')}\n} satisfies ${type};\n`
    );
  };
  for (const lang of LANGS) {
    if (later.length === 0) {
      modules[lang] = module(lang, keys, 'Table<Messages>');
      continue;
    }
    modules[lang] = module(
      lang,
      keys.filter((key) => !isLater(key)),
      'Partial<Table<Messages>>',
    );
    modules[`${lang}.later`] = module(lang, keys.filter(isLater), 'Partial<Table<Messages>>');
  }
  const narrow = ['number', 'string'];
  const types = keys.map((key) => {
    const args = [...trees[MODEL].get(key).args.keys()].map((name) => {
      // One language may count what another only names: the narrowest type fits all.
      const wanted = LANGS.map((lang) => trees[lang].get(key).args.get(name));
      return `${name}: ${narrow.find((type) => wanted.includes(type)) ?? 'string | number'}`;
    });
    return `  ${JSON.stringify(key)}: ${args.length === 0 ? 'undefined' : `{ ${args.join('; ')} }`};`;
  });
  modules.keys = `// Generated by tools/i18n.mjs; do not edit.\n/** Each key with its arguments. */\nexport interface Messages {\n${types.join('\n')}\n}\n`;
  return { faults, keys, modules };
}

function sources(folder) {
  if (!existsSync(folder)) return '';
  return readdirSync(folder, { recursive: true })
    .map((name) => join(folder, String(name)))
    .filter((path) => /\.tsx?$/.test(path) && !path.includes('generated') && statSync(path).isFile())
    .map((path) => readFileSync(path, 'utf8'))
    .join('\n');
}

/** A key is used when a source names it whole, or names its stem in a template such as `status.${…}`. */
export function unused(keys, text) {
  return keys.filter((key) => {
    if (text.includes(`'${key}'`)) return false;
    const stem = key.slice(0, key.lastIndexOf('.') + 1);
    return !text.includes(`\`${stem}\${`);
  });
}

function main() {
  let failed = false;
  for (const app of APPS) {
    const folder = join(ROOT, app, 'messages');
    if (!existsSync(join(folder, `${MODEL}.json`))) continue;
    const files = {};
    for (const lang of LANGS) files[lang] = JSON.parse(readFileSync(join(folder, `${lang}.json`), 'utf8'));
    const { faults, keys, modules } = compile(files, LATER[app]);
    const idle = unused(keys, sources(join(ROOT, app, 'src')));
    const later = keys.filter((key) => LATER[app]?.includes(key.slice(0, key.indexOf('.'))));
    const idleFirst = unused(later, FIRST.map((name) => sources(join(ROOT, app, 'src', name))).join('\n'));
    const early = later.filter((key) => !idleFirst.includes(key));
    const wrong = [
      ...faults,
      ...idle.map((key) => `${key}: no source uses it`),
      ...early.map((key) => `${key}: a first screen uses it, but it is fetched later`),
    ];
    for (const line of wrong) {
      console.error(`${app}: ${line}`);
      failed = true;
    }
    const out = join(ROOT, app, 'src/generated/messages');
    mkdirSync(out, { recursive: true });
    for (const [name, text] of Object.entries(modules)) writeFileSync(join(out, `${name}.ts`), text);
    console.log(`${app}: ${keys.length} messages in ${LANGS.length} languages`);
  }
  if (failed) process.exit(1);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) main();
