// Reading users: one by id, one by reference, all of them.

import assert from 'node:assert/strict';
import { anyText, fresh, invalid, junction, missing, nobody, raw, refused, send, step } from './client.mjs';

export async function readUsers({ anna, bruno }) {
  await step('a user is read as created', async () => {
    for (const user of [anna, bruno]) {
      assert.deepEqual(await junction.user.get({ userId: user.userId }), user);
      assert.deepEqual(await junction.user.get({ userId: user.userId.toUpperCase() }), user);
      assert.deepEqual(await junction.user.getByClientUserId({ clientUserId: user.clientUserId }), user);
    }
  });

  await step('a user who is unknown is not found, an id that is none is invalid', async () => {
    await refused(junction.user.get({ userId: nobody }), ...missing);
    await refused(junction.user.getConnectedProviders({ userId: nobody }), ...missing);
    await refused(junction.user.getByClientUserId({ clientUserId: fresh('nobody') }), ...missing);
    await invalid(junction.user.get({ userId: 'no-uuid' }), 'uuid_parsing', 'path', 'user_id');
    await invalid(junction.user.getConnectedProviders({ userId: 'no-uuid' }), 'uuid_parsing', 'path', 'user_id');
  });

  await step('a reference may be any text', async () => {
    const odd = ['w 9+ü@%', 'a/b', '?#', '%41', '+', '日本'];
    for (const clientUserId of odd.map((text) => `${fresh('odd')} ${text}`)) {
      const user = await junction.user.create({ clientUserId });
      assert.equal(user.clientUserId, clientUserId);
      assert.deepEqual(await junction.user.getByClientUserId({ clientUserId }), user);
    }
  });

  await step('letters in upper and lower case make different references', async () => {
    await refused(junction.user.getByClientUserId({ clientUserId: anna.clientUserId.toUpperCase() }), ...missing);
  });

  await step('users are listed, the newest first', async () => {
    const before = await junction.user.getAll();
    assert.deepEqual([before.offset, before.limit], [0, 100]);
    const made = [];
    for (const name of ['first', 'second', 'third']) {
      made.unshift(await junction.user.create({ clientUserId: fresh(name) }));
    }
    const all = await junction.user.getAll();
    assert.deepEqual(Object.keys(all).sort(), ['limit', 'offset', 'total', 'users']);
    assert.equal(all.total, before.total + 3);
    assert.equal(all.users.length, Math.min(all.total, 100));
    assert.deepEqual(all.users.slice(0, 3), made);
    assert.ok(all.users.some(({ userId }) => userId === anna.userId));
  });

  await step('a page begins at its offset and ends at its limit', async () => {
    const all = await junction.user.getAll({ limit: 500 });
    const page = await junction.user.getAll({ offset: 1, limit: 2 });
    assert.deepEqual(page, { users: all.users.slice(1, 3), total: all.total, offset: 1, limit: 2 });
    const beyond = await junction.user.getAll({ offset: all.total, limit: 2 });
    assert.deepEqual(beyond, { users: [], total: all.total, offset: all.total, limit: 2 });
  });

  await step('a page beyond the bounds is refused', async () => {
    await invalid(junction.user.getAll({ limit: 501 }), 'less_than_equal', 'query', 'limit');
    await invalid(junction.user.getAll({ limit: -1 }), 'greater_than_equal', 'query', 'limit');
    await invalid(junction.user.getAll({ offset: -1 }), 'greater_than_equal', 'query', 'offset');
    await invalid(junction.user.getAll({ limit: 1.5 }), 'int_parsing', 'query', 'limit');
  });

  await step('any request can be sent, with a slash at its end or without', async () => {
    const answer = await junction.fetch('/v2/user/');
    assert.equal(answer.status, 200);
    assert.deepEqual(await answer.json(), await raw('/v2/user'));
    assert.deepEqual(await raw('/v2/user/?limit=2'), await raw('/v2/user?limit=2'));
    assert.deepEqual(await raw('/v2/providers/'), await raw('/v2/providers'));
  });

  await step('what Kith does not serve is refused in words that the SDK reads', async () => {
    const { userId } = anna;
    await refused(junction.link.token({ userId }), 404, 'Not Found');
    await refused(junction.link.bulkTriggerHistoricalPull({ userIds: [userId], provider: 'oura' }), 404, 'Not Found');
    await refused(junction.user.refresh({ userId }), 405, anyText);
    assert.deepEqual(await send('GET', '/v2/no/such/route'), { status: 404, body: { detail: 'Not Found' } });
  });
}
