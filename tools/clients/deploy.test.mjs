// Auth0's deploy CLI, which reads a tenant into a file.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const cli = fileURLToPath(new URL("node_modules/auth0-deploy-cli/lib/index.js", import.meta.url));

/** What the CLI exports, as text. */
async function exported(env) {
  const folder = await mkdtemp(join(tmpdir(), "deploy-"));
  try {
    await promisify(execFile)(process.execPath, [cli, "export", "--format", "yaml", "--output_folder", folder], { env: { ...process.env, ...env } });
    return await readFile(join(folder, "tenant.yaml"), "utf8");
  } finally {
    await rm(folder, { recursive: true });
  }
}

test("an export of the whole tenant", async () => {
  const tenant = await exported({});
  for (const found of ["  - name: Partner\n", "  - name: customers\n", "  - name: acme\n", "actions: []\n", "roles: []\n", "emailProvider: {}\n", "  universal_login_experience: new\n"]) {
    assert.ok(tenant.includes(found), `${found} is missing:\n${tenant}`);
  }
});

test("an export of what is emulated", async () => {
  const tenant = await exported({ AUTH0_INCLUDED_ONLY: '["clients","clientGrants","connections","databases","organizations","rateLimitPolicies","resourceServers","tenant"]' });
  for (const found of ["  - name: Partner\n", "  - client_id: Order sync\n", "    default_for: third_party_clients\n", "    third_party_client_access: allow\n", "      - name: customers\n", "rateLimitPolicies: []\n"]) {
    assert.ok(tenant.includes(found), `${found} is missing:\n${tenant}`);
  }
  assert.ok(!tenant.includes("actions:"), tenant);
});
