// The team's numbers.

import assert from 'node:assert/strict';
import { fresh, junction, send, step } from './client.mjs';
import { importAll, recipe } from './linking.mjs';

export async function readMetrics({ anna }) {
  await step('the metrics count what there is', async () => {
    const before = await junction.user.getTeamMetrics();
    assert.deepEqual(Object.keys(before).sort(), [
      'numberOfConnectedSources', 'numberOfConnectedSourcesByWeek', 'numberOfErroredConnectedSources',
      'numberOfOrderedTests', 'numberOfUsers', 'teamId',
    ]);
    assert.equal(before.teamId, anna.teamId);
    assert.equal(before.numberOfUsers, (await junction.user.getAll({ limit: 1 })).total);
    assert.equal(before.numberOfOrderedTests, 0);
    assert.ok(Array.isArray(before.numberOfConnectedSourcesByWeek));

    const { userId } = await junction.user.create({ clientUserId: fresh('counted') });
    await importAll('fitbit', [recipe(userId)]);
    await importAll('oura', [recipe(userId)]);
    const report = { error_type: 'user_not_found', error_message: 'Nobody is there.' };
    await send('POST', `/kith/v1/users/${userId}/providers/oura/error`, report);
    const after = await junction.user.getTeamMetrics();
    assert.deepEqual(countsOf(after), countsOf(before).map((count, position) => count + [1, 2, 1][position]));

    await junction.user.delete({ userId });
    assert.deepEqual(countsOf(await junction.user.getTeamMetrics()), countsOf(before));
  });
}

const countsOf = ({ numberOfUsers, numberOfConnectedSources, numberOfErroredConnectedSources }) => [
  numberOfUsers, numberOfConnectedSources, numberOfErroredConnectedSources,
];
