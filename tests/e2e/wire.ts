// The wire between a browser and a house: counts what travels, service worker included, and can be cut or meddled with.
import { once } from "node:events";
import { type IncomingMessage, type Server, type ServerResponse, createServer, request } from "node:http";

export type Passed = { method: string; path: string; status: number; bytes: number; encoding: string };
/** Answers in the house's place (returns true), or lets the request through. */
export type Meddler = (incoming: IncomingMessage, answer: ServerResponse) => boolean;

export class Wire {
  readonly passed: Passed[] = [];
  /** Set to cut, delay or falsify; null lets everything through. */
  meddler: Meddler | null = null;

  private constructor(private readonly server: Server, readonly url: string) {}

  /** A wire to the house at `to`. */
  static async to(to: string): Promise<Wire> {
    const server = createServer();
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const address = server.address();
    if (address === null || typeof address === "string") throw new Error("no port");
    const wire = new Wire(server, `http://127.0.0.1:${address.port}`);
    server.on("request", (incoming, answer) => wire.pass(new URL(to), incoming, answer));
    return wire;
  }

  private pass(to: URL, incoming: IncomingMessage, answer: ServerResponse): void {
    if (this.meddler?.(incoming, answer)) return;
    const { method = "GET", url: path = "/", headers } = incoming;
    const onward = request({ host: to.hostname, port: to.port, method, path, headers }, (came) => {
      const record: Passed = {
        method,
        path,
        status: came.statusCode ?? 0,
        bytes: 0,
        encoding: came.headers["content-encoding"] ?? "none",
      };
      this.passed.push(record);
      answer.writeHead(record.status, came.headers);
      came.on("data", (bytes: Buffer) => { record.bytes += bytes.length; });
      came.pipe(answer);
    });
    onward.on("error", () => answer.destroy());
    incoming.pipe(onward);
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, "close");
  }
}
