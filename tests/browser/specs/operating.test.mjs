// What whoever runs the server does to it: a backup while people talk, a restore, a look from
// outside. Those who talk lose what came after the backup and nothing else.

import assert from "node:assert/strict";
import { execFile, spawnSync } from "node:child_process";
import { rename, rm } from "node:fs/promises";
import { createServer, request } from "node:http";
import { after, before, test } from "node:test";
import { BINARY } from "../kit/server.mjs";
import { Stage } from "../kit/stage.mjs";
import { agent_says, same_story, visitor_says } from "../kit/story.mjs";
import { until } from "../kit/until.mjs";

let stage, agent, visitor, copy;
const said = [visitor_says(1)];

before(async () => {
  stage = await Stage.set();
  copy = `${stage.server.data}-copy`;
  agent = await stage.agent();
  visitor = await stage.visitor();
  await stage.conversation(visitor, agent, said[0]);
});
after(() => stage?.strike());

const usher = (...options) => spawnSync(BINARY, options, { encoding: "utf8" });
const say = async (who, text) => {
  await who.write(text);
  said.push(text);
};

// Whoever shows something only shows it until it has heard of the restore.
const forgets = (who, said_once) =>
  until(`"${said_once}" is gone`, async () =>
    (await who.messages()).every(({ text }) => text !== said_once),
  );

test("a backup is taken while people talk, and never over another one", async () => {
  await say(agent, agent_says(2));
  await same_story(visitor, agent, said);
  const taken = usher("backup", "--data", stage.server.data, "--to", copy);
  assert.equal(taken.status, 0, taken.stderr);
  assert.match(taken.stdout, /the backup is in /);
  const again = usher("backup", "--data", stage.server.data, "--to", copy);
  assert.equal(again.status, 2);
  assert.match(again.stderr, /is not an empty folder/);
  const nothing = usher("backup", "--data", `${copy}-none`, "--to", `${copy}-2`);
  assert.equal(nothing.status, 2);
  assert.match(nothing.stderr, /there is no .*usher\.db/);
});

test("after a restore everybody goes on from the backup", async () => {
  await visitor.write("said after the backup");
  await agent.sees("said after the backup");
  await stage.server.kill();
  const restored = usher("restore", "--from", copy, "--data", `${copy}-used`);
  assert.equal(restored.status, 0, restored.stderr);
  await rm(stage.server.data, { recursive: true });
  await rename(`${copy}-used`, stage.server.data);
  await stage.server.run();
  await forgets(visitor, "said after the backup");
  await forgets(agent, "said after the backup");
  await same_story(visitor, agent, said);
  await say(visitor, visitor_says(3));
  await say(agent, agent_says(4));
  await same_story(visitor, agent, said);
});

// Passes requests on as a proxy does that was never told of WebSockets.
async function deaf_proxy(target) {
  const proxy = createServer((from, to) => {
    const { upgrade: _upgrade, connection: _connection, ...headers } = from.headers;
    const onward = request(`${target}${from.url}`, { headers }, (answer) => {
      to.writeHead(answer.statusCode, answer.headers);
      answer.pipe(to);
    });
    onward.end();
  });
  await new Promise((listening) => proxy.listen(0, "127.0.0.1", listening));
  return { base: `http://127.0.0.1:${proxy.address().port}`, close: () => proxy.close() };
}

test("the doctor finds a proxy that loses upgrades, and a server that is away", async () => {
  // Not spawnSync: the proxy is in this process.
  const look = (url) =>
    new Promise((done) => {
      execFile(BINARY, ["doctor", "--data", copy, "--url", url], (failed, stdout) =>
        done({ status: failed?.code ?? 0, stdout }),
      );
    });
  const well = await look(`${stage.server.base}/`);
  assert.equal(well.status, 0, well.stdout);
  assert.match(well.stdout, /^ok {5}WebSocket upgrade$/m);
  const proxy = await deaf_proxy(stage.server.base);
  const deaf = await look(proxy.base);
  proxy.close();
  assert.equal(deaf.status, 1);
  assert.match(deaf.stdout, /^WRONG {2}WebSocket upgrade: the proxy does not pass/m);
  const away = await look("http://127.0.0.1:9");
  assert.match(away.stdout, /^WRONG {2}http:\/\/127.0.0.1:9\/readyz: /m);
});
