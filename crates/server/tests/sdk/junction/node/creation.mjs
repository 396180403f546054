// Creating users.

import assert from 'node:assert/strict';
import {
  Junction, assertRecent, fresh, invalid, junction, nobody, raw, refused, send, step, strangers, unauthorized,
} from './client.mjs';

/** What a user is that was created with a reference alone. */
export const bare = {
  connectedSources: [], fallbackTimeZone: null, fallbackBirthDate: null, ingestionStart: null, ingestionEnd: null,
};

const options = {
  fallbackTimeZone: 'Europe/London',
  fallbackBirthDate: '1980-03-13',
  ingestionStart: '2024-01-01',
  ingestionEnd: '2024-12-15',
};

/** Demands all fields of a user, and no others; those that Kith makes are only looked at. */
export function assertUser(user, expected) {
  const { userId, teamId, createdOn } = user;
  assert.deepEqual(user, { userId, teamId, createdOn, ...bare, ...expected });
  for (const id of [userId, teamId]) {
    assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/);
  }
  assert.ok(createdOn instanceof Date);
}

export async function createUsers() {
  const anna = await step('a user is created with a reference alone', async () => {
    const clientUserId = fresh('anna');
    const user = await junction.user.create({ clientUserId });
    assertUser(user, { clientUserId });
    assertRecent(user.createdOn);
    return user;
  });

  const bruno = await step('what goes in as text comes out with its source', async () => {
    const clientUserId = fresh('bruno');
    const user = await junction.user.create({ clientUserId, ...options });
    const { updatedAt } = user.fallbackTimeZone;
    assertRecent(updatedAt);
    assertUser(user, {
      clientUserId,
      fallbackTimeZone: { id: 'Europe/London', sourceSlug: 'manual', updatedAt },
      fallbackBirthDate: { value: '1980-03-13', sourceSlug: 'manual', updatedAt },
      ingestionStart: '2024-01-01',
      ingestionEnd: '2024-12-15',
    });
    return user;
  });

  await step('null is the same as nothing', async () => {
    const clientUserId = fresh('carla');
    const nothing = { fallbackTimeZone: null, fallbackBirthDate: null, ingestionStart: null, ingestionEnd: null };
    assertUser(await junction.user.create({ clientUserId, ...nothing }), { clientUserId });
  });

  await step('all users are of one team', async () => {
    assert.equal(anna.teamId, bruno.teamId);
    assert.notEqual(anna.userId, bruno.userId);
  });

  await step('a reference has one holder, whom the refusal names', async () => {
    const { created_on } = await raw(`/v2/user/${anna.userId}`);
    const attempt = junction.user.create({ clientUserId: anna.clientUserId, ...options });
    await refused(attempt, 400, (detail) => {
      const { error_message } = detail;
      assert.deepEqual(detail, { error_type: 'INVALID_REQUEST', error_message, user_id: anna.userId, created_on });
      assert.ok(error_message.length > 0);
    }, Junction.BadRequestError);
    assert.deepEqual(await junction.user.get({ userId: anna.userId }), anna);
  });

  await step('of many who want one reference at once, one gets it', async () => {
    const clientUserId = fresh('popular');
    const attempts = Array.from({ length: 12 }, () => junction.user.create({ clientUserId }));
    const outcomes = await Promise.allSettled(attempts);
    const winners = outcomes.filter(({ status }) => status === 'fulfilled').map(({ value }) => value);
    assert.equal(winners.length, 1);
    for (const { reason } of outcomes.filter(({ status }) => status === 'rejected')) {
      assert.equal(reason.constructor, Junction.BadRequestError, reason.message);
      assert.equal(reason.body.detail.user_id, winners[0].userId);
    }
  });

  await step('a refused user is told what is wrong', async () => {
    const create = (wrong) => junction.user.create({ clientUserId: fresh('refused'), ...wrong });
    await invalid(create({ clientUserId: '' }), null, 'body', 'client_user_id');
    await invalid(create({ clientUserId: 'a'.repeat(256) }), null, 'body', 'client_user_id');
    await invalid(create({ fallbackTimeZone: 'Europe/Atlantis' }), 'value_error', 'body', 'fallback_time_zone');
    const badDate = 'date_from_datetime_parsing';
    await invalid(create({ fallbackBirthDate: '1980-02-30' }), badDate, 'body', 'fallback_birth_date');
    await invalid(create({ ingestionStart: 'soon' }), badDate, 'body', 'ingestion_start');
    await refused(create({ ingestionStart: '2024-02-01', ingestionEnd: '2024-01-01' }), 422, (detail) => {
      assert.equal(detail[0].loc[0], 'body', JSON.stringify(detail));
    }, Junction.UnprocessableEntityError);
    await refused(junction.user.getByClientUserId({ clientUserId: fresh('refused') }), 404, 'User not found');
  });

  await step('a reference has up to 255 characters', async () => {
    const clientUserId = fresh('long').padEnd(255, 'ü');
    assertUser(await junction.user.create({ clientUserId }), { clientUserId });
    assertUser(await junction.user.getByClientUserId({ clientUserId }), { clientUserId });
  });

  await step('who has no key is told nothing else', async () => {
    for (const stranger of strangers) {
      await refused(stranger.user.create({ clientUserId: '' }), ...unauthorized);
      await refused(stranger.user.get({ userId: anna.userId }), ...unauthorized);
      await refused(stranger.user.get({ userId: nobody }), ...unauthorized);
      await refused(stranger.user.get({ userId: 'no-uuid' }), ...unauthorized);
      await refused(stranger.user.getAll(), ...unauthorized);
      await refused(stranger.user.getTeamMetrics(), ...unauthorized);
      await refused(stranger.user.undoDelete(), ...unauthorized);
      await refused(stranger.providers.getAll(), ...unauthorized);
      await refused(stranger.link.bulkPause({ userIds: [anna.userId], provider: 'fitbit' }), ...unauthorized);
      await refused(stranger.link.listBulkOps(), ...unauthorized);
    }
  });

  await step('an instant is written alike everywhere, with its offset', async () => {
    const client_user_id = fresh('instant');
    const { status, body } = await send('POST', '/v2/user/', { client_user_id, fallback_time_zone: 'Asia/Tokyo' });
    assert.equal(status, 200);
    assert.match(body.created_on, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?\+00:00$/);
    assert.match(body.fallback_time_zone.updated_at, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?\+00:00$/);
    for (const address of [body.user_id, `${body.user_id}/`, `resolve/${client_user_id}`]) {
      assert.deepEqual(await raw(`/v2/user/${address}`), body);
    }
    assert.deepEqual((await raw('/v2/user/')).users[0], body);
  });

  return { anna, bruno };
}
