// Deleting users, softly and for good. Comes last: the people are gone afterwards.

import assert from 'node:assert/strict';
import {
  anonymous, badToken, by, byAdmin, byNobody, forbidden, fresh, missing, refused, sdk, step, tokenOf, wrong,
} from './client.mjs';
import { assertForm } from './profiles.mjs';

const { SSOService, UserService } = sdk;
const link = UserService.createProviderAssociation;

export async function deleteUsers({ anna, bruno, carla }) {
  const account = { user_id: anna.id, provider: 'keycloak', ext_id: fresh('keycloak') };
  const takenOver = { ...account, user_id: bruno.id };

  await step('only users themselves and admins delete a user', async () => {
    await refused(UserService.userDelete(anna.id, 0, bruno.self), ...forbidden);
    await refused(UserService.userDelete(anna.id, 1, bruno.self), ...forbidden);
    await refused(UserService.userDelete(anna.id, 1, byNobody), ...anonymous);
    await refused(UserService.userDelete(999_999_999, 1, byAdmin), ...missing);
    assert.equal((await UserService.getSpecificUser(anna.id)).deleted, false);
  });

  await step('a softly deleted user can be read, and nothing more', async () => {
    await link(account, anna.self);
    assert.equal(await UserService.userDelete(anna.id, 0, anna.self), '');
    const deleted = await UserService.getSpecificUser(anna.id);
    assertForm(deleted, 'deleted_at');
    assert.equal(deleted.deleted, true);
    assert.ok(Date.parse(deleted.deleted_at) >= Date.parse(deleted.date_joined));
    await refused(UserService.getCurrentUser(anna.self), ...badToken);
    await refused(UserService.getProviderAssociations(anna.id, byAdmin), ...missing);
    await refused(link({ ...account, ext_id: fresh('late') }, byAdmin), ...missing);
    await refused(UserService.userDelete(anna.id, 0, byAdmin), 400, { error: 'already_deleted' });
  });

  await step('a softly deleted user keeps name and accounts', async () => {
    await refused(link(takenOver, bruno.self), ...wrong('extId', 'unique'));
    const attempt = SSOService.SignUp({ username: anna.username }, byAdmin);
    await refused(attempt, ...wrong('username', 'unique'));
  });

  await step('a user deleted for good leaves nothing', async () => {
    assert.equal(await UserService.userDelete(anna.id, 1, byAdmin), '');
    await refused(UserService.getSpecificUser(anna.id), ...missing);
    await refused(UserService.userDelete(anna.id, 1, byAdmin), ...missing);
    const { provider, ext_id, user_id } = await link(takenOver, bruno.self);
    assert.deepEqual({ provider, ext_id, user_id }, takenOver);
    const heir = await SSOService.SignUp({ username: anna.username, ext_id: anna.ext_id }, byAdmin);
    assert.notEqual(heir.id, anna.id);
    await refused(UserService.getCurrentUser(anna.self), ...badToken);
  });

  await step('users delete themselves for good', async () => {
    assert.equal(await UserService.userDelete(carla.id, 1, carla.self), '');
    await refused(UserService.getSpecificUser(carla.id), ...missing);
    await refused(UserService.getCurrentUser(carla.self), ...badToken);
  });

  await step('the id of a user who is gone is never given to another', async () => {
    const last = await SSOService.SignUp({ username: fresh('last') }, byAdmin);
    const token = await tokenOf(last.id);
    await UserService.userDelete(last.id, 1, byAdmin);
    const next = await SSOService.SignUp({ username: fresh('next') }, byAdmin);
    assert.notEqual(next.id, last.id);
    await refused(UserService.getCurrentUser(by(token)), ...badToken);
  });
}
