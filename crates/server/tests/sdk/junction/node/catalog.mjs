// The catalog of providers, held against the lists that the SDK brings along.

import assert from 'node:assert/strict';
import { everyResource } from './availability.mjs';
import { Junction, junction, step } from './client.mjs';

export async function readCatalog() {
  const catalog = await step('the catalog has exactly the providers that the SDK knows', async () => {
    const all = await junction.providers.getAll();
    assert.equal(all.length, 41);
    assert.deepEqual(all.map(({ slug }) => slug).sort(), Object.values(Junction.Providers).sort());
    return new Map(all.map((entry) => [entry.slug, entry]));
  });

  await step('every entry has all its fields', async () => {
    const resources = Object.values(Junction.ClientFacingResource);
    for (const entry of catalog.values()) {
      assert.deepEqual(
        Object.keys(entry).sort(),
        ['authType', 'description', 'logo', 'name', 'slug', 'supportedResources'],
        entry.slug,
      );
      assert.ok(entry.name && entry.description, entry.slug);
      assert.equal(new Set(entry.supportedResources).size, entry.supportedResources.length, entry.slug);
      for (const resource of entry.supportedResources) {
        assert.ok(resources.includes(resource), `${entry.slug}: ${resource}`);
      }
    }
  });

  await step('a provider supports what its connections show', () => {
    assert.deepEqual([...catalog.get('fitbit').supportedResources].sort(), everyResource);
  });

  await step('providers authenticate as the SDK expects', async () => {
    const authTypes = (slugs) => new Set(slugs.map((slug) => catalog.get(slug).authType));
    assert.deepEqual(authTypes(Object.values(Junction.OAuthProviders)), new Set(['oauth', 'team_oauth']));
    assert.deepEqual(authTypes(Object.values(Junction.PasswordProviders)), new Set(['password']));
    assert.deepEqual(authTypes(['freestyle_libre']), new Set(['email']));
    assert.deepEqual(authTypes(['apple_health_kit', 'health_connect', 'samsung_health']), new Set(['sdk']));
    assert.equal(catalog.get('whoop_v2').authType, 'team_oauth');
  });

  await step('every logo can be fetched', async () => {
    for (const { logo, slug } of catalog.values()) {
      const answer = await fetch(logo);
      assert.equal(answer.status, 200, `${slug}: ${logo}`);
      assert.match(answer.headers.get('content-type'), /^image\//, slug);
    }
  });

  await step('the type of source narrows the catalog', async () => {
    assert.deepEqual(await junction.providers.getAll({ sourceType: 'no-such-type' }), []);
    const all = [...catalog.values()];
    const types = ['app', 'ble', 'device', 'lab', 'provider'];
    const found = await Promise.all(types.map((sourceType) => junction.providers.getAll({ sourceType })));
    for (const narrowed of found) {
      const slugs = narrowed.map(({ slug }) => slug);
      assert.deepEqual(narrowed, all.filter(({ slug }) => slugs.includes(slug)));
    }
    const typed = found.flat().map(({ slug }) => slug);
    assert.deepEqual(typed.sort(), [...new Set(typed)].sort(), 'no provider is of two types');
    assert.ok(found.some((narrowed) => narrowed.length > 0 && narrowed.length < all.length));
  });
}
