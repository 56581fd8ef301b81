// A real OpenID Connect provider (npm oidc-provider, MIT) that plays VNeID, for the demo and the tests: invented
// people, no passwords. Never for a site that serves people: whoever opens it may be any of them.
//
// Environment: PORT, ISSUER, CLIENT_ID, CLIENT_SECRET, SITE_URL (the portal's), PEOPLE (a JSON file).
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import http from "node:http";

const here = dirname(fileURLToPath(import.meta.url));
const modules = process.env.MODULES || join(here, "node_modules");
const { default: Provider } = await import(join(modules, "oidc-provider", "lib", "index.js"));

const { PORT, ISSUER, CLIENT_ID, CLIENT_SECRET, SITE_URL } = process.env;
const people = JSON.parse(readFileSync(process.env.PEOPLE || join(here, "people.json"), "utf8"));

const provider = new Provider(ISSUER, {
  clients: [{
    client_id: CLIENT_ID,
    client_secret: CLIENT_SECRET,
    require_auth_time: true, // who has just shown themselves there need not do so here
    redirect_uris: [`${SITE_URL}/dang-nhap/qua/vneid/tra-loi/`],
    post_logout_redirect_uris: [`${SITE_URL}/`],
  }],
  acrValues: ["1", "2"],
  claims: {
    openid: ["sub"],
    acr: null,
    auth_time: null,
    profile: ["name", "birthdate", "gender", "identity_number", "phone_number", "address"],
  },
  conformIdTokenClaims: true, // what is asked by scope stands in userinfo alone
  features: { devInteractions: { enabled: false } },
  pkce: { required: () => true },
  interactions: { url: (_context, interaction) => `/interaction/${interaction.uid}` },
  findAccount: (_context, id) => people[id] && {
    accountId: id,
    claims: () => ({ sub: id, ...people[id].claims }),
  },
  cookies: { keys: [CLIENT_SECRET] },
  ttl: { Session: 3600, Interaction: 3600, Grant: 3600, AccessToken: 600, IdToken: 600 },
});

const escape = (text) => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);

function page(uid) {
  const rows = Object.entries(people).map(([id, one]) => `<p><button name="who" value="${escape(id)}">
    ${escape(one.claims.name)} (mức độ 0${escape(one.level)})</button></p>`);
  return `<!doctype html><html lang="vi"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
    <title>VNeID giả định</title><body><h1>VNeID giả định</h1><p>Trang dùng thử: chọn một người.</p>
    <form method="post" action="/interaction/${uid}">${rows.join("")}
    <p><button name="who" value="">Thôi, quay lại</button></p></form></body></html>`;
}

async function body(request) {
  let text = "";
  for await (const piece of request) {
    text += piece;
    if (text.length > 10000) throw new Error("too long");
  }
  return new URLSearchParams(text);
}

async function consented(request) {
  const { grantId, params, session, prompt } = await provider.interactionDetails(...request);
  const grant = (grantId && await provider.Grant.find(grantId))
    || new provider.Grant({ accountId: session.accountId, clientId: params.client_id });
  if (prompt.details.missingOIDCScope) grant.addOIDCScope(prompt.details.missingOIDCScope.join(" "));
  if (prompt.details.missingOIDCClaims) grant.addOIDCClaims(prompt.details.missingOIDCClaims);
  return { consent: { grantId: await grant.save() } };
}

async function interact(request, response) {
  const details = await provider.interactionDetails(request, response);
  if (details.prompt.name === "consent") {
    const result = await consented([request, response]);
    return provider.interactionFinished(request, response, result, { mergeWithLastSubmission: true });
  }
  if (request.method !== "POST") {
    response.setHeader("Content-Type", "text/html; charset=utf-8");
    return response.end(page(details.uid));
  }
  const who = (await body(request)).get("who");
  const result = people[who]
    ? { login: { accountId: who, acr: people[who].level, amr: ["demo"] } }
    : { error: "access_denied", error_description: "turned back" };
  return provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
}

process.on("SIGTERM", () => process.exit(0));
const handle = provider.callback();
http.createServer((request, response) => {
  if (!request.url.startsWith("/interaction/")) return handle(request, response);
  return interact(request, response).catch((error) => {
    response.statusCode = 400;
    response.end(String(error.message));
  });
}).listen(Number(PORT), "127.0.0.1", () => console.log(`identity provider at ${ISSUER}`));
