// SPDX-License-Identifier: Apache-2.0
// A ledger with the histories of the three regions, made by the tool and served by it.
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const history = resolve(here, '../../tools/history');
const letopis = process.env.LETOPIS ?? resolve(here, '../../build/dev/letopis');

/** Serves a new ledger; `stop` ends the server and removes it. */
export async function serveLedger() {
  const home = mkdtempSync(join(tmpdir(), 'letopis-node-'));
  const environment = { ...process.env, XDG_STATE_HOME: join(home, 'state'), LC_ALL: 'C.UTF-8' };
  const run = (...args) =>
    execFileSync(letopis, args, { cwd: home, env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
  const manifest = JSON.parse(readFileSync(join(history, 'manifest.json'), 'utf8'));
  writeFileSync(join(home, 'passphrase'), 'a passphrase for tests alone\n', { mode: 0o600 });
  writeFileSync(join(home, 'operator.json'), JSON.stringify(manifest.organisation));
  const secrets = ['--keys', 'keys', '--passphrase', 'file:passphrase'];
  run('init', 'ledger', '--origin', 'letopis.example/node', '--organisation', 'operator.json',
      '--names', 'names.json', '--kdf', 'interactive', ...secrets);
  run('key', 'generate', ...manifest.keys.map((key) => key.name), '--purpose', 'test',
      '--kdf', 'interactive', ...secrets);
  const files = manifest.files.map((file) => join(history, file));
  run('append', ...files, '--dir', 'ledger', '--names', 'names.json', ...secrets);
  const server = spawn(letopis, ['serve', '--dir', 'ledger', '--listen', '127.0.0.1:0', ...secrets],
                       { cwd: home, env: environment, stdio: ['ignore', 'pipe', 'ignore'] });
  const url = await new Promise((done, failed) => {
    server.stdout.once('data', (line) => done(line.toString().trim().replace(/\/$/, '')));
    server.once('exit', (code) => failed(new Error(`the server ended with ${code}`)));
  });
  const stop = async () => {
    const ended = new Promise((done) => server.once('exit', done));
    server.kill('SIGTERM');
    await ended;
    rmSync(home, { recursive: true, force: true });
  };
  return { url, home, stop };
}
