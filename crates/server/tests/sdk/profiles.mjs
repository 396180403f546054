// Reading and editing users.

import assert from 'node:assert/strict';
import {
  adminId, anonymous, byAdmin, byNobody, forbidden, fresh, missing, refused, sdk, step, wrong,
} from './client.mjs';

const { UserService } = sdk;

const PUBLIC_FORM = [
  'avatar', 'bio', 'categories_counter', 'community_badge', 'company_name', 'company_role',
  'connection_status', 'cover', 'date_joined', 'date_of_birth', 'deleted', 'description', 'ext_id',
  'gender', 'id', 'location', 'location_lat_lng', 'position_lat_lng', 'real_name', 'reg_approved',
  'reputation', 'tags', 'username', 'website',
];
const FRIENDSHIP_COUNTERS = [
  'connection_requests_received_counter', 'connection_requests_sent_counter', 'connections_counter',
];
const FOLLOW_COUNTERS = ['followers_counter', 'followings_counter'];

/** Demands the public form of a user, with the counters of the community's mode, and no more. */
export function assertForm(user, ...extra) {
  const counters = 'followers_counter' in user ? FOLLOW_COUNTERS : FRIENDSHIP_COUNTERS;
  assert.deepEqual(Object.keys(user).sort(), [...PUBLIC_FORM, ...counters, ...extra].sort());
  assert.match(user.date_joined, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/);
}

export async function readProfiles({ anna, bruno }) {
  await step('users read about themselves what nobody else may', async () => {
    const me = await UserService.getCurrentUser(anna.self);
    assertForm(
      me, 'email', 'email_isvalid', 'permission', 'role', 'status', 'unseen_interactions_counter',
      'unseen_notification_banners_counter',
    );
    assert.deepEqual(
      [me.id, me.username, me.ext_id, me.email, me.role, me.status],
      [anna.id, anna.username, anna.ext_id, anna.email, null, 'a'],
    );
    assert.equal(typeof me.permission.request_connection, 'boolean');
    assert.equal((await UserService.getCurrentUser(byAdmin)).role, 'admin');
    await refused(UserService.getCurrentUser(byNobody), ...anonymous);
  });

  await step('everybody reads the public form of a user', async () => {
    const unsigned = await UserService.getSpecificUser(anna.id, byNobody);
    assertForm(unsigned);
    assert.equal(unsigned.ext_id, anna.ext_id);
    for (const viewer of [anna.self, bruno.self, byAdmin]) {
      const seen = await UserService.getSpecificUser(anna.id, viewer);
      assertForm(seen, 'can_send_pm_to');
      const { can_send_pm_to: reachable, ...rest } = seen;
      assert.equal(reachable, false);
      assert.deepEqual(rest, unsigned);
      assert.equal(seen.connection_status, null);
    }
  });

  await step('a user who is not there is not found', async () => {
    await refused(UserService.getSpecificUser(999_999_999, byNobody), ...missing);
    await refused(UserService.getSpecificUser('anna', byNobody), ...missing);
  });
}

export async function editProfiles({ anna, bruno }) {
  await step('users patch what they please of their profile', async () => {
    const before = await UserService.getSpecificUser(anna.id, byNobody);
    const change = {
      real_name: 'Anna Rossi', description: 'Cartographer', bio: 'Zwölf Boxkämpfer 🗺', gender: 'Female',
      date_of_birth: '1990-02-28', website: 'https://example.com/anna', cover: 'https://example.com/c.png',
    };
    const patched = await UserService.userPatch(anna.id, change, anna.self);
    assertForm(patched);
    assert.deepEqual(patched, { ...before, ...change });
    assert.deepEqual(await UserService.getSpecificUser(anna.id, byNobody), patched);
    assert.deepEqual(await UserService.userPatch(anna.id, {}, anna.self), patched);
  });

  await step('a patch may come as a form', async () => {
    const form = new URLSearchParams({ location: 'Torre a Mare & Bari', bio: '' });
    const headers = { ...anna.self.headers, 'Content-Type': 'application/x-www-form-urlencoded' };
    const patched = await UserService.userPatch(anna.id, form, { headers });
    assert.equal(patched.location, 'Torre a Mare & Bari');
    assert.equal(patched.bio, '');
    assert.equal(patched.real_name, 'Anna Rossi');
  });

  await step('what may not be edited stays as it is', async () => {
    const before = await UserService.getCurrentUser(anna.self);
    const change = { id: bruno.id, role: 'admin', ext_id: 'other', status: 'b', deleted: true, reputation: 9 };
    await UserService.userPatch(anna.id, change, anna.self);
    assert.deepEqual(await UserService.getCurrentUser(anna.self), before);
  });

  await step('a refused edit names the field and changes nothing', async () => {
    const before = await UserService.getSpecificUser(anna.id, byNobody);
    const attempt = (change) => UserService.userPatch(anna.id, { real_name: 'Other', ...change }, anna.self);
    await refused(attempt({ description: 'x'.repeat(51) }), ...wrong('description', 'max_length'));
    await refused(attempt({ gender: 'unknown' }), ...wrong('gender', 'invalid'));
    await refused(attempt({ website: 'javascript:alert(1)' }), ...wrong('website', 'invalid'));
    await refused(attempt({ username: bruno.username }), ...wrong('username', 'unique'));
    await refused(UserService.userUpdate(anna.id, {}, anna.self), ...wrong('username', 'required'));
    assert.deepEqual(await UserService.getSpecificUser(anna.id, byNobody), before);
  });

  await step('an update changes the name', async () => {
    const username = fresh('bruno-the-second');
    const updated = await UserService.userUpdate(bruno.id, { username }, bruno.self);
    assertForm(updated);
    assert.equal(updated.username, username);
    bruno.username = username;
  });

  await step('nobody edits somebody else, not even an admin', async () => {
    const change = { username: fresh('stolen') };
    for (const edit of [UserService.userPatch, UserService.userUpdate]) {
      await refused(edit(anna.id, change, bruno.self), ...forbidden);
      await refused(edit(anna.id, change, byAdmin), ...forbidden);
      await refused(edit(anna.id, change, byNobody), ...anonymous);
      await refused(edit(adminId, change, anna.self), ...forbidden);
    }
  });
}
