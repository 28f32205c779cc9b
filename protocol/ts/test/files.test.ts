import assert from "node:assert/strict";
import { test } from "node:test";

import { fault_of, file_bytes_max, file_path, fitting_name, size_label } from "../files";

test("a path keeps what a name may hold", () => {
  const file = { key: "0f", name: "报价 100%#1.pdf", bytes: 1, image: false };
  assert.equal(file_path(file), "/files/0f/%E6%8A%A5%E4%BB%B7%20100%25%231.pdf");
});

test("what is empty or too large is known before it is sent", () => {
  const faults = [0, 1, file_bytes_max, file_bytes_max + 1].map((size) =>
    fault_of({ size } as File));
  assert.deepEqual(faults, ["empty_file", "", "", "too_long"]);
});

test("names fit the server's limits, and keep their kind", () => {
  assert.equal(fitting_name("报价单.pdf"), "报价单.pdf");
  assert.equal(fitting_name("a/b\\c\u0007.txt"), "a_b_c_.txt");
  assert.equal(fitting_name("half \ud83d.png"), "half _.png");
  assert.equal(fitting_name(`${"长".repeat(200)}.xlsx`), `${"长".repeat(83)}.xlsx`);
  assert.equal(fitting_name("x".repeat(300)), "x".repeat(255));
  assert.equal(fitting_name(".env"), ".env");
  assert.equal(fitting_name(""), "_");
});

test("sizes are read at a glance", () => {
  assert.deepEqual([0, 1023, 1536, 204_800, file_bytes_max].map(size_label), [
    "0 B",
    "1023 B",
    "1.5 KB",
    "200 KB",
    "10 MB",
  ]);
});
