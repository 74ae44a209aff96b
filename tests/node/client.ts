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
