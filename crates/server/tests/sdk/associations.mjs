// Linking, listing and unlinking accounts elsewhere.

import assert from 'node:assert/strict';
import {
  anonymous, byAdmin, byNobody, forbidden, fresh, missing, refused, sdk, step, wrong,
} from './client.mjs';

const { AccountService, UserService, http } = sdk;
const link = UserService.createProviderAssociation;
const unlink = UserService.deleteProviderAssociation;
const listOf = UserService.getProviderAssociations;

/** Links Anna's accounts; gives them as they are to be listed, oldest first. */
export async function linkAccounts({ anna, bruno }) {
  const user_id = anna.id;
  const shown = {
    user_id, provider: 'google', ext_id: fresh('google'), profile_url: 'https://example.com/anna', show_in_profile: true,
  };
  const hidden = {
    user_id, provider: 'linkedin', ext_id: fresh('linkedin'), profile_url: null, show_in_profile: false,
  };
  const metadata = { username: 'anna', roles: ['a', 'b'], nested: { n: 1.5, none: null } };
  const external = { user_id, provider: 'external', ext_id: fresh('erp'), metadata };
  const asText = { user_id, provider: 'external', ext_id: fresh('shop'), metadata: { k: 'ä' } };
  const signedUp = { user_id, provider: 'external', ext_id: anna.ext_id, metadata: null };

  await step('users link accounts of any provider', async () => {
    assert.deepEqual(await link(shown, anna.self), shown);
    const { provider, ext_id } = hidden;
    assert.deepEqual(await link({ user_id, provider, ext_id }, anna.self), hidden);
  });

  await step('metadata is an object, or text that holds one', async () => {
    assert.deepEqual(await link(external, anna.self), external);
    const text = JSON.stringify(asText.metadata);
    assert.deepEqual(await link({ ...asText, metadata: text }, byAdmin), asText);
  });

  await step('ids may be sent in the other of their two spellings', async () => {
    const number = Date.now();
    const sent = { user_id: String(bruno.id), provider: 'twitter', ext_id: number };
    const linked = await link(sent, bruno.self);
    assert.deepEqual([linked.user_id, linked.ext_id], [bruno.id, String(number)]);
    assert.equal(await unlink(sent, bruno.self), '');
  });

  await step('an account has one owner, and a refusal does not say who', async () => {
    await refused(link(shown, anna.self), ...wrong('extId', 'unique'));
    await refused(link({ ...shown, user_id: bruno.id }, bruno.self), ...wrong('extId', 'unique'));
    const elsewhere = { ...shown, provider: 'facebook', user_id: bruno.id };
    assert.deepEqual(await link(elsewhere, bruno.self), elsewhere);
    assert.equal(await unlink(elsewhere, bruno.self), '');
  });

  await step('a refused link names the field', async () => {
    const google = { user_id, provider: 'google', ext_id: fresh('refused') };
    const own = { ...google, provider: 'external' };
    await refused(link({ ...google, ext_id: undefined }, anna.self), ...wrong('extId', 'required'));
    await refused(link({ ...google, ext_id: 1.5 }, anna.self), ...wrong('extId', 'invalid'));
    await refused(link({ ...google, provider: undefined }, anna.self), ...wrong('provider', 'required'));
    await refused(link({ ...google, provider: 'f\u0430cebook' }, anna.self), ...wrong('provider', 'invalid'));
    await refused(link({ ...google, profile_url: 'javascript:1' }, anna.self), ...wrong('profileUrl', 'invalid'));
    await refused(link({ ...google, metadata: {} }, anna.self), ...wrong('metadata', 'invalid'));
    await refused(link({ ...own, metadata: '[1]' }, anna.self), ...wrong('metadata', 'invalid'));
    await refused(link({ ...own, show_in_profile: true }, anna.self), ...wrong('showInProfile', 'invalid'));
    await refused(link({ ...own, profile_url: 'https://example.com/' }, anna.self), ...wrong('profileUrl', 'invalid'));
  });

  await step('only users themselves and admins link and unlink', async () => {
    const account = { user_id, provider: 'google', ext_id: fresh('foreign') };
    await refused(link(account, bruno.self), ...forbidden);
    await refused(link(account, byNobody), ...anonymous);
    await refused(unlink(shown, bruno.self), ...forbidden);
    await refused(unlink(shown, byNobody), ...anonymous);
    await refused(link({ ...account, user_id: 999_999_999 }, byAdmin), ...missing);
  });

  return { all: [signedUp, shown, hidden, external, asText], inProfile: [shown] };
}

export async function listAccounts({ anna, bruno }, { all, inProfile }) {
  await step('users and admins see every association, others what the profile shows', async () => {
    for (const [viewer, expected] of [
      [anna.self, all], [byAdmin, all], [bruno.self, inProfile], [byNobody, inProfile],
    ]) {
      assert.deepEqual(await listOf(anna.id, viewer), expected);
      const older = await http.get('/api/v2/user/provider/', { ...viewer, params: { user_id: anna.id } });
      assert.deepEqual(older.data, expected);
    }
    assert.deepEqual(await listOf(bruno.id, bruno.self), []);
    await refused(listOf(999_999_999, byAdmin), ...missing);
  });
}

export async function findAccounts({ anna, bruno }, { all }) {
  await step('an admin finds the user who holds an account', async () => {
    for (const query of [
      ...all.map(({ provider, ext_id }) => ({ provider, ext_id })),
      { username: anna.username }, { email: anna.email },
    ]) {
      const found = await AccountService.search(query, byAdmin);
      assert.deepEqual([found.id, found.email, found.status], [anna.id, anna.email, 'a']);
      assert.equal(typeof found.email_isvalid, 'boolean');
      assert.equal(found.ext_id, anna.ext_id);
    }
  });

  await step('nobody else finds anybody that way', async () => {
    const [{ provider, ext_id }] = all;
    await refused(AccountService.search({ provider, ext_id }, anna.self), ...forbidden);
    await refused(AccountService.search({ provider, ext_id }, bruno.self), ...forbidden);
    await refused(AccountService.search({ provider, ext_id }, byNobody), ...anonymous);
    await refused(AccountService.search({ provider: 'google', ext_id }, byAdmin), ...missing);
    await refused(AccountService.search({ provider, ext_id: ext_id.toUpperCase() }, byAdmin), ...missing);
  });

  await step('a search names one thing, and all of it', async () => {
    const [{ provider, ext_id }] = all;
    for (const query of [
      {}, { provider }, { ext_id }, { username: anna.username, email: anna.email },
      { username: anna.username, provider, ext_id },
    ]) {
      await refused(AccountService.search(query, byAdmin), 400);
    }
  });
}

export async function unlinkAccounts({ anna, bruno }, { all }) {
  const [signedUp, shown, hidden, external, asText] = all;

  await step('users and admins unlink accounts', async () => {
    assert.equal(await unlink(shown, anna.self), '');
    assert.equal(await unlink(external, byAdmin), '');
    assert.deepEqual(await listOf(anna.id, anna.self), [signedUp, hidden, asText]);
    assert.deepEqual(await listOf(anna.id, byNobody), []);
  });

  await step('what is not linked is not found', async () => {
    await refused(unlink(shown, anna.self), ...missing);
    await refused(unlink({ ...hidden, user_id: bruno.id }, bruno.self), ...missing);
    await refused(unlink({ user_id: anna.id, provider: 'google' }, anna.self), ...wrong('extId', 'required'));
  });

  await step('an unlinked account is free for somebody else', async () => {
    const moved = { ...shown, user_id: bruno.id };
    assert.deepEqual(await link(moved, bruno.self), moved);
    assert.deepEqual(await listOf(bruno.id, byNobody), [moved]);
  });

  await step('ext_id of a user is that of the oldest external account', async () => {
    assert.equal((await UserService.getSpecificUser(anna.id)).ext_id, signedUp.ext_id);
    await unlink(signedUp, anna.self);
    assert.equal((await UserService.getSpecificUser(anna.id)).ext_id, asText.ext_id);
    assert.deepEqual(await link(signedUp, anna.self), signedUp);
    assert.equal((await UserService.getSpecificUser(anna.id)).ext_id, asText.ext_id);
  });
}
