# shellcheck shell=bash
# Sourced by tests/run: how many tests passed and failed, and which, read from what a ring printed.
#
# count_results LOG STATUS   prints "PASSED FAILED". Totals of Catch2, of node's runner (TAP and
# spec) and plain lines "N passed, N failed" are added up. A ring that exits non-zero without a
# failed test, or that exits 0 without any test, counts as one failure: it crashed, or ran nothing.

count_results() {
  awk -v status="$2" '
    # Catch2, nothing failed: "All tests passed (23 assertions in 5 test cases)"
    match($0, /^All tests passed \(.* in [0-9]+ test case/) {
      n = $0; sub(/ test case.*/, "", n); sub(/.* in /, "", n); passed += n
    }
    # Catch2 otherwise: "test cases: 5 | 4 passed | 1 failed"
    /^test cases: +[0-9]+/ {
      cases = split($0, part, "|")
      for (i = 2; i <= cases; ++i) {
        split(part[i], word, " ")
        if (word[2] == "passed") passed += word[1]
        if (word[2] == "failed" && part[i] !~ /expected/) failed += word[1]
      }
    }
    # node: "# pass 13", and "ℹ pass 13" when it thinks that a person reads it
    /^(#|ℹ) pass [0-9]+$/ { passed += $3 }
    /^(#|ℹ) (fail|cancelled) [0-9]+$/ { failed += $3 }
    # everybody else
    /^[0-9]+ passed, [0-9]+ failed$/ { passed += $1; failed += $3 }
    END {
      if (failed + 0 == 0 && (status != 0 || passed + 0 == 0)) failed = 1
      print passed + 0, failed + 0
    }' "$1"
}

# print_failures LOG   What failed, shortly: each failed test of node's runner with its error; of
# anything else the end, where Catch2 and the compilers say it.
print_failures() {
  awk '
    /^ *not ok / { failed = 1; left = 30 }
    left > 0 { print substr($0, 1, 200); --left }
    /^ *\.\.\.$/ { left = 0 }
    END { exit !failed }' "$1" || tail -n 60 "$1"
}
