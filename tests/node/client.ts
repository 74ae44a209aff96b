// SPDX-License-Identifier: Apache-2.0
// Compiled against the types that openapi-typescript makes of the served document: a member or a
// parameter that the document does not have fails the compilation.
import createClient from 'openapi-fetch';
import type { components, paths } from './generated/api.js';

export async function readClusters(baseUrl: string): Promise<string[]> {
  const client = createClient<paths, 'application/json'>({ baseUrl });
  const { data, error } = await client.GET('/v1/clusters', { params: { query: { limit: 10 } } });
  // The client reads one media type of an answer; a problem has its own.
  if (!data) throw new Error((error as unknown as components['schemas']['Problem']).code);
  return data.items.map((cluster) => cluster.cluster);
}

export async function readCluster(baseUrl: string, cluster: string): Promise<string | null> {
  const client = createClient<paths, 'application/json'>({ baseUrl });
  const { data } = await client.GET('/v1/clusters/{cluster}', { params: { path: { cluster } } });
  return data ? data.name : null;
}

export async function readEvents(baseUrl: string, after: number): Promise<number[]> {
  const client = createClient<paths, 'application/json'>({ baseUrl });
  const { data } = await client.GET('/v1/events', { params: { query: { after, limit: 5 } } });
  return data ? data.events.map((event) => event.index) : [];
}

/** Every member of a cluster, page by page as the cursor says. */
export async function readMembers(baseUrl: string, cluster: string, on: string): Promise<string[]> {
  const client = createClient<paths, 'application/json'>({ baseUrl });
  const names: string[] = [];
  let cursor: string | undefined;
  for (;;) {
    const { data } = await client.GET('/v1/clusters/{cluster}/members', {
      params: { path: { cluster }, query: { on, limit: 3, sort: 'name', cursor } },
    });
    if (!data) throw new Error('no page');
    for (const member of data.items) names.push(member.name ?? member.organisation);
    if (data.next_cursor === null) return names;
    cursor = data.next_cursor;
  }
}

/** The question of every ballot with who voted how, from its card. */
export async function readBallots(baseUrl: string, cluster: string, on: string)
    : Promise<{ question: string; adopted: 'yes' | 'no' | 'undetermined'; votes: number }[]> {
  const client = createClient<paths, 'application/json'>({ baseUrl });
  const { data } = await client.GET('/v1/clusters/{cluster}/ballots',
                                    { params: { path: { cluster }, query: { on } } });
  const ballots = [];
  for (const { ballot } of data?.items ?? []) {
    const { data: card } = await client.GET('/v1/clusters/{cluster}/ballots/{ballot}',
                                            { params: { path: { cluster, ballot }, query: { on } } });
    if (!card) throw new Error(`no card of ${ballot}`);
    ballots.push({ question: card.question, adopted: card.adopted, votes: card.roll_call.length });
  }
  return ballots;
}

export async function readObligations(baseUrl: string, place: { cluster: string }, on: string)
    : Promise<{ title: string; state: string; due: string | null }[]> {
  const client = createClient<paths, 'application/json'>({ baseUrl });
  const { data } = await client.GET('/v1/clusters/{cluster}/obligations', {
    params: { path: place, query: { on, limit: 1000, sort: 'due' } },
  });
  return (data?.items ?? []).map((duty) => ({ title: duty.title, state: duty.state,
                                              due: duty.due.effective.day }));
}

/** The feed's text up to the first event, with its id. */
export async function readFeed(baseUrl: string, after: number): Promise<string> {
  const client = createClient<paths>({ baseUrl });
  const abort = new AbortController();
  const { response } = await client.GET('/v1/stream', {
    params: { query: { after } }, parseAs: 'stream', signal: abort.signal,
  });
  const reader = response.body!.getReader();
  const decoder = new TextDecoder();
  let text = '';
  while (!text.includes('\nid: ')) {
    const { value, done } = await reader.read();
    if (done) break;
    text += decoder.decode(value, { stream: true });
  }
  abort.abort();
  return text;
}
