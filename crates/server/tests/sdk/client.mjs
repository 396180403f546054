// The SDK, and how the steps call it and judge what it gives back.

import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { fresh, setting, steps } from './run.mjs';

export { fresh };

// The SDK's ES modules import directories, which Node refuses; its CommonJS build loads.
export const sdk = createRequire(import.meta.url)('@selfcommunity/api-services');

const { formatHttpError, formatHttpErrorCode, generateJWTToken, http } = sdk;

const url = setting('KITH_URL');
const secret = setting('KITH_JWT_SECRET');
const admin = { id: Number(setting('KITH_ADMIN_ID')), token: setting('KITH_ADMIN_TOKEN') };

/** How the community ties people to each other. */
export const mode = setting('KITH_MODE');
if (mode !== 'friendship' && mode !== 'follow') {
  console.error(`KITH_MODE is ${mode}, and neither friendship nor follow`);
  process.exit(2);
}

// Kith is spoken to directly, whatever proxy the machine has for the outside.
process.env.no_proxy = new URL(url).hostname;
http.setBasePortal(url);

// The SDK warns of every call that fails, and here many have to.
console.warn = () => {};

/** What a call of the SDK takes last, to be made by the holder of a token. */
export const by = (token) => ({ headers: { Authorization: `Bearer ${token}` } });

/** What a call of the SDK takes last, to be made by nobody. */
export const byNobody = undefined;

/** What a call of the SDK takes last, to be made by the admin. */
export const byAdmin = by(admin.token);

/** The admin's id. */
export const adminId = admin.id;

/** A token that the SDK signs with the community's secret, for two hours unless told otherwise. */
export const tokenOf = (userId, expiration) => generateJWTToken(userId, secret, expiration);

/** A token signed with a secret that is not the community's. */
export const forgedTokenOf = (userId) => generateJWTToken(userId, `not ${secret}`);

/** One step: prints its name when it went well, else ends the run and says why. */
export const step = steps(explain);

function explain(error) {
  if (!error.isAxiosError) return error.stack ?? error;
  const { method, url: path, data } = error.config;
  const request = `${method.toUpperCase()} ${path} ${data ?? ''}`.trim();
  if (!error.response) return `${request}: ${error.message}`;
  return `${request}: ${error.response.status} ${JSON.stringify(error.response.data)}`;
}

/**
 * Demands that a call is refused with that status, and that the SDK's own reading of the error
 * gives exactly those codes, if any are named, and a message for each.
 */
export async function refused(call, status, codes) {
  const error = await call.then(
    (answer) => assert.fail(`was to be refused with ${status}, got ${JSON.stringify(answer)}`),
    (reason) => reason,
  );
  if (!error.response) throw error;
  assert.equal(error.response.status, status, explain(error));
  assert.match(error.response.headers['content-type'], /^application\/json/);

  const found = formatHttpErrorCode(error);
  assert.deepEqual(found, codes ?? found, explain(error));
  assert.notDeepEqual(found, {}, explain(error));
  const messages = formatHttpError(error);
  assert.deepEqual(Object.keys(messages), Object.keys(found), explain(error));
  for (const message of Object.values(messages)) {
    const text = message.error ?? message;
    assert.ok(typeof text === 'string' && text.length > 0, explain(error));
  }
}

/** The refusals that are the same everywhere, as the SDK reads them. */
export const anonymous = [401, { error: 'not_authenticated' }];
export const badToken = [401, { error: 'token_not_valid' }];
export const forbidden = [403, { error: 'permission_denied' }];
export const missing = [404, { error: 'not_found' }];
export const wrong = (field, code) => [400, { [`${field}Error`]: { error: code } }];
