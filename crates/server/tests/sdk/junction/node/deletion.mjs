// Deleting users, and taking it back.

import assert from 'node:assert/strict';
import { anything, fresh, invalid, junction, missing, nobody, refused, step } from './client.mjs';
import { importAll, recipe } from './linking.mjs';

const { link, user: users } = junction;

export async function deleteUsers() {
  const clientUserId = `${fresh('deleted')} w 9+ü@%`;
  const user = await users.create({ clientUserId, fallbackTimeZone: 'Asia/Tokyo' });
  const { userId } = user;

  await step('a deleted user is gone from everywhere', async () => {
    await importAll('fitbit', [recipe(userId)]);
    const { total } = await users.getAll({ limit: 1 });
    assert.deepEqual(await users.delete({ userId }), { success: true });

    await refused(users.get({ userId }), ...missing);
    await refused(users.getByClientUserId({ clientUserId }), ...missing);
    await refused(users.getConnectedProviders({ userId }), ...missing);
    await refused(users.patch({ userId, fallbackTimeZone: null }), ...missing);
    await refused(users.delete({ userId }), ...missing);
    await refused(users.deregisterProvider({ userId, provider: 'fitbit' }), ...missing);
    await refused(link.connectDemoProvider({ userId, provider: 'fitbit' }), ...missing);
    const failed = await link.bulkImport({ provider: 'fitbit', connections: [recipe(userId)] });
    assert.deepEqual(failed, { userIdsImported: [], userIdsFailed: [userId] });
    assert.deepEqual(await link.bulkExport({ provider: 'fitbit', userIds: [userId] }), { data: [], nextToken: null });
    const all = await users.getAll({ limit: 500 });
    assert.equal(all.total, total - 1);
    assert.ok(!all.users.some((other) => other.userId === userId));
  });

  await step('a deletion is undone by id; the connections do not come back', async () => {
    assert.deepEqual(await users.undoDelete({ userId }), { success: true });
    assert.deepEqual(await users.get({ userId }), user);
    assert.deepEqual(await users.getConnectedProviders({ userId }), { providers: [] });
  });

  await step('a deletion is undone by reference', async () => {
    await users.delete({ userId });
    assert.deepEqual(await users.undoDelete({ clientUserId }), { success: true });
    assert.deepEqual(await users.getByClientUserId({ clientUserId }), user);
  });

  await step('a user who is not deleted cannot be undeleted', async () => {
    await refused(users.undoDelete({ userId }), 404, anything);
    await refused(users.undoDelete({ clientUserId }), 404, anything);
    await refused(users.undoDelete({ userId: nobody }), 404, anything);
    await refused(users.undoDelete({ clientUserId: fresh('nobody') }), 404, anything);
    await invalid(users.undoDelete({ userId: 'no-uuid' }), 'uuid_parsing', 'query', 'user_id');
  });

  await step('undoing needs one of the two, and not both', async () => {
    await users.delete({ userId });
    await refused(users.undoDelete(), 400, anything);
    await refused(users.undoDelete({ userId, clientUserId }), 400, anything);
    await refused(users.get({ userId }), ...missing);
  });

  await step('the reference of a deleted user is free', async () => {
    const heir = await users.create({ clientUserId });
    assert.notEqual(heir.userId, userId);
    assert.deepEqual(await users.getByClientUserId({ clientUserId }), heir);
    await refused(users.undoDelete({ userId }), 400, anything);
    await refused(users.undoDelete({ clientUserId }), 400, anything);

    await users.delete({ userId: heir.userId });
    assert.deepEqual(await users.undoDelete({ clientUserId }), { success: true });
    assert.deepEqual(await users.getByClientUserId({ clientUserId }), heir, 'the latest comes back');
  });

  await step('nobody unknown is deleted', async () => {
    await refused(users.delete({ userId: nobody }), ...missing);
    await invalid(users.delete({ userId: 'no-uuid' }), 'uuid_parsing', 'path', 'user_id');
  });
}
