// Linking providers: import, pause, export, deregister.

import assert from 'node:assert/strict';
import { fitbitWith } from './availability.mjs';
import {
  anyText, assertRecent, fresh, invalid, junction, missing, nobody, refused, step,
} from './client.mjs';

const { link, user: users } = junction;

/** A connection as it is imported. */
export const recipe = (userId, more) => ({
  userId,
  accessToken: fresh('access'),
  refreshToken: fresh('refresh'),
  providerId: fresh('FB1'),
  expiresAt: 2147483647,
  oauthScopes: ['weight', 'sleep'],
  ...more,
});

/** The same connection with its scopes in order: they are a set, and come back in any. */
const ordered = ({ oauthScopes, ...others }) => ({ ...others, oauthScopes: oauthScopes && [...oauthScopes].sort() });

/** Imports connections, which must all succeed. */
export async function importAll(provider, connections) {
  const answer = await link.bulkImport({ provider, connections, waitForCompletion: true });
  assert.deepEqual(answer, { userIdsImported: connections.map(({ userId }) => userId), userIdsFailed: [] });
}

/** What a user is connected with. */
export async function providersOf({ userId }) {
  const answer = await users.getConnectedProviders({ userId });
  assert.deepEqual(Object.keys(answer), ['providers']);
  return answer.providers;
}

/** The one thing that a user is connected with. */
export async function onlyProviderOf(user) {
  const providers = await providersOf(user);
  assert.equal(providers.length, 1, JSON.stringify(providers));
  return providers[0];
}

export async function linkProviders() {
  const user = await users.create({ clientUserId: fresh('linking') });
  const { userId } = user;
  const imported = recipe(userId);

  await step('a user without connections has none', async () => {
    assert.deepEqual(await users.getConnectedProviders({ userId }), { providers: [] });
  });

  const first = await step('an imported connection has eight fields, and its scopes decide', async () => {
    await importAll('fitbit', [imported]);
    const entry = await onlyProviderOf(user);
    const { logo, createdOn } = entry;
    assertRecent(createdOn);
    assert.deepEqual(entry, {
      name: 'Fitbit',
      slug: 'fitbit',
      logo,
      createdOn,
      status: 'connected',
      externalUserId: imported.providerId,
      errorDetails: null,
      resourceAvailability: fitbitWith(['weight', 'sleep']),
    });
    // The two definitions that are official, word for word.
    assert.deepEqual(entry.resourceAvailability.sleep, {
      status: 'available',
      scopeRequirements: {
        userGranted: { required: ['sleep'], optional: [] },
        userDenied: { required: [], optional: ['heartrate', 'oxygen_saturation', 'respiratory_rate'] },
      },
    });
    assert.deepEqual(entry.resourceAvailability.activity, {
      status: 'unavailable',
      scopeRequirements: {
        userGranted: { required: [], optional: [] },
        userDenied: { required: ['activity'], optional: ['heartrate'] },
      },
    });
    return entry;
  });

  await step('a user shows what is connected', async () => {
    const { name, slug, logo, createdOn } = first;
    const provider = { name, slug, logo };
    const { connectedSources } = await users.get({ userId });
    assert.deepEqual(connectedSources, [{ provider, source: provider, createdOn }]);
    const { users: [newest] } = await users.getAll({ limit: 1 });
    assert.deepEqual(newest.connectedSources, connectedSources);
  });

  await step('an export gives back what was imported', async () => {
    const { data, ...others } = await link.bulkExport({ provider: 'fitbit', userIds: [userId] });
    assert.deepEqual(data.map(ordered), [ordered(imported)]);
    assert.deepEqual(others, { nextToken: null });
    assert.deepEqual(await link.bulkExport({ provider: 'oura', userIds: [userId] }), { data: [], nextToken: null });
  });

  await step('a paused connection stays, and says so', async () => {
    assert.notEqual(await link.bulkPause({ userIds: [userId], provider: 'fitbit' }), undefined);
    assert.deepEqual(await onlyProviderOf(user), { ...first, status: 'paused' });
    assert.equal((await users.get({ userId })).connectedSources.length, 1);
  });

  const again = recipe(userId, { oauthScopes: null });
  await step('an import connects again: other scopes and tokens, the same connection', async () => {
    await importAll('fitbit', [again]);
    assert.deepEqual(await onlyProviderOf(user), {
      ...first, externalUserId: again.providerId, resourceAvailability: fitbitWith(null),
    });
    const { data } = await link.bulkExport({ provider: 'fitbit', userIds: [userId], nextToken: null });
    assert.deepEqual(data, [again]);
  });

  await step('no scope granted is not the same as unknown scopes', async () => {
    await importAll('fitbit', [recipe(userId, { oauthScopes: [] })]);
    assert.deepEqual((await onlyProviderOf(user)).resourceAvailability, fitbitWith([]));
  });

  await step('what has no scopes is available', async () => {
    const polar = await users.create({ clientUserId: fresh('polar') });
    await importAll('polar', [recipe(polar.userId, { oauthScopes: ['anything'] })]);
    const { resourceAvailability } = await onlyProviderOf(polar);
    assert.ok(Object.keys(resourceAvailability).length > 0);
    for (const availability of Object.values(resourceAvailability)) {
      assert.deepEqual(availability, { status: 'available', scopeRequirements: null });
    }
  });

  await step('connections are listed in the order in which they were made', async () => {
    await importAll('garmin', [recipe(userId, { oauthScopes: ['daily'] })]);
    await importAll('fitbit', [recipe(userId)]);
    assert.deepEqual((await providersOf(user)).map(({ slug }) => slug), ['fitbit', 'garmin']);
    assert.deepEqual((await providersOf(user))[1].resourceAvailability.sleep, {
      status: 'available',
      scopeRequirements: {
        userGranted: { required: ['daily'], optional: [] },
        userDenied: { required: [], optional: ['spo2Daily'] },
      },
    });
  });

  await step('an import names whom it could not import', async () => {
    const answer = await link.bulkImport({ provider: 'fitbit', connections: [recipe(nobody), recipe(userId)] });
    assert.deepEqual(answer, { userIdsImported: [userId], userIdsFailed: [nobody] });
  });

  await step('a deregistered connection is gone', async () => {
    assert.deepEqual(await users.deregisterProvider({ userId, provider: 'fitbit' }), { success: true });
    assert.deepEqual((await providersOf(user)).map(({ slug }) => slug), ['garmin']);
    assert.deepEqual((await users.get({ userId })).connectedSources.map(({ provider }) => provider.slug), ['garmin']);
    assert.deepEqual(await link.bulkExport({ provider: 'fitbit', userIds: [userId] }), { data: [], nextToken: null });
    await refused(users.deregisterProvider({ userId, provider: 'fitbit' }), 404, anyText);
    await refused(users.deregisterProvider({ userId, provider: 'oura' }), 404, anyText);
    await refused(users.deregisterProvider({ userId: nobody, provider: 'oura' }), ...missing);
    await invalid(users.deregisterProvider({ userId: 'no-uuid', provider: 'oura' }), 'uuid_parsing', 'path', 'user_id');
  });

  await step('a connection that is made anew is a new one', async () => {
    await importAll('fitbit', [imported]);
    const [garmin, fitbit] = await providersOf(user);
    assert.deepEqual([garmin.slug, fitbit.slug], ['garmin', 'fitbit']);
    assert.ok(fitbit.createdOn > first.createdOn);
    assert.deepEqual(fitbit, { ...first, createdOn: fitbit.createdOn });
    await link.bulkPause({ userIds: [userId], provider: 'fitbit' });
    assert.deepEqual(await users.deregisterProvider({ userId, provider: 'fitbit' }), { success: true });
  });
}

export async function migrateConnections() {
  const people = await Promise.all([1, 2, 3].map((n) => users.create({ clientUserId: fresh(`moving-${n}`) })));
  const connections = people.map(({ userId }) => recipe(userId));

  await step('many connections are imported, exported and paused at once', async () => {
    await importAll('withings', connections);
    const found = [];
    let nextToken;
    do {
      const page = await link.bulkExport({ provider: 'withings', nextToken });
      found.push(...page.data);
      ({ nextToken } = page);
    } while (nextToken !== null);
    const byUser = (one, other) => one.userId.localeCompare(other.userId);
    const ids = people.map(({ userId }) => userId);
    const ours = found.filter(({ userId }) => ids.includes(userId));
    assert.deepEqual(ours.map(ordered).sort(byUser), connections.map(ordered).sort(byUser));

    await link.bulkPause({ userIds: ids.slice(1), provider: 'withings' });
    const states = await Promise.all(people.map(onlyProviderOf));
    assert.deepEqual(states.map(({ status }) => status), ['connected', 'paused', 'paused']);
  });

  await step('every import is an operation, which can be looked at', async () => {
    const all = await everyOperation(50);
    await importAll('withings', connections);
    await link.bulkImport({ provider: 'oura', connections: [recipe(nobody)] });
    const now = await everyOperation(1);
    assert.equal(now.length, all.length + 2);
    assert.deepEqual(await everyOperation(50), now);
    const added = now.filter((op) => !all.some((known) => known.startedAt.getTime() === op.startedAt.getTime()));
    const withings = added.find(({ provider }) => provider === 'withings');
    const { startedAt, endedAt } = withings;
    assertRecent(startedAt);
    assert.ok(endedAt >= startedAt);
    const finished = { type: 'link_bulk_import', status: 'success', provider: 'withings', pending: 0, processed: 3 };
    assert.deepEqual(withings, { ...finished, startedAt, endedAt });
    assert.equal(added.filter(({ provider }) => provider === 'oura').length, 1);
  });

  await step('a page of operations has its bounds', async () => {
    const { data, nextCursor } = await link.listBulkOps();
    assert.equal(data.length, Math.min((await everyOperation(50)).length, 10));
    assert.ok(nextCursor === null || typeof nextCursor === 'string');
    await invalid(link.listBulkOps({ pageSize: 51 }), 'less_than_equal', 'query', 'page_size');
    await invalid(link.listBulkOps({ pageSize: 0 }), 'greater_than_equal', 'query', 'page_size');
  });
}

/** All operations, page by page. */
async function everyOperation(pageSize) {
  const found = [];
  let nextCursor;
  do {
    const page = await link.listBulkOps({ pageSize, nextCursor });
    assert.ok(page.data.length <= pageSize);
    found.push(...page.data);
    ({ nextCursor } = page);
  } while (nextCursor !== null);
  return found;
}
