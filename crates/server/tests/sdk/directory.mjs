// Lists of users, and what the SDK's provider asks before it shows anything.

import assert from 'node:assert/strict';
import { anonymous, byNobody, mode, refused, sdk, step } from './client.mjs';
import { assertForm } from './profiles.mjs';

const { FeatureService, PreferenceService, UserService, http } = sdk;
const ids = ({ results }) => results.map(({ id }) => id);

export async function lookAround({ anna, bruno, carla }) {
  await step('users are listed, searched for and completed', async () => {
    const all = await UserService.getAllUsers(undefined, anna.self);
    assert.ok(all.count >= 4);
    all.results.forEach((user) => assertForm(user));
    const parameters = { limit: 1, search: carla.username, ordering: '-username' };
    assert.deepEqual(ids(await UserService.getAllUsers(parameters, anna.self)), [carla.id]);
    assert.deepEqual(ids(await UserService.userSearch({ user: bruno.username, limit: 2 }, anna.self)), [bruno.id]);
    const [short] = (await UserService.userAutocomplete({ search: anna.username }, anna.self)).results;
    assert.deepEqual(Object.keys(short).sort(), ['avatar', 'ext_id', 'id', 'real_name', 'username']);
    assert.equal(short.id, anna.id);
    const others = { search: anna.username, exclude: String(anna.id) };
    assert.deepEqual(ids(await UserService.userAutocomplete(others, anna.self)), []);
    await refused(UserService.getAllUsers({}, byNobody), ...anonymous);
    assert.deepEqual(ids(await UserService.userSearch({ username: bruno.username }, byNobody)), [bruno.id]);
  });

  await step('pages of users follow each other', async () => {
    const seen = [];
    let page = await UserService.getAllUsers({ limit: 2 }, anna.self);
    for (;;) {
      seen.push(...ids(page));
      if (!page.next) break;
      ({ data: page } = await http.get(page.next, anna.self));
    }
    assert.equal(seen.length, page.count);
    assert.equal(new Set(seen).size, seen.length);
  });

  await step('permissions are those of the mode', async () => {
    const permission = await UserService.getCurrentUserPermission(anna.self);
    assert.deepEqual(permission, (await UserService.getCurrentUser(anna.self)).permission);
    const { follow_user, request_connection, accept_connection } = permission;
    const friends = mode === 'friendship';
    assert.deepEqual([follow_user, request_connection, accept_connection], [!friends, friends, friends]);
  });
}

export async function readPreferences() {
  await step('preferences are booleans that the SDK can test', async () => {
    const first = async (name) => (await PreferenceService.searchPreferences(name)).results[0];
    const follows = mode === 'follow';
    for (const [name, value] of [
      ['follow_enabled', follows], ['connection_enabled', !follows], ['content_availability', true],
      ['google_signin_enabled', true],
    ]) {
      const preference = await first(name);
      assert.deepEqual([preference.name, preference.value], [name, value]);
      assert.deepEqual(await PreferenceService.getSpecificPreference(preference.id), preference);
    }
    const all = await PreferenceService.getAllPreferences();
    assert.deepEqual([all.results.length, all.next], [all.count, null]);
    const keys = 'configurations.follow_enabled,configurations.content_availability';
    const some = await PreferenceService.searchPreferences(undefined, 'configurations', keys, 'name');
    assert.deepEqual(some.results.map(({ name }) => name), ['content_availability', 'follow_enabled']);
    await refused(PreferenceService.getSpecificPreference(999), 404);
  });

  await step('features are a page', async () => {
    const page = await FeatureService.getAllFeatures();
    assert.deepEqual([page.count, page.next, page.previous, page.results], [0, null, null, []]);
  });
}
