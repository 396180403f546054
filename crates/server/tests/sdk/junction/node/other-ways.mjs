// The other ways to a connection: demo, manual, and Kith's own; and how a connection fails.

import assert from 'node:assert/strict';
import { VitalClient, VitalError } from '@tryvital/vital-node';
import { everyScope, fitbitWith } from './availability.mjs';
import { apiKey, assertRecent, fresh, junction, missing, nobody, refused, send, step, url } from './client.mjs';
import { importAll, onlyProviderOf, recipe } from './linking.mjs';

const { link, user: users } = junction;
const newUser = (name) => users.create({ clientUserId: fresh(name) });

export async function connectDemo() {
  const user = await newUser('demo');
  const { userId } = user;

  await step('a demo connection has every scope', async () => {
    const { success, detail } = await link.connectDemoProvider({ userId, provider: 'fitbit' });
    assert.equal(success, true);
    assert.equal(typeof detail, 'string');
    const entry = await onlyProviderOf(user);
    const { logo, createdOn } = entry;
    assertRecent(createdOn);
    assert.deepEqual(entry, {
      name: 'Fitbit', slug: 'fitbit', logo, createdOn, status: 'connected', externalUserId: null, errorDetails: null,
      resourceAvailability: fitbitWith(everyScope),
    });
  });

  await step('nobody unknown is connected', async () => {
    await refused(link.connectDemoProvider({ userId: nobody, provider: 'oura' }), ...missing);
  });
}

export async function connectManually() {
  // The only official SDK that has the call still.
  const legacy = new VitalClient({ environment: url, apiKey, maxRetries: 0 });
  const user = await newUser('manual');
  const { userId } = user;

  await step('a device is connected by the legacy SDK', async () => {
    const answer = await legacy.link.connectManualProvider('apple_health_kit', { userId });
    assert.deepEqual(answer, { success: true });
    const { slug, status, externalUserId, errorDetails, resourceAvailability } = await onlyProviderOf(user);
    assert.deepEqual([slug, status, externalUserId, errorDetails], ['apple_health_kit', 'connected', null, null]);
    assert.deepEqual(resourceAvailability.steps, { status: 'available', scopeRequirements: null });
  });

  await step('a device that is connected already is refused', async () => {
    const before = await onlyProviderOf(user);
    await assert.rejects(legacy.link.connectManualProvider('apple_health_kit', { userId }), (error) => {
      assert.equal(error.constructor, VitalError);
      assert.equal(error.statusCode, 409);
      return true;
    });
    assert.deepEqual(await onlyProviderOf(user), before);
  });

  await step('what is deregistered can be connected again', async () => {
    await users.deregisterProvider({ userId, provider: 'apple_health_kit' });
    assert.deepEqual(await legacy.link.connectManualProvider('apple_health_kit', { userId }), { success: true });
  });
}

export async function operateConnections() {
  const user = await newUser('operated');
  const { userId } = user;
  const address = `/kith/v1/users/${userId}/providers/fitbit`;
  await importAll('fitbit', [recipe(userId)]);
  const connected = await onlyProviderOf(user);

  await step('an error that is reported is seen through the SDK, and changes nothing else', async () => {
    const error_message = 'The refresh token was refused.';
    const report = { error_type: 'token_refresh_failed', error_message, errored_at: '2026-01-24T23:45:32+00:00' };
    assert.equal((await send('POST', `${address}/error`, report)).status, 200);
    const errorDetails = {
      errorType: 'token_refresh_failed', errorMessage: error_message, erroredAt: new Date('2026-01-24T23:45:32Z'),
    };
    assert.deepEqual(await onlyProviderOf(user), { ...connected, status: 'error', errorDetails });
    assert.equal((await users.get({ userId })).connectedSources.length, 1);
  });

  await step('a second error takes the place of the first', async () => {
    const report = { error_type: 'deregistered_per_provider', error_message: 'Access was revoked.' };
    assert.equal((await send('POST', `${address}/error`, report)).status, 200);
    const { errorDetails, ...others } = await onlyProviderOf(user);
    const { erroredAt } = errorDetails;
    assertRecent(erroredAt);
    const { error_type: errorType, error_message: errorMessage } = report;
    assert.deepEqual(errorDetails, { errorType, errorMessage, erroredAt });
    assert.equal(others.status, 'error');
  });

  await step('an import mends what has failed', async () => {
    await importAll('fitbit', [recipe(userId, { providerId: connected.externalUserId })]);
    assert.deepEqual(await onlyProviderOf(user), connected);
  });

  await step('operators pause, recover and connect with scopes', async () => {
    assert.equal((await send('POST', `${address}/pause`)).status, 200);
    assert.deepEqual(await onlyProviderOf(user), { ...connected, status: 'paused' });
    assert.equal((await send('POST', `${address}/recover`)).status, 200);
    assert.deepEqual(await onlyProviderOf(user), connected);
    const { status, body } = await send('PUT', address, { external_user_id: 'FB2', granted_scopes: ['activity'] });
    assert.equal(status, 200);
    assert.equal(body.slug, 'fitbit');
    assert.deepEqual(await onlyProviderOf(user), {
      ...connected, externalUserId: 'FB2', resourceAvailability: fitbitWith(['activity']),
    });
  });

  await step('a failed connection can be deregistered', async () => {
    await send('POST', `${address}/error`, { error_type: 'unknown', error_message: 'Gone.' });
    assert.deepEqual(await users.deregisterProvider({ userId, provider: 'fitbit' }), { success: true });
    assert.deepEqual(await users.getConnectedProviders({ userId }), { providers: [] });
  });
}
