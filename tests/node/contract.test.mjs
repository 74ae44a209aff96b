// SPDX-License-Identifier: Apache-2.0
// The contract seen by other people's programs: a linter, a generated client, a JSON Schema
// validator, the CloudEvents SDK, a parser of event streams.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';

import Ajv from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { CloudEvent, HTTP } from 'cloudevents';
import { createParser } from 'eventsource-parser';
import ICAL from 'ical.js';

import { serveLedger } from './ledger.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const bin = (name) => join(here, 'node_modules', '.bin', name);
const generated = join(here, 'generated');

let ledger;
let document;

before(async () => {
  ledger = await serveLedger();
  document = await (await fetch(`${ledger.url}/v1/openapi.json`)).json();
  mkdirSync(generated, { recursive: true });
  writeFileSync(join(generated, 'openapi.json'), JSON.stringify(document));
});

after(async () => {
  await ledger?.stop();
  rmSync(generated, { recursive: true, force: true });
});

/** The cluster of the example year with the most meetings, ballots and duties. */
async function exampleCluster() {
  const { items } = await (await fetch(`${ledger.url}/v1/clusters`)).json();
  return items.find((one) => one.name === 'Пример: Приборостроительный').cluster;
}

test('the document passes a public linter', () => {
  const said = execFileSync(bin('redocly'), ['lint', '--extends=recommended', '--format=json',
                                             '--skip-rule=no-ambiguous-paths',
                                             join(generated, 'openapi.json')],
                            { cwd: here, env: { ...process.env, REDOCLY_TELEMETRY: 'off' } });
  // What does not fit its schema among the examples is a warning.
  assert.deepEqual(JSON.parse(said).totals, { errors: 0, warnings: 0, ignored: 0 });
});

test('a generated client compiles against the document and reads', async () => {
  execFileSync(bin('openapi-typescript'), [join(generated, 'openapi.json'), '-o',
                                           join(generated, 'api.ts')]);
  execFileSync(bin('tsc'), ['--strict', '--target', 'es2022', '--module', 'nodenext',
                            '--moduleResolution', 'nodenext', '--skipLibCheck', '--outDir',
                            generated, join(here, 'client.ts')], { cwd: here });
  const client = await import(pathToFileURL(join(generated, 'client.js')));
  const clusters = await client.readClusters(ledger.url);
  assert.ok(clusters.length > 0);
  assert.equal(typeof (await client.readCluster(ledger.url, clusters[0])), 'string');
  assert.deepEqual(await client.readEvents(ledger.url, 3), [3, 4, 5, 6, 7]);
  const cluster = await exampleCluster();
  const names = await client.readMembers(ledger.url, cluster, '2024-06-01');
  assert.ok(names.length > 3);
  assert.deepEqual(names, [...names].sort(new Intl.Collator('ru', { ignorePunctuation: true }).compare));
  const ballots = await client.readBallots(ledger.url, cluster, '2024-06-01');
  assert.ok(ballots.some((ballot) => ballot.votes > 0 && ballot.adopted === 'yes'));
  const duties = await client.readObligations(ledger.url, { cluster }, '2024-06-01');
  assert.ok(duties.length > 10);
  const days = duties.map((duty) => duty.due).filter((day) => day !== null);
  assert.deepEqual(days, [...days].sort());
  assert.match(await client.readFeed(ledger.url, 3), /^retry: 5000\n\nid: 4\n/);
});

test('every list and card of a place is of its schema', async () => {
  const ajv = new Ajv({ strict: false });
  addFormats(ajv);
  ajv.addSchema(document, 'openapi');
  const prefix = '/v1/clusters/{cluster}/';
  const base = `${ledger.url}/v1/clusters/${await exampleCluster()}/`;
  const isOf = async (address, operation) => {
    const body = await (await fetch(address)).json();
    const { schema } = operation.responses['200'].content['application/json'];
    const check = ajv.compile({ $ref: schema.$ref.replace('#', 'openapi#') });
    assert.ok(check(body), `${address}: ${JSON.stringify(check.errors)}`);
    return body;
  };
  for (const [path, { get }] of Object.entries(document.paths)) {
    const [, list, id] = path.startsWith(prefix)
        ? /^([a-z-]+)(?:\/\{(\w+)\})?$/.exec(path.slice(prefix.length)) ?? [] : [];
    if (!list) continue;
    const page = await isOf(`${base}${list}?on=2024-06-01&limit=1000`,
                            document.paths[prefix + list].get);
    if (!id) continue;
    for (const item of page.items) await isOf(`${base}${list}/${item[id]}?on=2024-06-01`, get);
  }
});

test('a calendar has a component, also where nothing is due', async () => {
  const { items } = await (await fetch(`${ledger.url}/v1/clusters?limit=1000`)).json();
  assert.ok(items.length > 0);
  for (const { cluster } of items) {
    const day = `${ledger.url}/v1/clusters/${cluster}/calendar.ics?on=1950-01-01`;
    const calendar = new ICAL.Component(ICAL.parse(await (await fetch(day)).text()));
    assert.ok(calendar.getAllSubcomponents().length > 0, cluster);
    assert.equal(calendar.getFirstPropertyValue('method'), null);
  }
});

test('the duties are a calendar for a public parser', async () => {
  const place = `${ledger.url}/v1/clusters/${await exampleCluster()}`;
  const text = await (await fetch(`${place}/calendar.ics?on=2024-06-01&lang=ru`)).text();
  const calendar = new ICAL.Component(ICAL.parse(text));
  assert.equal(calendar.name, 'vcalendar');
  assert.equal(calendar.getAllSubcomponents('vtimezone').length, 1);
  const events = calendar.getAllSubcomponents('vevent').map((event) => new ICAL.Event(event));
  assert.ok(events.length > 10);
  assert.equal(new Set(events.map((event) => event.uid)).size, events.length);
  for (const event of events) {
    assert.ok(event.startDate.isDate, 'all-day');
    assert.ok(event.summary.length > 0);
  }
  // Each duty with a last day that is known, on its days and by its name, and no other.
  const { items } = await (await fetch(`${place}/obligations?on=2024-06-01&limit=1000`,
                                       { headers: { 'accept-language': 'ru' } })).json();
  const duties = items.map((duty) => ({ ...duty.due.effective, title: duty.title }))
      .filter((duty) => duty.not_after !== null)
      .map((duty) => `${duty.not_before ?? duty.not_after} ${duty.not_after} ${duty.title}`);
  const shown = events.map((event) => {
    const last = event.endDate.clone();
    last.adjust(-1, 0, 0, 0);  // DTEND is the day after
    return `${event.startDate} ${last} ${event.summary}`;
  });
  assert.deepEqual(shown.sort(), duties.sort());
});

test('every event is of the JSON Schema of its type', async () => {
  const ajv = new Ajv({ strict: true });
  addFormats(ajv);
  const checks = new Map();
  let next = 0;
  let size = 1;
  while (next < size) {
    const page = await (await fetch(`${ledger.url}/v1/events?from=${next}&limit=1000`)).json();
    ({ next_from: next, ledger_size: size } = page);
    for (const event of page.events) {
      const type = event.body.payload_type;
      if (!checks.has(type)) {
        const schema = await (await fetch(`${ledger.url}/v1/schemas/1/${type}.json`)).json();
        checks.set(type, ajv.compile(schema));
      }
      const check = checks.get(type);
      assert.ok(check(event.body), `${event.index} ${type}: ${JSON.stringify(check.errors)}`);
    }
  }
  assert.ok(checks.size > 10);
});

test('answers are of the schemas of the document', async () => {
  const ajv = new Ajv({ strict: false });
  addFormats(ajv);
  ajv.addSchema(document, 'openapi');
  const answers = { '/': 'Contents', '/v1/ledger': 'Ledger', '/v1/events?limit=50': 'Events',
                    '/v1/clusters': 'Clusters', '/v1/regions': 'Regions', '/v1/keys': 'Keys',
                    '/v1/organisations?limit=1000': 'Organisations',
                    '/v1/documents?limit=1000': 'Documents', '/v1/nothing': 'Problem' };
  for (const [path, name] of Object.entries(answers)) {
    const body = await (await fetch(ledger.url + path)).json();
    const check = ajv.compile({ $ref: `openapi#/components/schemas/${name}` });
    assert.ok(check(body), `${path}: ${JSON.stringify(check.errors)}`);
  }
});

test('events are CloudEvents for the CloudEvents SDK', async () => {
  const one = await fetch(`${ledger.url}/v1/events/3`,
                          { headers: { accept: 'application/cloudevents+json' } });
  const single = HTTP.toEvent({ headers: Object.fromEntries(one.headers), body: await one.text() });
  assert.ok(single instanceof CloudEvent);
  assert.ok(single.validate());
  assert.equal(single.data.index, 3);
  const list = await fetch(`${ledger.url}/v1/events?limit=20`,
                           { headers: { accept: 'application/cloudevents-batch+json' } });
  const batch = HTTP.toEvent({ headers: Object.fromEntries(list.headers), body: await list.text() });
  assert.equal(batch.length, 20);
  assert.ok(batch.every((event) => event.validate()));
  assert.deepEqual(batch.map((event) => event.sequence), batch.map((e) => e.sequence).sort());
  // The envelopes are about these events, in this order.
  const { events } = await (await fetch(`${ledger.url}/v1/events?limit=20`)).json();
  assert.deepEqual(batch.map(({ data }) => data), events);
  const { ledger_id: id } = await (await fetch(`${ledger.url}/v1/ledger`)).json();
  const ajv = new Ajv({ strict: true });
  addFormats(ajv);
  const types = new Set(events.map(({ body }) => body.payload_type));
  for (const type of types) {
    ajv.addSchema(await (await fetch(`${ledger.url}/v1/schemas/1/${type}.json`)).json());
  }
  events.forEach((event, i) => {
    const { payload_type: type, event_id: name } = event.body;
    assert.equal(batch[i].id, name);
    assert.equal(batch[i].source, `urn:letopis:${id}`);
    assert.equal(batch[i].type, `ru.letopis.${type}.v1`);
    assert.equal(Date.parse(batch[i].time), Date.parse(event.recorded_at));
    assert.equal(Number(batch[i].sequence), event.index + 1);
    assert.ok(batch[i].dataschema.includes(type));
    assert.ok(ajv.validate(batch[i].dataschema, batch[i].data), ajv.errorsText());
  });
});

test('the feed is an event stream that resumes where it was left', async () => {
  const read = async (last, count) => {
    const abort = new AbortController();
    const response = await fetch(`${ledger.url}/v1/stream`,
                                 { headers: { 'last-event-id': last }, signal: abort.signal });
    const ids = [];
    const parser = createParser({
      onEvent: (event) => {
        const { index, body } = JSON.parse(event.data);
        assert.equal(String(index + 1), event.id);
        assert.equal(body.payload_type, event.event);
        ids.push(event.id);
      },
    });
    const decoder = new TextDecoder();
    for await (const chunk of response.body) {
      parser.feed(decoder.decode(chunk, { stream: true }));
      if (ids.length >= count) break;
    }
    abort.abort();
    return ids.slice(0, count);
  };
  assert.deepEqual(await read('', 3), ['1', '2', '3']);
  assert.deepEqual(await read('5', 2), ['6', '7']);
});
