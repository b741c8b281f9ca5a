import { spawn } from 'node:child_process';
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const CHECKOUT = join(import.meta.dirname, '../..');

export interface SecondServer {
  address: string;
  stop(): Promise<void>;
}

/** One more process of the deployment under test, on its database and with its keys and pictures, with settings of its own. */
export async function startSecondServer(settings: Record<string, string>): Promise<SecondServer> {
  const first = process.env.DOKON_STATE_DIR ?? join(CHECKOUT, '.dokon');
  const [program = 'go', ...before] = (process.env.DOKON_CLI ?? 'go run ./server').split(' ');
  const state = mkdtempSync(join(tmpdir(), 'dokon-second-'));
  copyFileSync(join(first, 'secret-keys'), join(state, 'secret-keys'));
  if (existsSync(join(first, 'media'))) symlinkSync(join(first, 'media'), join(state, 'media'));
  let said = '';
  const server = spawn(program, [...before, 'serve'], {
    cwd: CHECKOUT,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      PORT: '0',
      DOKON_PUBLIC_URL: '',
      DOKON_STATE_DIR: state,
      DATABASE_URL: readFileSync(join(first, 'database-url'), 'utf8').trim(),
      ...settings,
    },
  });
  for (const stream of [server.stdout, server.stderr]) {
    stream.on('data', (text) => {
      said += String(text);
    });
  }
  const ended = new Promise<void>((resolve) => server.once('exit', () => resolve()));
  const stop = async () => {
    server.kill('SIGINT');
    await ended;
    rmSync(state, { recursive: true, force: true });
  };
  const note = join(state, 'running.json');
  while (!existsSync(note)) {
    if (server.exitCode !== null) throw new Error(`the second server did not start: ${said}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return { address: (JSON.parse(readFileSync(note, 'utf8')) as { address: string }).address, stop };
}
