// Changing users.

import assert from 'node:assert/strict';
import { assertUser, bare } from './creation.mjs';
import { anything, assertRecent, fresh, invalid, junction, missing, nobody, refused, step } from './client.mjs';

export async function changeUsers({ anna, bruno }) {
  const { userId } = anna;
  const patch = (change) => junction.user.patch({ userId, ...change });
  const read = () => junction.user.get({ userId });

  await step('a value is set, and the others stay', async () => {
    assert.equal(await patch({ fallbackTimeZone: 'Europe/Paris' }), undefined);
    const zoned = await read();
    const { updatedAt } = zoned.fallbackTimeZone;
    assertRecent(updatedAt);
    const fallbackTimeZone = { id: 'Europe/Paris', sourceSlug: 'manual', updatedAt };
    assert.deepEqual(zoned, { ...anna, fallbackTimeZone });

    await patch({ fallbackBirthDate: '1990-12-31', ingestionStart: '2024-01-01', ingestionEnd: '2025-01-01' });
    const full = await read();
    assert.equal(full.fallbackBirthDate.value, '1990-12-31');
    const { fallbackBirthDate } = full;
    const bounds = { ingestionStart: '2024-01-01', ingestionEnd: '2025-01-01' };
    assert.deepEqual(full, { ...anna, fallbackTimeZone, fallbackBirthDate, ...bounds });
  });

  await step('null resets a value, undefined leaves it alone', async () => {
    await patch({ fallbackBirthDate: null, fallbackTimeZone: undefined });
    const user = await read();
    assert.equal(user.fallbackBirthDate, null);
    assert.equal(user.fallbackTimeZone.id, 'Europe/Paris');
    assert.equal(user.ingestionStart, '2024-01-01');
    await patch({ fallbackTimeZone: null, ingestionStart: null, ingestionEnd: null });
    assert.deepEqual(await read(), anna);
  });

  await step('a user gets another reference', async () => {
    const clientUserId = fresh('anna-renamed');
    await patch({ clientUserId });
    assertUser(await read(), { ...anna, clientUserId });
    assert.deepEqual(await junction.user.getByClientUserId({ clientUserId }), await read());
    await refused(junction.user.getByClientUserId({ clientUserId: anna.clientUserId }), ...missing);
    await patch({ clientUserId: anna.clientUserId });
    assert.deepEqual(await read(), anna);
  });

  await step('a refused change changes nothing', async () => {
    const taken = { clientUserId: bruno.clientUserId, fallbackTimeZone: 'Asia/Tokyo' };
    await refused(patch({}), 400, anything);
    await refused(patch(taken), 409, anything);
    await invalid(patch({ clientUserId: null }), null, 'body', 'client_user_id');
    await invalid(patch({ clientUserId: '' }), null, 'body', 'client_user_id');
    await invalid(patch({ fallbackTimeZone: 'Mars/Olympus' }), 'value_error', 'body', 'fallback_time_zone');
    const birth = { fallbackBirthDate: '13.3.1980' };
    await invalid(patch(birth), 'date_from_datetime_parsing', 'body', 'fallback_birth_date');
    assert.deepEqual(await read(), anna);
    assert.deepEqual(await junction.user.get({ userId: bruno.userId }), bruno);
  });

  await step('a start after the end is refused, also where the other stands already', async () => {
    await patch({ ingestionEnd: '2024-06-30' });
    await assert.rejects(patch({ ingestionStart: '2024-07-01' }), { statusCode: 422 });
    await patch({ ingestionStart: '2024-06-30' });
    const user = await read();
    assert.deepEqual([user.ingestionStart, user.ingestionEnd], ['2024-06-30', '2024-06-30']);
    await patch({ ...bare, connectedSources: undefined });
  });

  await step('a user who is unknown cannot be changed', async () => {
    const reset = { fallbackTimeZone: null };
    await refused(junction.user.patch({ userId: nobody, ...reset }), ...missing);
    await invalid(junction.user.patch({ userId: 'no-uuid', ...reset }), 'uuid_parsing', 'path', 'user_id');
  });
}
