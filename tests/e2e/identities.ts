// A provider of identities on this machine: the npm package oidc-provider, as an office would run one, with a page of its own on
// which one shows who one is. It asks for PKCE, signs with RS256 and forgets everything when it closes.
import { once } from "node:events";
import { type IncomingMessage, type Server, type ServerResponse, createServer } from "node:http";
import { Provider } from "oidc-provider";

export const client = "cong-dan-so";
export const secret = "bi-mat-chi-de-thu";

export type Identities = {
  issuer: string;
  /** Codes that it gave tokens for. */
  taken: () => string[];
  close: () => Promise<void>;
};

/** Opens one that knows the desk at `desk`. It answers at localhost, which is another site than 127.0.0.1. */
export async function openIdentities(port: number, desk: string): Promise<Identities> {
  const issuer = `http://localhost:${port}`;
  const provider = new Provider(issuer, {
    clients: [{ client_id: client, client_secret: secret, redirect_uris: [desk], response_types: ["code"], grant_types: ["authorization_code"] }],
    cookies: { keys: ["chi-de-thu"] },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_: unknown, interaction: { uid: string }) => `/interaction/${interaction.uid}` },
    // Nobody is asked what the desk may see: it sees a subject.
    loadExistingGrant: async (ctx: any) => {
      const grant = new ctx.oidc.provider.Grant({ clientId: ctx.oidc.client.clientId, accountId: ctx.oidc.session.accountId });
      grant.addOIDCScope("openid");
      await grant.save();
      return grant;
    },
    findAccount: (_: unknown, id: string) => ({ accountId: id, claims: () => ({ sub: id }) }),
    pkce: { required: () => true },
  });
  const taken: string[] = [];
  provider.on("grant.success", (ctx: any) => void taken.push(ctx.oidc.params.code));
  const answer = provider.callback();
  const server = createServer((request, response) => {
    if (request.url?.startsWith("/interaction/")) void interaction(provider, request, response);
    else void answer(request, response);
  });
  server.listen(port, "localhost");
  await once(server, "listening");
  return { issuer, taken: () => taken, close: () => closed(server) };
}

async function closed(server: Server): Promise<void> {
  if (!server.listening) return;
  server.close();
  server.closeAllConnections();
  await once(server, "close");
}

/** Its page: a name and a button. */
async function interaction(provider: any, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.method === "POST") {
    const body = await new Promise<string>((read) => {
      let text = "";
      request.on("data", (bytes) => { text += bytes; }).on("end", () => read(text));
    });
    const form = new URLSearchParams(body);
    const result = form.has("back") ? { error: "access_denied" } : { login: { accountId: form.get("subject") ?? "" } };
    await provider.interactionFinished(request, response, result);
    return;
  }
  response.setHeader("content-type", "text/html; charset=utf-8");
  response.end(`<!doctype html><html lang="vi"><title>Cổng của tỉnh</title><link rel="icon" href="data:,"><form method="post">
    <label>Bạn là ai <input name="subject"></label><button>Vào</button><button name="back">Thôi</button></form></html>`);
}
