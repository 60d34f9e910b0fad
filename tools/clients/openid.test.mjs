// openid-client and oauth4webapi: a partner's application, and the API that its tokens are for.
import assert from "node:assert/strict";
import { test } from "node:test";
import * as oauth from "oauth4webapi";
import * as openid from "openid-client";
import { api, callback, issuer, logIn } from "./tenant.mjs";

const validated = async (token) => {
  const server = await oauth.processDiscoveryResponse(new URL(issuer), await oauth.discoveryRequest(new URL(issuer)));
  const request = new Request(api, { headers: { authorization: `Bearer ${token}` } });
  return oauth.validateJwtAccessToken(server, request, api);
};

test("a user's token, validated by the API, and anew by a refresh token", async () => {
  const partner = await openid.discovery(new URL(issuer), "partner", "of the partner");
  const verifier = openid.randomPKCECodeVerifier();
  const state = openid.randomState();
  const address = openid.buildAuthorizationUrl(partner, {
    redirect_uri: callback, audience: api, scope: "read:orders offline_access", state,
    code_challenge: await openid.calculatePKCECodeChallenge(verifier), code_challenge_method: "S256",
  });
  const end = await logIn(address);
  const tokens = await openid.authorizationCodeGrant(partner, end, { pkceCodeVerifier: verifier, expectedState: state });
  const claims = await validated(tokens.access_token);
  assert.equal(claims.client_id, "partner");
  assert.deepEqual(claims.scope.split(" ").sort(), ["offline_access", "read:orders"]);

  const again = await openid.refreshTokenGrant(partner, tokens.refresh_token);
  assert.equal((await validated(again.access_token)).sub, claims.sub);
  await openid.tokenRevocation(partner, again.refresh_token ?? tokens.refresh_token);
  await assert.rejects(openid.refreshTokenGrant(partner, again.refresh_token ?? tokens.refresh_token), { error: "invalid_grant" });
});

test("an application's own token, and the refusal of scopes that it lacks", async () => {
  const sync = await openid.discovery(new URL(issuer), "sync", "of the sync");
  const { access_token: token } = await openid.clientCredentialsGrant(sync, { audience: api });
  assert.equal((await validated(token)).scope, "read:orders");
  await assert.rejects(openid.clientCredentialsGrant(sync, { audience: api, scope: "create:orders" }), { error: "access_denied" });
});
