// Hiding users, which the SDK's widgets call blocking.

import assert from 'node:assert/strict';
import { anonymous, byNobody, missing, refused, sdk, step } from './client.mjs';
import { assertForm } from './profiles.mjs';

const { UserService } = sdk;

export async function hide({ anna, bruno }) {
  const between = async (viewer, other) => {
    const { is_hidden } = await UserService.checkUserHidden(other.id, viewer.self);
    const { is_hidden_by } = await UserService.checkUserHiddenBy(other.id, viewer.self);
    return [is_hidden, is_hidden_by];
  };

  await step('hiding is one-sided, toggled and listed', async () => {
    for (const hidden of [true, false]) {
      assert.equal(await UserService.showHideUser(bruno.id, anna.self), '');
      assert.deepEqual(await between(anna, bruno), [hidden, false]);
      assert.deepEqual(await between(bruno, anna), [false, hidden]);
      assert.deepEqual(await UserService.getHiddenUsersId(undefined, anna.self), hidden ? [bruno.id] : []);
      const page = await UserService.getHiddenUsers({ limit: 5 }, anna.self);
      assert.deepEqual(page.results.map(({ id }) => id), hidden ? [bruno.id] : []);
      page.results.forEach((user) => assertForm(user));
      const found = await UserService.getAllUsers({ search: bruno.username }, anna.self);
      assert.equal(found.count, hidden ? 0 : 1);
    }
  });

  await step('hiding needs a token, somebody, and somebody else', async () => {
    await refused(UserService.showHideUser(anna.id, anna.self), 400, { error: 'invalid' });
    await refused(UserService.showHideUser(999_999_999, anna.self), ...missing);
    await refused(UserService.showHideUser(bruno.id, byNobody), ...anonymous);
    await refused(UserService.getHiddenUsersId(undefined, byNobody), ...anonymous);
    await refused(UserService.checkUserHiddenBy(999_999_999, anna.self), ...missing);
  });
}
