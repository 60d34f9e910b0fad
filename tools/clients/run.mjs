// Runs the tests of this folder on a local tenant: node run.mjs AUTH0-EMULATOR. The tenant fetches the metadata document of
// an agent from a server that is started here.
import { spawn } from "node:child_process";
import { createServer } from "node:http";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";

const emulator = resolve(process.argv[2]);
const here = fileURLToPath(new URL(".", import.meta.url));

const publisher = createServer((request, response) => {
  response.setHeader("content-type", "application/json");
  response.end(JSON.stringify({
    client_id: `https://agent.example.com${request.url}`,
    client_name: "Agent with a document",
    redirect_uris: ["https://agent.example.com/callback"],
    grant_types: ["authorization_code", "refresh_token"],
    token_endpoint_auth_method: "none",
  }));
});
await new Promise((listening) => publisher.listen(0, "127.0.0.1", listening));

const tests = spawn(emulator, [
  "--tls", "--seed", "tenant.json", "--document-host", `agent.example.com=127.0.0.1:${publisher.address().port}`,
  "--", process.execPath, "--test", "--test-concurrency=2", ...process.argv.slice(3),
], { cwd: here, stdio: "inherit", env: { ...process.env, EMULATOR: emulator } });
tests.on("exit", (code) => {
  publisher.close();
  process.exitCode = code ?? 1;
});
