// Many visitors on plain sockets, where a browser would open one after another. They say hello,
// show pages, and read nothing but their welcome.

import { connect } from "node:net";

const AT_ONCE = 80; // the server bears 512 of one address
const AGENTS = [
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/142.0.0.0 Safari/537.36",
  "Mozilla/5.0 (Linux; Android 13; V2055A; wv) Chrome/126.0 Mobile MicroMessenger/8.0.50.2701",
  "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) Version/17.5 Mobile/15E148 Safari/604.1",
  "Mozilla/5.0 (Phone; OpenHarmony 5.0) Chrome/114.0.0.0 ArkWeb/4.1 Mobile HuaweiBrowser/5.0.4",
  "Mozilla/5.0 (iPad; CPU OS 17_5 like Mac OS X) Version/17.5 Mobile/15E148 Safari/604.1",
];
const TITLES = ["龙井茶叶 | 茶馆", "紫砂壶", "Cart", "Checkout", "普洱茶饼 2019", "Home"];
const REFERRERS = [
  "https://www.baidu.com/s?wd=%E7%B4%AB%E7%A0%82%E5%A3%B6",
  "https://www.google.com/",
  "https://www.zhihu.com/question/1",
  "",
];
const of = (list, n) => list[n % list.length];

// One whole text message, masked with zeros.
function framed(frame) {
  const text = Buffer.from(JSON.stringify(frame));
  const size = text.length < 126 ? [text.length] : [126, text.length >> 8, text.length & 255];
  const head = Buffer.from([0x81, 0x80 | size[0], ...size.slice(1), 0, 0, 0, 0]);
  return Buffer.concat([head, text]);
}

class Passer {
  static come(port, n, address) {
    const passer = new Passer();
    passer.socket = connect(port, "127.0.0.1");
    passer.socket.setNoDelay(true);
    passer.socket.write(
      "GET /ws/visitor?site=s_demo HTTP/1.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" +
        `Host: localhost:${port}\r\nOrigin: http://localhost:${port}\r\n` +
        `User-Agent: ${of(AGENTS, n)}\r\n` +
        (address ? `X-Forwarded-For: ${address}\r\n` : "") +
        "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
    );
    return new Promise((resolve, reject) => {
      let greeted = false;
      passer.socket.on("error", reject);
      passer.socket.on("close", () => reject(new Error("the server hung up")));
      passer.socket.on("data", (data) => {
        if (!greeted) passer.say({ type: "visitor_hello", protocol: 1 });
        greeted = true;
        if (!data.includes("visitor_welcome")) return;
        passer.socket.removeAllListeners("data").resume();
        passer.look(n);
        resolve(passer);
      });
    });
  }

  say(frame) {
    this.socket.write(framed(frame));
  }
  look(n) {
    const url = `https://shop.example/p/${n}`;
    this.say({ type: "page", url, title: of(TITLES, n), referrer: of(REFERRERS, n) });
  }
}

export class Crowd {
  // `count` visitors, of whom the last `stay` do not hang up; from these addresses by turns.
  static async gather(port, count, stay, addresses = [undefined]) {
    const crowd = new Crowd();
    crowd.staying = [];
    for (let n = count; n > 0; n -= AT_ONCE) {
      const some = Array.from({ length: Math.min(AT_ONCE, n) }, (_, k) => n - k - 1);
      const come = (each) => Passer.come(port, each, of(addresses, each));
      const came = await Promise.all(some.map(come));
      crowd.staying.push(...came.filter((_, k) => some[k] < stay));
      for (const passer of came.filter((_, k) => some[k] >= stay)) passer.socket.end();
    }
    return crowd;
  }

  // `per_second` of their pages, one after another, until the returned function is called.
  browse(per_second) {
    let n = 0;
    const timer = setInterval(() => of(this.staying, n).look(++n), 1000 / per_second);
    return () => clearInterval(timer);
  }

  leave() {
    for (const { socket } of this.staying) socket.destroy();
  }
}
