// One user through both APIs, each with its official SDK.

import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { setting } from '../../run.mjs';
import { fresh, junction, missing, raw, refused, step, url } from './client.mjs';

const { SSOService, UserService, http } = createRequire(import.meta.url)('@selfcommunity/api-services');
const asAdmin = { headers: { Authorization: `Bearer ${setting('KITH_ADMIN_TOKEN')}` } };
http.setBasePortal(url);
console.warn = () => {}; // of calls that have to fail
process.env.no_proxy = new URL(url).hostname;

export async function meetInBothApis() {
  const user = await junction.user.create({ clientUserId: fresh('both') });

  const faces = await step('a user of one API has both ids', async () => {
    const both = await raw(`/kith/v1/users/${user.userId}`);
    const { id, username } = both;
    assert.deepEqual(both, { ...both, id, uuid: user.userId, client_user_id: user.clientUserId, username });
    assert.ok(Number.isSafeInteger(id) && id > 0);
    assert.deepEqual(await raw(`/kith/v1/users/${id}`), both);
    return both;
  });

  await step('and is the same user in the other', async () => {
    const { id, username } = await UserService.getSpecificUser(faces.id);
    assert.deepEqual([id, username], [faces.id, faces.username]);
    const account = { user_id: id, provider: 'google', ext_id: fresh('google') };
    await UserService.createProviderAssociation(account, asAdmin);
    const accounts = await UserService.getProviderAssociations(id, asAdmin);
    assert.deepEqual(accounts.map(({ ext_id }) => ext_id), [account.ext_id]);
  });

  await step('a user who signed up there is a user here', async () => {
    const { id, username } = await SSOService.SignUp({ username: fresh('signed-up') }, asAdmin);
    const { uuid } = await raw(`/kith/v1/users/${id}`);
    const here = await junction.user.get({ userId: uuid });
    assert.deepEqual([here.userId, here.teamId], [uuid, user.teamId]);
    assert.equal(here.clientUserId, uuid, 'nobody has given another reference');
    const resolved = await junction.user.getByClientUserId({ clientUserId: here.clientUserId });
    assert.deepEqual(resolved, here, username);
  });

  await step('a user deleted here is deleted there', async () => {
    await junction.user.delete({ userId: user.userId });
    await refused(junction.user.get({ userId: user.userId }), ...missing);
    const there = await UserService.getSpecificUser(faces.id);
    assert.equal(there.deleted, true);
    await junction.user.undoDelete({ userId: user.userId });
    assert.equal((await UserService.getSpecificUser(faces.id)).deleted, false);
  });
}
