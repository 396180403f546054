// The life of a connection, in a community of friends.

import assert from 'node:assert/strict';
import { anonymous, byNobody, forbidden, missing, refused, sdk, step } from './client.mjs';
import { assertForm } from './profiles.mjs';

const { Endpoints, UserService, apiRequest, http } = sdk;
const SENT = 'sent_connection_request';
const RECEIVED = 'received_connection_request';
const inOtherMode = [403, { error: 'friendship_mode_required' }];

/** Every action, as the SDK calls it. */
const actions = {
  request: UserService.userRequestConnection,
  accept: UserService.userAcceptRequestConnection,
  reject: UserService.userRejectConnectionRequest,
  cancelRequest: UserService.userCancelRequestConnection,
  cancelReject: UserService.userCancelRejectConnectionRequest,
  remove: UserService.userRemoveConnection,
};

/** The status of one person to another, for which the SDK has an endpoint and no function. */
export async function statusOf(viewer, other) {
  const { url, method } = Endpoints.UserCheckConnectionStatus;
  const answer = await apiRequest({ url: url({ id: other.id }), method, ...viewer.self });
  return answer.connection_status;
}

/** Acts, and demands the status that the answer tells, and that which the other then sees. */
async function act(name, actor, other, status, back) {
  assert.deepEqual(await actions[name](other.id, actor.self), { connection_status: status }, name);
  assert.deepEqual([await statusOf(actor, other), await statusOf(other, actor)], [status, back], name);
}

async function countersOf({ id }) {
  const counters = await UserService.getUserCounters(id);
  const names = ['connections', 'connection_requests_sent', 'connection_requests_received'];
  return names.map((name) => {
    assert.equal(counters[`${name}_counter`], counters[name]);
    return counters[name];
  });
}

const ids = ({ results }) => results.map(({ id }) => id);

export async function connect(people) {
  const { anna, bruno, carla } = people;

  await step('a request is seen by both and listed to both', async () => {
    await act('request', anna, bruno, SENT, RECEIVED);
    const received = await UserService.getUserConnectionRequests({ limit: 5, offset: 0 }, bruno.self);
    assert.deepEqual([received.count, received.next, received.previous], [1, null, null]);
    const [request] = received.results;
    assert.deepEqual(Object.keys(request).sort(), ['created', 'from_user', 'id', 'rejected', 'viewed']);
    assert.deepEqual([request.from_user.id, request.from_user.connection_status], [anna.id, RECEIVED]);
    assertForm(request.from_user);
    const sent = await UserService.getUserRequestConnectionsSent(undefined, anna.self);
    assert.deepEqual(sent.results.map(({ id, to_user }) => [id, to_user.id]), [[request.id, bruno.id]]);
    assert.deepEqual([await countersOf(anna), await countersOf(bruno)], [[0, 1, 0], [0, 0, 1]]);
  });

  await step('a request is marked as seen once', async () => {
    const viewed = async () => (await UserService.getUserConnectionRequests({}, bruno.self)).results[0].viewed;
    assert.equal(await viewed(), null);
    assert.equal(await UserService.userMarkSeenConnectionRequest(anna.id, bruno.self), '');
    const first = await viewed();
    assert.ok(Date.parse(first) > 0);
    assert.equal(await UserService.userMarkSeenConnectionRequest(anna.id, bruno.self), '');
    assert.equal(await viewed(), first);
    await refused(UserService.userMarkSeenConnectionRequest(bruno.id, anna.self), ...missing);
  });

  await step('a request is not repeated, crossed or answered by the one who made it', async () => {
    const exists = [400, { error: 'already_exists' }];
    await refused(actions.request(bruno.id, anna.self), ...exists);
    await refused(actions.request(anna.id, bruno.self), ...exists);
    await refused(actions.accept(bruno.id, anna.self), ...missing);
  });

  await step('a request is rejected, restored, cancelled and made again', async () => {
    await act('reject', bruno, anna, null, SENT);
    const [rejected] = (await UserService.getUserRequestConnectionsSent({}, anna.self)).results;
    assert.ok(Date.parse(rejected.rejected) > 0);
    assert.equal((await UserService.getUserConnectionRequests({}, bruno.self)).count, 0);
    await act('cancelReject', bruno, anna, RECEIVED, SENT);
    await act('cancelRequest', anna, bruno, null, null);
    assert.deepEqual([await countersOf(anna), await countersOf(bruno)], [[0, 0, 0], [0, 0, 0]]);
    await act('request', anna, bruno, SENT, RECEIVED);
  });

  await step('an accepted request is a connection', async () => {
    await act('accept', bruno, anna, 'connected', 'connected');
    assert.deepEqual(await UserService.checkUserConnections(bruno.id, anna.self), { is_connection: true });
    assert.deepEqual([await countersOf(anna), await countersOf(bruno)], [[1, 0, 0], [1, 0, 0]]);
    await refused(actions.request(bruno.id, anna.self), 400, { error: 'already_connected' });
    const seen = await UserService.getSpecificUser(bruno.id, anna.self);
    assert.deepEqual([seen.connection_status, seen.connections_counter, seen.can_send_pm_to], ['connected', 1, true]);
    assert.equal((await UserService.getCurrentUser(anna.self)).connections_counter, 1);
  });

  await step('connections are listed, mutual ones first, page by page', async () => {
    await act('request', carla, anna, SENT, RECEIVED);
    await act('accept', anna, carla, 'connected', 'connected');
    await act('request', carla, bruno, SENT, RECEIVED);
    await act('accept', bruno, carla, 'connected', 'connected');
    // To Carla, Bruno is mutual and she herself is not; for Anna all are; for nobody none is.
    const list = (parameters, viewer) => UserService.getUserConnections(anna.id, parameters, viewer);
    assert.deepEqual(ids(await list({}, carla.self)), [bruno.id, carla.id]);
    assert.deepEqual(ids(await list({ mutual: 1 }, carla.self)), [bruno.id]);
    assert.deepEqual(ids(await list({ mutual: 0 }, carla.self)), [carla.id]);
    assert.deepEqual(ids(await list({ mutual: 0 }, anna.self)), []);
    assert.deepEqual(ids(await list({}, byNobody)), [carla.id, bruno.id]);

    const first = await list({ limit: 1, offset: 0, mutual: undefined }, carla.self);
    assert.deepEqual([first.count, first.previous, ids(first)], [2, null, [bruno.id]]);
    assert.equal(first.results[0].connection_status, 'connected');
    assertForm(first.results[0]);
    const { data: second } = await http.get(first.next, carla.self);
    assert.deepEqual([second.count, second.next, ids(second)], [2, null, [carla.id]]);
    assert.equal(second.results[0].connection_status, null);
    const { data: back } = await http.get(second.previous, carla.self);
    assert.deepEqual(back, first);
    const { data: behind } = await http.get(`/api/v2/user/${anna.id}/connections/`, {
      ...carla.self, params: { cursor: first.next_cursor },
    });
    assert.deepEqual([ids(behind), behind.next_cursor], [[carla.id], null]);
    await refused(list({ mutual: 2 }, carla.self), 400, { mutualError: { error: 'invalid' } });
    await refused(list({ cursor: 'x' }, carla.self), 400, { cursorError: { error: 'invalid' } });
  });

  await step('statuses come for everybody who is asked for', async () => {
    const { connection_statuses } = await UserService.getUserConnectionStatuses(
      [anna.id, bruno.id, String(carla.id), 999_999_999], anna.self,
    );
    assert.deepEqual(connection_statuses, {
      [anna.id]: null, [bruno.id]: 'connected', [carla.id]: 'connected', 999999999: null,
    });
  });

  await step('a connection ends for both, and no request comes back', async () => {
    await act('remove', anna, carla, null, null);
    await refused(actions.remove(anna.id, carla.self), ...missing);
    await act('remove', bruno, carla, null, null);
    assert.deepEqual(await UserService.checkUserConnections(carla.id, anna.self), { is_connection: false });
    assert.deepEqual([await countersOf(anna), await countersOf(carla)], [[1, 0, 0], [0, 0, 0]]);
  });

  await step('nobody acts on themselves, on nobody, or without a token', async () => {
    for (const call of Object.values(actions)) {
      await refused(call(anna.id, anna.self), 400, { error: 'invalid' });
      await refused(call(999_999_999, anna.self), ...missing);
      await refused(call(bruno.id, byNobody), ...anonymous);
    }
    await refused(statusOf(anna, { id: 999_999_999 }), ...missing);
  });

  await step('who hides somebody, or is hidden, asks and accepts nothing', async () => {
    await act('request', carla, anna, SENT, RECEIVED);
    assert.equal(await UserService.showHideUser(carla.id, anna.self), '');
    await refused(actions.accept(carla.id, anna.self), ...forbidden);
    await act('reject', anna, carla, null, SENT);
    await refused(actions.cancelReject(carla.id, anna.self), ...forbidden);
    await act('cancelRequest', carla, anna, null, null);
    await refused(actions.request(anna.id, carla.self), ...forbidden);
    await refused(actions.request(carla.id, anna.self), ...forbidden);
    assert.equal(await UserService.showHideUser(carla.id, anna.self), '');
    await act('request', carla, anna, SENT, RECEIVED);
    await act('cancelRequest', carla, anna, null, null);
  });

  await step('hiding keeps a connection, which can still be ended', async () => {
    await UserService.showHideUser(bruno.id, anna.self);
    const seen = await UserService.getSpecificUser(bruno.id, anna.self);
    assert.deepEqual([seen.connection_status, seen.can_send_pm_to], ['connected', false]);
    await act('remove', bruno, anna, null, null);
    await UserService.showHideUser(bruno.id, anna.self);
  });
}

/** What belongs to a community of friends, asked of one of followers. */
export async function findNoConnections({ anna, bruno }) {
  await step('a community of followers has no connections', async () => {
    for (const call of Object.values(actions)) await refused(call(bruno.id, anna.self), ...inOtherMode);
    await refused(UserService.getUserConnections(bruno.id, {}, anna.self), ...inOtherMode);
    await refused(UserService.getUserConnectionRequests({}, anna.self), ...inOtherMode);
    await refused(UserService.getUserRequestConnectionsSent({}, anna.self), ...inOtherMode);
    await refused(UserService.userMarkSeenConnectionRequest(bruno.id, anna.self), ...missing);
    assert.deepEqual(await UserService.checkUserConnections(bruno.id, anna.self), { is_connection: false });
  });
}
