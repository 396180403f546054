// Tokens as the SDK makes and sends them.

import assert from 'node:assert/strict';
import { badToken, by, forgedTokenOf, missing, refused, sdk, step, tokenOf, wrong } from './client.mjs';

const { SSOService, UserService, http } = sdk;
const now = () => Math.floor(Date.now() / 1000);

export async function useTokens({ anna, bruno }) {
  const forged = await forgedTokenOf(anna.id);
  const expired = await tokenOf(anna.id, now() - 3600);
  const nobodys = await tokenOf(999_999_999);

  await step('a token may be set once for every call, and name the user in text', async () => {
    http.setAuthorizeToken(await tokenOf(String(bruno.id)));
    try {
      assert.equal((await UserService.getCurrentUser()).id, bruno.id);
    } finally {
      http.setAuthorizeToken();
    }
  });

  await step('a bad token is refused everywhere, on public endpoints too', async () => {
    for (const token of [forged, expired, nobodys, 'no-token', 'a.b.c']) {
      await refused(UserService.getCurrentUser(by(token)), ...badToken);
      await refused(UserService.getSpecificUser(anna.id, by(token)), ...badToken);
      await refused(UserService.getProviderAssociations(anna.id, by(token)), ...badToken);
      await refused(SSOService.SignIn(by(token)), ...badToken);
    }
  });

  await step('a token can be verified without being used', async () => {
    const verify = (body) => http.post('/api/v2/jwt/verify_token/', body);
    for (const token of [anna.token, nobodys]) {
      const { status, data } = await verify({ token });
      assert.deepEqual([status, data], [200, {}]);
    }
    for (const token of [forged, expired, 'no-token']) await refused(verify({ token }), ...badToken);
    await refused(verify({}), ...wrong('token', 'required'));
  });

  await step('an unknown address is answered as the SDK understands', async () => {
    await refused(http.get('/api/v2/no/such/route/'), ...missing);
    const method = [405, { error: 'method_not_allowed' }];
    await refused(http.put('/api/v2/sso/signin/', {}), ...method);
  });
}
