// Following, in a community of followers.

import assert from 'node:assert/strict';
import { anonymous, byNobody, forbidden, missing, refused, sdk, step } from './client.mjs';
import { statusOf } from './connections.mjs';
import { assertForm } from './profiles.mjs';

const { UserService, http } = sdk;
const inOtherMode = [403, { error: 'follow_mode_required' }];
const ids = ({ results }) => results.map(({ id }) => id);

export async function follow({ anna, bruno, carla }) {
  await step('following is one-sided and toggled', async () => {
    for (const follows of [true, false, true]) {
      assert.equal(await UserService.followUser(bruno.id, anna.self), '');
      assert.deepEqual(await UserService.checkUserFollowed(bruno.id, anna.self), { is_followed: follows });
      assert.deepEqual(await UserService.checkUserFollower(bruno.id, anna.self), { is_follower: false });
      assert.deepEqual(await UserService.checkUserFollower(anna.id, bruno.self), { is_follower: follows });
      assert.equal(await statusOf(anna, bruno), follows ? 'followed' : null);
      assert.equal(await statusOf(bruno, anna), null);
      const count = Number(follows);
      assert.deepEqual(await UserService.getUserCounters(bruno.id), { followers: count, followings: 0, categories: 0 });
      assert.deepEqual(await UserService.getUserCounters(anna.id), { followers: 0, followings: count, categories: 0 });
    }
  });

  await step('users say who follows them and whom the caller follows', async () => {
    const seen = await UserService.getSpecificUser(bruno.id, anna.self);
    assertForm(seen, 'can_send_pm_to');
    assert.deepEqual([seen.connection_status, seen.followers_counter, seen.can_send_pm_to], ['followed', 1, false]);
    assert.equal((await UserService.getSpecificUser(anna.id, bruno.self)).can_send_pm_to, true);
    const { connection_statuses } = await UserService.getUserConnectionStatuses([bruno.id, carla.id], anna.self);
    assert.deepEqual(connection_statuses, { [bruno.id]: 'followed', [carla.id]: null });
  });

  await step('both ends are listed, those first whom the caller follows', async () => {
    await UserService.followUser(bruno.id, carla.self);
    await UserService.followUser(anna.id, carla.self);
    await UserService.followUser(carla.id, bruno.self);
    const followers = (parameters, viewer) => UserService.getUserFollowers(bruno.id, parameters, viewer);
    assert.deepEqual(ids(await followers({}, byNobody)), [carla.id, anna.id]);
    assert.deepEqual(ids(await followers({}, carla.self)), [anna.id, carla.id]);
    assert.deepEqual(ids(await followers({ limit: 5, mutual: 1 }, carla.self)), [anna.id]);
    assert.deepEqual(ids(await followers({ mutual: 0 }, carla.self)), [carla.id]);
    const first = await followers({ limit: 1 }, carla.self);
    assert.deepEqual([first.count, first.results[0].connection_status], [2, 'followed']);
    const { data: second } = await http.get(first.next, carla.self);
    assert.deepEqual([ids(second), second.next], [[carla.id], null]);
    assert.deepEqual(ids(await UserService.getUserFollowings(carla.id, { mutual: 0 }, anna.self)), [anna.id]);
    assert.deepEqual(ids(await UserService.getUserFollowings(carla.id, {}, anna.self)), [bruno.id, anna.id]);
  });

  await step('who hides somebody, or is hidden, follows nobody anew and may stop', async () => {
    await UserService.showHideUser(bruno.id, anna.self);
    assert.equal(await UserService.followUser(bruno.id, anna.self), '');
    await refused(UserService.followUser(bruno.id, anna.self), ...forbidden);
    await refused(UserService.followUser(anna.id, bruno.self), ...forbidden);
    await UserService.showHideUser(bruno.id, anna.self);
    assert.equal(await UserService.followUser(bruno.id, anna.self), '');
  });

  await step('nobody follows themselves, nobody, or without a token', async () => {
    await refused(UserService.followUser(anna.id, anna.self), 400, { error: 'invalid' });
    await refused(UserService.followUser(999_999_999, anna.self), ...missing);
    await refused(UserService.followUser(bruno.id, byNobody), ...anonymous);
    await refused(UserService.checkUserFollowed(999_999_999, anna.self), ...missing);
  });

  await step('all stop following', async () => {
    for (const [who, whom] of [[anna, bruno], [carla, bruno], [carla, anna], [bruno, carla]]) {
      assert.equal(await UserService.followUser(whom.id, who.self), '');
      assert.equal(await statusOf(who, whom), null);
    }
    assert.equal((await UserService.getUserFollowers(bruno.id)).count, 0);
  });
}

/** What belongs to a community of followers, asked of one of friends. */
export async function findNoFollows({ anna, bruno }) {
  await step('a community of friends follows nobody', async () => {
    await refused(UserService.followUser(bruno.id, anna.self), ...inOtherMode);
    await refused(UserService.checkUserFollowed(bruno.id, anna.self), ...inOtherMode);
    await refused(UserService.checkUserFollower(bruno.id, anna.self), ...inOtherMode);
    assert.deepEqual((await UserService.getUserFollowers(bruno.id, {}, anna.self)).results, []);
    assert.deepEqual((await UserService.getUserFollowings(bruno.id, {}, anna.self)).results, []);
  });
}
