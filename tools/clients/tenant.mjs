// The tenant that the tests run on, which auth0-emulator starts around them, and a user with a browser.
import assert from "node:assert/strict";
import { ManagementClient } from "auth0";

export const domain = process.env.AUTH0_DOMAIN;
export const issuer = `https://${domain}/`;
export const api = "https://orders.example.com/mcp";
export const callback = "https://partner.example.com/callback";

export const management = new ManagementClient({
  domain, clientId: process.env.AUTH0_CLIENT_ID, clientSecret: process.env.AUTH0_CLIENT_SECRET,
});

/** Logs Ada in at the address that an application sends her to, lets her consent, and returns where she ends up. */
export async function logIn(address) {
  const cookies = new Map();
  const visit = async (url, form) => {
    const response = await fetch(url, {
      method: form ? "POST" : "GET",
      body: form && new URLSearchParams(form),
      headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join("; ") },
      redirect: "manual",
    });
    for (const cookie of response.headers.getSetCookie()) {
      const [, name, value] = cookie.match(/^([^=]+)=([^;]*)/);
      cookies.set(name, value);
    }
    const location = response.headers.get("location");
    if (location?.startsWith("/") || location?.startsWith(issuer)) {
      return visit(new URL(location, issuer));
    }
    return { location: location && new URL(location), page: await response.text() };
  };
  let at = await visit(address);
  for (const answer of [{ email: "ada@example.com", password: "correct horse" }, { answer: "accept" }]) {
    const [asked] = Object.keys(answer);
    if (at.page.includes(`name="${asked}"`)) {
      const hidden = [...at.page.matchAll(/<input type="hidden" name="([a-z]+)" value="([^"]*)">/g)];
      at = await visit(new URL("/u/login", issuer), { ...Object.fromEntries(hidden.map(([, name, value]) => [name, value])), ...answer });
    }
  }
  assert.ok(at.location, `the login ends on a page: ${at.page}`);
  return at.location;
}
