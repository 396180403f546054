// Sign-up, sign-in, and the people of the steps that follow.

import assert from 'node:assert/strict';
import {
  anonymous, by, byAdmin, byNobody, forbidden, fresh, refused, sdk, step, tokenOf, wrong,
} from './client.mjs';

const { SSOService } = sdk;

async function signUp(data) {
  const account = await SSOService.SignUp({ ...data, username: fresh(data.username) }, byAdmin);
  const token = await tokenOf(account.id);
  return { ...account, token, self: by(token) };
}

/** Signs up Anna, who has an id in the community's own identity system, and Bruno, who has none. */
export async function signUpPeople() {
  const people = {};
  const crm = fresh('crm');
  const email = `${fresh('anna')}@example.com`;

  await step('an admin signs a user up with an ext_id', async () => {
    people.anna = await signUp({ username: 'anna', ext_id: crm, email, role: null, tags: null });
    const { token, self, avatar, ...rest } = people.anna;
    assert.ok(Number.isInteger(rest.id) && rest.id > 0);
    assert.match(avatar, /^https?:\/\//);
    assert.deepEqual(rest, {
      id: rest.id, username: fresh('anna'), ext_id: crm, email, role: null, tags: [],
    });
  });

  await step('an admin signs a user up with a name alone', async () => {
    people.bruno = await signUp({ username: 'bruno' });
    assert.equal(people.bruno.ext_id, null);
    assert.equal(people.bruno.email, ''); // the SDK's type has no null there
    assert.notEqual(people.bruno.id, people.anna.id);
  });

  await step('a taken or missing name, or a taken ext_id, signs nobody up', async () => {
    const attempt = (data) => SSOService.SignUp(data, byAdmin);
    await refused(attempt({ username: fresh('anna') }), ...wrong('username', 'unique'));
    await refused(attempt({ username: fresh('ANNA') }), ...wrong('username', 'unique'));
    await refused(attempt({}), ...wrong('username', 'required'));
    await refused(attempt({ username: fresh('carla'), ext_id: crm }), ...wrong('extId', 'unique'));
    people.carla = await signUp({ username: 'carla' });
  });

  await step('nobody but an admin signs users up', async () => {
    const data = { username: fresh('intruder') };
    await refused(SSOService.SignUp(data, byNobody), ...anonymous);
    await refused(SSOService.SignUp(data, people.bruno.self), ...forbidden);
  });

  await step('sign-in tells users who they are', async () => {
    const { anna, bruno } = people;
    assert.deepEqual(await SSOService.SignIn(anna.self), {
      id: anna.id, ext_id: crm, username: anna.username, role: null, tags: [],
    });
    assert.equal((await SSOService.SignIn(bruno.self)).ext_id, null);
    assert.equal((await SSOService.SignIn(byAdmin)).role, 'admin');
    await refused(SSOService.SignIn(byNobody), ...anonymous);
  });

  return people;
}
