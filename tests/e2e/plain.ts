// A plain file server, as any web host has one: folders answer with their index.html, nothing is rewritten, there is no API.
import { once } from "node:events";
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { type Server, createServer } from "node:http";
import { extname, join, normalize } from "node:path";

const kinds: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".wasm": "application/wasm",
  ".css": "text/css",
  ".json": "application/json",
  ".webmanifest": "application/manifest+json",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".jpg": "image/jpeg",
  ".webp": "image/webp",
  ".txt": "text/plain; charset=utf-8",
};

export class PlainServer {
  private constructor(private readonly server: Server, readonly url: string) {}

  static async of(folder: string): Promise<PlainServer> {
    const server = createServer(async (incoming, answer) => {
      const path = decodeURIComponent(new URL(incoming.url ?? "/", "http://host").pathname);
      const asked = join(folder, normalize(path));
      const file = path.endsWith("/") ? join(asked, "index.html") : asked;
      const found = await stat(file).then((entry) => entry.isFile(), () => false);
      if (!found || !["GET", "HEAD"].includes(incoming.method ?? "")) {
        answer.writeHead(found ? 405 : 404, { "content-type": "text/html" }).end("<h1>Not Found</h1>");
        return;
      }
      answer.writeHead(200, { "content-type": kinds[extname(file)] ?? "application/octet-stream" });
      if (incoming.method === "HEAD") answer.end();
      else createReadStream(file).pipe(answer);
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const address = server.address();
    if (address === null || typeof address === "string") throw new Error("no port");
    return new PlainServer(server, `http://127.0.0.1:${address.port}`);
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, "close");
  }
}
