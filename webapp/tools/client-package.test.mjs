import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 }); // npm and tsc run in them

// The client as whoever installs it finds it: packed, put into an empty folder, used by plain Node and by TypeScript.

const WEBAPP = join(import.meta.dirname, '..');
const run = promisify(execFile);
let folder = '';

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'dokon-client-'));
  const packed = await run('npm', ['pack', '--json', '--silent', '--pack-destination', folder], {
    cwd: join(WEBAPP, 'packages/client'),
  });
  const { filename, files } = JSON.parse(packed.stdout.slice(packed.stdout.indexOf('[')))[0];
  expect(files.map(({ path }) => path).filter((path) => !path.startsWith('dist/'))).toEqual([
    'README.md',
    'package.json',
  ]);
  expect(files.some(({ path }) => path.includes('.test.'))).toBe(false);
  writeFileSync(join(folder, 'package.json'), '{ "private": true, "type": "module" }');
  await run('npm', ['install', '--offline', '--no-audit', '--no-fund', `./${filename}`], { cwd: folder });
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const PROGRAM = `import { createClient, DokonError, StoreDocument } from '@dokon/client';

const shop = createClient({ url: process.argv[2] ?? '', store: 'zarbof', language: 'en' });
const { store } = await shop.query(StoreDocument);
const name: string = store.name;
try {
  await shop.query({ toString: () => '{ refused }' });
} catch (error) {
  if (error instanceof DokonError) console.log(name, error.code);
}
`;

test('plain Node asks a shop with it', async () => {
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const piece of request) body += piece;
    const isStore = JSON.parse(body).documentId !== undefined;
    response.setHeader('Content-Type', 'application/json');
    response.end(
      JSON.stringify(
        isStore
          ? { data: { store: { name: 'Zarbof' } } }
          : { errors: [{ message: 'x', extensions: { code: 'FORBIDDEN' } }] },
      ),
    );
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  writeFileSync(join(folder, 'ask.js'), PROGRAM.replace(': string', ''));
  const { stdout } = await run(process.execPath, ['ask.js', `http://127.0.0.1:${server.address().port}`], {
    cwd: folder,
  });
  server.close();
  expect(stdout).toBe('Zarbof FORBIDDEN\n');
});

test.each(['nodenext', 'bundler'])('its types hold, %s', async (moduleResolution) => {
  writeFileSync(join(folder, 'ask.ts'), `declare const process: { argv: string[] };\n${PROGRAM}`);
  writeFileSync(
    join(folder, 'tsconfig.json'),
    JSON.stringify({
      compilerOptions: {
        strict: true,
        noEmit: true,
        target: 'ES2022',
        module: moduleResolution === 'nodenext' ? 'nodenext' : 'esnext',
        moduleResolution,
        lib: ['ES2022', 'DOM', 'DOM.Iterable'],
        types: [],
      },
      files: ['ask.ts'],
    }),
  );
  const tsc = join(WEBAPP, 'node_modules/.bin/tsc');
  await expect(run(tsc, ['-p', folder]).catch(({ stdout }) => Promise.reject(new Error(stdout)))).resolves.toBeTruthy();
  writeFileSync(
    join(folder, 'ask.ts'),
    `declare const process: { argv: string[] };\n${PROGRAM.replace(': string', ': number')}`,
  );
  await expect(run(tsc, ['-p', folder])).rejects.toMatchObject({ code: expect.any(Number) });
});
