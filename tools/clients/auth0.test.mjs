// Auth0's own SDKs: the Management API's, and the one for logins on servers.
import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import { test } from "node:test";
import { AuthClient } from "@auth0/auth0-auth-js";
import { api, callback, domain, issuer, logIn, management } from "./tenant.mjs";

/** All objects of a listing, whichever way the SDK pages through it. */
const all = async (listing) => {
  const found = [];
  for await (const one of await listing) found.push(one);
  return found;
};

test("applications, their keys and their grants", async () => {
  const made = await management.clients.create({ name: "Made", is_first_party: false, third_party_security_mode: "strict", app_type: "non_interactive" });
  assert.ok((await all(management.clients.list({ is_first_party: false }))).some(({ client_id: id }) => id === made.client_id));
  await management.clients.update(made.client_id, { description: "Changed" });
  assert.equal((await management.clients.get(made.client_id)).description, "Changed");
  await management.clients.rotateSecret(made.client_id);
  assert.deepEqual([...(await management.clients.credentials.list(made.client_id))], []);
  await all(management.clients.connections.get(made.client_id));

  const grant = await management.clientGrants.create({ client_id: made.client_id, audience: api, scope: ["read:orders"], subject_type: "client", organization_usage: "allow" });
  await management.clientGrants.update(grant.id, { scope: ["create:orders"] });
  assert.deepEqual((await management.clientGrants.get(grant.id)).scope, ["create:orders"]);
  assert.equal((await all(management.clientGrants.list({ client_id: made.client_id }))).length, 1);

  await management.organizations.clientGrants.create("org_acme", { grant_id: grant.id });
  assert.equal((await all(management.organizations.clientGrants.list("org_acme"))).length, 1);
  await all(management.clientGrants.organizations.list(grant.id));
  await management.organizations.clientGrants.delete("org_acme", grant.id);
  await management.clientGrants.delete(grant.id);
  await management.clients.delete(made.client_id);
  await assert.rejects(management.clients.get(made.client_id), { statusCode: 404 });
});

test("keys of an application", async () => {
  const made = await management.clients.create({ name: "With keys", app_type: "non_interactive" });
  const pem = generateKeyPairSync("rsa", { modulusLength: 2048 }).publicKey.export({ type: "spki", format: "pem" });
  const key = await management.clients.credentials.create(made.client_id, { credential_type: "public_key", name: "First", pem });
  assert.equal((await management.clients.credentials.get(made.client_id, key.id)).name, "First");
  const changed = await management.clients.credentials.update(made.client_id, key.id, { expires_at: "2099-01-01T00:00:00.000Z" });
  assert.equal(changed.expires_at, "2099-01-01T00:00:00.000Z");
  await management.clients.credentials.delete(made.client_id, key.id);
  await assert.rejects(management.clients.credentials.get(made.client_id, key.id), { statusCode: 404 });
  await management.clients.delete(made.client_id);
});

test("an application that a document describes", async () => {
  const { mapped_fields: fields } = await management.clients.previewCimdMetadata({ external_client_id: "https://agent.example.com/preview.json" });
  assert.equal(fields.name, "Agent with a document");
  const { client_id: id } = await management.clients.registerCimdClient({ external_client_id: "https://agent.example.com/registered.json" });
  assert.equal((await management.clients.get(id)).external_metadata_type, "cimd");
  await management.clients.delete(id);
});

test("connections and organizations", async () => {
  const connection = await management.connections.create({ name: "made", strategy: "auth0" });
  await management.connections.update(connection.id, { is_domain_connection: true });
  assert.equal((await management.connections.get(connection.id)).is_domain_connection, true);
  assert.equal((await all(management.connections.list({ name: "made" }))).length, 1);
  await management.connections.clients.update(connection.id, [{ client_id: "partner", status: true }]);
  await all(management.connections.clients.get(connection.id));

  const made = await management.organizations.create({ name: "made", enabled_connections: [{ connection_id: "con_customers" }] });
  assert.equal((await management.organizations.getByName("made")).id, made.id);
  await management.organizations.update(made.id, { third_party_client_access: "allow" });
  await management.organizations.enabledConnections.add(made.id, { connection_id: connection.id });
  await management.organizations.enabledConnections.update(made.id, connection.id, { show_as_button: false });
  assert.equal((await management.organizations.enabledConnections.get(made.id, connection.id)).show_as_button, false);
  assert.equal((await all(management.organizations.enabledConnections.list(made.id))).length, 2);
  await management.organizations.connections.update(made.id, connection.id, { is_enabled: false });
  assert.equal((await all(management.organizations.connections.list(made.id, { is_enabled: false }))).length, 1);
  assert.equal((await management.organizations.connections.get(made.id, connection.id)).is_enabled, false);
  await management.organizations.connections.delete(made.id, connection.id);
  await management.organizations.connections.create(made.id, { connection_id: connection.id });
  await management.organizations.enabledConnections.delete(made.id, connection.id);
  await management.organizations.members.create(made.id, { members: ["auth0|ada"] });
  assert.deepEqual((await all(management.organizations.members.list(made.id))).map(({ user_id: id }) => id), ["auth0|ada"]);
  await management.organizations.members.delete(made.id, { members: ["auth0|ada"] });
  await management.organizations.clients.create(made.id, { clients: [{ client_id: "partner", use_for_member_access: true }] });
  assert.equal((await all(management.organizations.clients.list(made.id))).length, 1);
  await management.organizations.clients.update(made.id, "partner", { use_for_member_access: false });
  assert.equal((await management.organizations.clients.get(made.id, "partner")).use_for_member_access, false);
  await management.organizations.clients.delete(made.id, { clients: ["partner"] });
  assert.equal((await management.organizations.get(made.id)).name, "made");
  assert.equal((await all(management.organizations.list({ take: 1 }))).length, 2);
  await management.organizations.delete(made.id);
  await management.connections.delete(connection.id);
});

test("APIs, settings, rate limits and consents", async () => {
  const made = await management.resourceServers.create({ identifier: "https://made.example.com/", scopes: [{ value: "read" }] });
  await management.resourceServers.update(made.id, { subject_type_authorization: { user: { policy: "deny_all" }, client: { policy: "deny_all" } } });
  assert.equal((await management.resourceServers.get(made.id)).subject_type_authorization.user.policy, "deny_all");
  assert.ok((await all(management.resourceServers.list())).length >= 2);
  await management.resourceServers.delete(made.id);

  await management.tenants.settings.update({ friendly_name: "Acme" });
  assert.equal((await management.tenants.settings.get()).friendly_name, "Acme");

  const policy = await management.rateLimitPolicies.create({
    resource: "oauth_authentication_api", consumer: "client", consumer_selector: "third_party_clients", configuration: { action: "log", limit: 100 },
  });
  assert.equal((await all(management.rateLimitPolicies.list())).length, 1);
  await management.rateLimitPolicies.update(policy.id, { configuration: { action: "allow" } });
  assert.equal((await management.rateLimitPolicies.get(policy.id)).configuration.action, "allow");
  await management.rateLimitPolicies.delete(policy.id);
  for (const listing of [management.rules.list(), management.hooks.list(), management.networkAcls.list()]) {
    assert.deepEqual(await all(listing), []);
  }
});

test("a login with the SDK for servers", async () => {
  const partner = new AuthClient({ domain, clientId: "partner", clientSecret: "of the partner", authorizationParams: { redirect_uri: callback, audience: api, scope: "read:orders offline_access" } });
  const { authorizationUrl, codeVerifier } = await partner.buildAuthorizationUrl();
  const tokens = await partner.getTokenByCode(await logIn(authorizationUrl), { codeVerifier });
  assert.match(tokens.scope, /read:orders/);
  const again = await partner.getTokenByRefreshToken({ refreshToken: tokens.refreshToken });
  assert.ok(again.accessToken);

  const issued = await all(management.users.refreshToken.list("auth0|ada"));
  assert.ok(issued.some(({ client_id: id }) => id === "partner"));
  assert.equal((await all(management.refreshTokens.list({ user_id: "auth0|ada" }))).length, issued.length);
  await management.refreshTokens.revoke({ user_id: "auth0|ada", client_id: "partner" });
  assert.ok(!(await all(management.users.refreshToken.list("auth0|ada"))).some(({ client_id: id }) => id === "partner"));
  const consent = (await all(management.userGrants.list({ user_id: "auth0|ada" }))).find(({ clientID: id }) => id === "partner");
  await management.userGrants.delete(consent.id);
  assert.ok(!(await all(management.userGrants.list({ user_id: "auth0|ada" }))).some(({ id }) => id === consent.id));
});

test("every call of the Management API that is emulated was made above", async () => {
  const told = async (what) => (await fetch(new URL(`/__emulator/${what}`, issuer))).json();
  const calls = (endpoints) => endpoints.map(({ method, path }) => `${method} ${path}`);
  const made = new Set(calls((await told("stats")).endpoints));
  assert.deepEqual(calls(await told("endpoints")).filter((call) => !made.has(call)), []);
});
