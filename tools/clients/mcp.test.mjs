// The SDK of the Model Context Protocol: an agent that knows nothing but the address of an MCP server.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { test } from "node:test";
import { auth } from "@modelcontextprotocol/sdk/client/auth.js";
import { decodeJwt } from "jose";
import { callback, issuer, logIn, management } from "./tenant.mjs";

const scope = "read:orders create:orders offline_access";
const documentUrl = "https://agent.example.com/client.json";

/** What an agent remembers between its steps. */
class Agent {
  constructor(redirectUrl) {
    this.redirectUrl = redirectUrl;
    this.clientMetadata = {
      client_name: "Agent", redirect_uris: [redirectUrl], token_endpoint_auth_method: "none",
      grant_types: ["authorization_code", "refresh_token"],
    };
  }
  clientInformation() { return this.client; }
  saveClientInformation(client) { this.client = client; }
  tokens() { return this.given; }
  saveTokens(tokens) { this.given = tokens; }
  redirectToAuthorization(address) { this.address = address; }
  saveCodeVerifier(verifier) { this.verifier = verifier; }
  codeVerifier() { return this.verifier; }
}

/** An MCP server that says which tenant its tokens come from, and is an API there with default permissions. */
async function serve(t) {
  let resource;
  const server = createServer((_, response) => {
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify({ resource, authorization_servers: [issuer], scopes_supported: scope.split(" ") }));
  });
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  resource = `http://127.0.0.1:${server.address().port}/mcp`;
  const { id } = await management.resourceServers.create({
    identifier: resource, scopes: [{ value: "read:orders" }, { value: "create:orders" }], allow_offline_access: true, token_dialect: "rfc9068_profile",
  });
  await management.clientGrants.create({ default_for: "third_party_clients", audience: resource, subject_type: "user", scope: ["read:orders"] });
  t.after(async () => {
    server.close();
    await management.resourceServers.delete(id);
  });
  return resource;
}

/** Takes an agent from a cold start to tokens, and to new ones by its refresh token. */
async function connect(agent, serverUrl) {
  assert.equal(await auth(agent, { serverUrl, scope }), "REDIRECT");
  assert.equal(agent.address.searchParams.get("resource"), serverUrl);
  assert.equal(agent.address.searchParams.get("code_challenge_method"), "S256");

  const end = await logIn(agent.address);
  assert.equal(end.searchParams.get("error"), null, end.href);
  assert.equal(await auth(agent, { serverUrl, scope, authorizationCode: end.searchParams.get("code") }), "AUTHORIZED");
  const first = agent.given;
  const claims = decodeJwt(first.access_token);
  assert.equal([claims.aud].flat()[0], serverUrl);
  assert.deepEqual(claims.scope.split(" ").sort(), ["offline_access", "read:orders"], "the default permissions and nothing else");

  assert.equal(await auth(agent, { serverUrl, scope }), "AUTHORIZED");
  assert.notEqual(agent.given.access_token, first.access_token);
  assert.notEqual(agent.given.refresh_token, first.refresh_token, "public applications rotate");
  return claims;
}

test("an agent that registers itself", async (t) => {
  const agent = new Agent(callback);
  await connect(agent, await serve(t));
  assert.match(agent.client.client_id, /^tpc_/);
});

test("an agent that a document describes", async (t) => {
  await management.clients.registerCimdClient({ external_client_id: documentUrl });
  const agent = new Agent("https://agent.example.com/callback");
  agent.clientMetadataUrl = documentUrl;
  const claims = await connect(agent, await serve(t));
  assert.equal(agent.client.client_id, documentUrl);
  assert.equal(claims.client_id, documentUrl);
});
