// What moderation does to a user.

import assert from 'node:assert/strict';
import { adminId, anonymous, byAdmin, byNobody, forbidden, missing, mode, refused, sdk, step, wrong } from './client.mjs';

const { ModerationService, UserService } = sdk;
const moderate = ModerationService.moderateASpecificUser;
const tie = mode === 'follow' ? UserService.followUser : UserService.userRequestConnection;
const untie = mode === 'follow' ? UserService.followUser : UserService.userCancelRequestConnection;

export async function moderateUsers({ anna, bruno }) {
  await step('a blocked user signs in, reads, and builds no ties', async () => {
    assert.equal(await moderate(bruno.id, 'b', '7', undefined, byAdmin), '');
    const me = await UserService.getCurrentUser(bruno.self);
    assert.equal(me.status, 'b');
    assert.ok(Object.values(me.permission).every((allowed) => allowed === false));
    await refused(tie(anna.id, bruno.self), ...forbidden);
    await tie(bruno.id, anna.self);
    await untie(bruno.id, anna.self);
  });

  await step('an approved user builds ties again', async () => {
    assert.equal(await moderate(bruno.id, 'a', undefined, undefined, byAdmin), '');
    assert.equal((await UserService.getCurrentUser(bruno.self)).status, 'a');
    await tie(anna.id, bruno.self);
    await untie(anna.id, bruno.self);
  });

  await step('only moderators and admins moderate, others, and sensibly', async () => {
    await refused(moderate(bruno.id, 'b', '7', undefined, anna.self), ...forbidden);
    await refused(moderate(bruno.id, 'b', '7', undefined, byNobody), ...anonymous);
    await refused(moderate(adminId, 'b', '7', undefined, byAdmin), ...forbidden);
    await refused(moderate(999_999_999, 'b', '7', undefined, byAdmin), ...missing);
    await refused(moderate(bruno.id, 'x', undefined, undefined, byAdmin), ...wrong('status', 'invalid'));
    await refused(moderate(bruno.id, 'b', '-1', undefined, byAdmin), ...wrong('daysBlocked', 'invalid'));
  });
}
