// The SDK, and how the steps call it and judge what it gives back.

import assert from 'node:assert/strict';
import { Junction, JunctionClient, JunctionError } from '@junction-api/sdk';
import { setting, steps } from '../../run.mjs';

export { Junction, JunctionError };
export { fresh } from '../../run.mjs';

/** Where Kith answers. */
export const url = setting('KITH_URL');
/** The key of the team. */
export const apiKey = setting('KITH_API_KEY');

// No call is made again: what fails once has failed.
const clientWith = (options) => new JunctionClient({ baseUrl: url, maxRetries: 0, ...options });

/** The SDK as the team uses it. */
export const junction = clientWith({ apiKey });

/** The SDK with keys that are none: a wrong one, a part of the right one, an empty one, and none at all. */
export const strangers = [
  clientWith({ apiKey: 'sk_us_wrong' }),
  clientWith({ apiKey: apiKey.slice(0, -1) }),
  clientWith({ apiKey: '' }),
  clientWith({ auth: false }),
];

/** An id that no user has. */
export const nobody = '00000000-0000-4000-8000-000000000000';

/** One step: prints its name when it went well and gives its outcome, else ends the run and says why. */
export const step = steps((error) => error.stack ?? error);

/** Sends any request with the team's key, and gives the status and the body as they are. */
export async function send(method, path, body) {
  const headers = { 'content-type': 'application/json' };
  const json = body === undefined ? {} : { headers, body: JSON.stringify(body) };
  // In full, since the SDK takes a question mark in a mere path for a part of it.
  const answer = await junction.fetch(`${url}${path}`, { method, ...json });
  return { status: answer.status, body: await answer.json() };
}

/** What an address answers, as it is on the wire. */
export async function raw(path) {
  const { status, body } = await send('GET', path);
  assert.equal(status, 200, `${path}: ${JSON.stringify(body)}`);
  return body;
}

/** Demands that a call is refused with that status and detail, by the SDK's error of that kind. */
export async function refused(call, statusCode, detail, kind = JunctionError) {
  const error = await call.then(
    (answer) => assert.fail(`was to be refused with ${statusCode}, got ${JSON.stringify(answer)}`),
    (reason) => reason,
  );
  if (error.statusCode === undefined) throw error;
  assert.equal(error.statusCode, statusCode, error.message);
  assert.equal(error.constructor, kind, error.message);
  assert.match(error.rawResponse.headers.get('content-type'), /^application\/json/);
  assert.ok(error.requestId, 'an error names its request');
  assert.deepEqual(Object.keys(error.body), ['detail'], error.message);
  if (detail instanceof Function) return detail(error.body.detail);
  return assert.deepEqual(error.body.detail, detail, error.message);
}

/** A call refused with 422 for one reason: its type, and where it is. */
export async function invalid(call, type, ...loc) {
  await refused(call, 422, (detail) => {
    assert.equal(detail.length, 1, JSON.stringify(detail));
    const [item] = detail;
    if (type) assert.equal(item.type, type, JSON.stringify(item));
    assert.deepEqual(item.loc, loc, JSON.stringify(item));
    assert.ok(typeof item.msg === 'string' && item.msg.length > 0, JSON.stringify(item));
    assert.ok('input' in item, JSON.stringify(item));
  }, Junction.UnprocessableEntityError);
}

/** What a detail must be where nobody may depend on its wording. */
export const anyText = (detail) => assert.ok(typeof detail === 'string' && detail.length > 0, JSON.stringify(detail));

/** A detail of whatever form, as long as there is one. */
export const anything = (detail) => assert.ok(detail, JSON.stringify(detail));

/** The refusals that are the same everywhere. */
export const unauthorized = [401, 'invalid token'];
export const missing = [404, 'User not found'];

/** Demands an instant of the last minute. */
export function assertRecent(instant) {
  assert.ok(instant instanceof Date);
  const age = Date.now() - instant;
  assert.ok(age > -1000 && age < 60_000, `${instant.toISOString()} is not of the last minute`);
}
