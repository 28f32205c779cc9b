// The client that pages and consoles use, protocol/ts, with sockets of Node's: what it does when a
// connection goes is what browsers do.

import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { connect } from "../../deploy/websocket.mjs";

const PROTOCOL = fileURLToPath(new URL("../../protocol/", import.meta.url));

async function bundle() {
  const { build } = createRequire(`${PROTOCOL}package.json`)("esbuild");
  const wanted = ["client", "outbox", "decode", "environment"];
  const contents = wanted.map((name) => `export * from "./${name}";`).join("\n");
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: `${PROTOCOL}ts`, loader: "ts" },
    bundle: true,
    platform: "node",
    target: "node18",
    format: "esm",
    write: false,
  });
  const source = Buffer.from(outputFiles[0].contents).toString("base64");
  return import(`data:text/javascript;base64,${source}`);
}

export const { create_client, create_outbox, decode_agent, decode_visitor, browser_environment } =
  await bundle();

// A Connect of protocol/ts/transport.ts.
export function node_transport(url, headers) {
  return (handlers) => {
    const giving_up = new AbortController();
    let socket = null;
    let open = true;
    const end = (code) => {
      if (!open) return;
      open = false;
      handlers.on_close(code);
    };
    connect(url, headers, giving_up.signal).then(
      (made) => {
        socket = made;
        if (!open) return socket.drop();
        socket.hand_over((text) => open && handlers.on_frame(text), end);
        handlers.on_open();
      },
      () => end(1006),
    );
    return {
      send: (text) => open && socket?.send_text(text),
      close: () => {
        open = false;
        giving_up.abort();
        socket?.drop();
      },
    };
  };
}
