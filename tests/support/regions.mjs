// Writes small files in MaxMind's format, for tests: where the addresses of documentation lie, by a
// map of our own. `node regions.mjs FILE [KIND]` writes one; kinds are the names in `files`.
//
// The format: https://maxmind.github.io/MaxMind-DB/

import { writeFileSync } from "node:fs";
import { isIPv4 } from "node:net";
import { argv } from "node:process";
import { pathToFileURL } from "node:url";

class Unsigned {
  constructor(kind, value) {
    Object.assign(this, { kind, value });
  }
}
const u16 = (value) => new Unsigned(5, value);
const u32 = (value) => new Unsigned(6, value);
const u64 = (value) => new Unsigned(9, value);

const names = (en, zh) => ({ names: { en, ...(zh ? { "zh-CN": zh } : {}) } });
const country = (code, en, zh) => ({ iso_code: code, ...names(en, zh) });
const shenzhen = {
  country: country("CN", "China", "中国"),
  subdivisions: [{ iso_code: "GD", ...names("Guangdong", "广东") }],
  city: names("Shenzhen", "深圳"),
};
const beijing = {
  country: country("CN", "China", "中国"),
  subdivisions: [{ iso_code: "BJ", ...names("Beijing", "北京市") }],
  city: names("Beijing", "北京"),
};
const fresno = {
  country: country("US", "United States", "美国"),
  subdivisions: [{ iso_code: "CA", ...names("California", "加利福尼亚州") }],
  city: names("Fresno"),
};
const world = [
  ["127.0.0.0/8", shenzhen],
  ["203.0.113.0/25", shenzhen],
  ["203.0.113.128/25", fresno],
  ["198.51.100.0/24", { registered_country: country("JP", "Japan", "日本") }],
  ["192.0.2.0/24", { city: names(Buffer.from([0xff]), Buffer.from("\0")) }],
  ["2001:db8:1::/48", beijing],
];

export const files = {
  cities: { type: "Test-City", networks: world },
  // The same networks after everybody has moved.
  moved: { type: "Test-City", networks: world.map(([network]) => [network, fresno]) },
  networks: {
    type: "Test-ASN",
    networks: [["203.0.113.0/24", { autonomous_system_number: u32(64496) }]],
  },
};

// The bits of "203.0.113.0/25" in a tree of IPv6 addresses.
function bits_of(network) {
  const [address, length] = network.split("/");
  if (isIPv4(address)) {
    const bits = address.split(".").map((part) => Number(part).toString(2).padStart(8, "0"));
    return "0".repeat(96) + bits.join("").slice(0, Number(length));
  }
  const [head, tail = ""] = address.split("::").map((half) => half.split(":").filter(Boolean));
  const zeros = Array(8 - head.length - tail.length).fill("0");
  const bits = [...head, ...zeros, ...tail].map((part) =>
    parseInt(part, 16).toString(2).padStart(16, "0"),
  );
  return bits.join("").slice(0, Number(length));
}

const [TEXT, MAP, LIST] = [2, 7, 11];
const WIDTHS = { 5: 2, 6: 4, 9: 8 }; // of numbers, by their kind

function head(kind, size) {
  const [first, ...extended] = kind > 7 ? [0, kind - 7] : [kind];
  const [small, ...more] = size < 29 ? [size] : [29, size - 29];
  if (more[0] > 255) throw new Error("too long for a test");
  return Buffer.from([(first << 5) | small, ...extended, ...more]);
}

function encoded(value) {
  if (typeof value === "string") return encoded(Buffer.from(value));
  if (Buffer.isBuffer(value)) return Buffer.concat([head(TEXT, value.length), value]);
  if (value instanceof Unsigned) {
    const bytes = Buffer.alloc(8);
    bytes.writeBigUInt64BE(BigInt(value.value));
    const width = WIDTHS[value.kind];
    return Buffer.concat([head(value.kind, width), bytes.subarray(8 - width)]);
  }
  if (Array.isArray(value)) {
    return Buffer.concat([head(LIST, value.length), ...value.map(encoded)]);
  }
  const members = Object.entries(value);
  return Buffer.concat([head(MAP, members.length), ...members.flat().map(encoded)]);
}

export function region_file({ type, networks }) {
  const nodes = [[null, null]];
  const data = [];
  let offset = 0;
  for (const [network, record] of networks) {
    const bits = bits_of(network);
    let node = 0;
    for (const bit of bits.slice(0, -1)) {
      if (nodes[node][bit] === null) nodes[node][bit] = { node: nodes.push([null, null]) - 1 };
      node = nodes[node][bit].node;
    }
    const bytes = encoded(record);
    nodes[node][bits.at(-1)] = { offset };
    offset += bytes.length;
    data.push(bytes);
  }
  const tree = Buffer.alloc(nodes.length * 6);
  for (const [index, sides] of nodes.entries()) {
    for (const [side, to] of sides.entries()) {
      const record = to?.node ?? nodes.length + (to === null ? 0 : 16 + to.offset);
      tree.writeUIntBE(record, index * 6 + side * 3, 3);
    }
  }
  const about = {
    node_count: u32(nodes.length),
    record_size: u16(24),
    ip_version: u16(6),
    database_type: type,
    languages: ["en", "zh-CN"],
    binary_format_major_version: u16(2),
    binary_format_minor_version: u16(0),
    build_epoch: u64(1),
    description: { en: "For Usher's tests" },
  };
  const mark = Buffer.from("\xab\xcd\xefMaxMind.com", "latin1");
  return Buffer.concat([tree, Buffer.alloc(16), ...data, mark, encoded(about)]);
}

if (argv[1] && import.meta.url === pathToFileURL(argv[1]).href) {
  const [, , path, kind = "cities"] = argv;
  writeFileSync(path, region_file(files[kind]));
}
