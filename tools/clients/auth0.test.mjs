// Auth0's own SDKs: the Management API's, and the one for logins on servers.
import assert from "node:assert/strict";
import { test } from "node:test";
import { AuthClient } from "@auth0/auth0-auth-js";
import { api, callback, domain, logIn, management } from "./tenant.mjs";

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
  assert.equal((await all(management.organizations.enabledConnections.list(made.id))).length, 2);
  await management.organizations.connections.update(made.id, connection.id, { is_enabled: false });
  assert.equal((await all(management.organizations.connections.list(made.id, { is_enabled: false }))).length, 1);
  await management.organizations.connections.delete(made.id, connection.id);
  await management.organizations.members.create(made.id, { members: ["auth0|ada"] });
  assert.deepEqual((await all(management.organizations.members.list(made.id))).map(({ user_id: id }) => id), ["auth0|ada"]);
  await management.organizations.members.delete(made.id, { members: ["auth0|ada"] });
  await management.organizations.clients.create(made.id, { clients: [{ client_id: "partner", use_for_member_access: true }] });
  assert.equal((await all(management.organizations.clients.list(made.id))).length, 1);
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
  await management.rateLimitPolicies.delete(policy.id);
  await all(management.userGrants.list());
});

test("a login with the SDK for servers", async () => {
  const partner = new AuthClient({ domain, clientId: "partner", clientSecret: "of the partner", authorizationParams: { redirect_uri: callback, audience: api, scope: "read:orders offline_access" } });
  const { authorizationUrl, codeVerifier } = await partner.buildAuthorizationUrl();
  const tokens = await partner.getTokenByCode(await logIn(authorizationUrl), { codeVerifier });
  assert.match(tokens.scope, /read:orders/);
  const again = await partner.getTokenByRefreshToken({ refreshToken: tokens.refreshToken });
  assert.ok(again.accessToken);
});
