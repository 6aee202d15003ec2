#!/usr/bin/env bash
# Breaks the rules of approval, request, assignment and authorization one place at a time and counts how often the domain's tests and the
# golden files of its tables notice. Fails below 85 %. Takes some minutes, so it is no part of npm test. Other files: scripts/mutation.sh --mutate "src/domain/catalog/*.ts"
#
# Stryker comes into a scratch copy, not into package.json: it is 140 packages that nothing else needs. It reads no tsconfig
# (`no-such-file.json`), because what it would read it with is gone from TypeScript 7.
set -euo pipefail
cd "$(dirname "$0")/.."
scratch="$(mktemp -d)"
trap 'rm -rf "$scratch"' EXIT
tar --exclude=./node_modules --exclude=./dist --exclude=./.git --exclude='./.gatehouse*' -cf - . | tar -xf - -C "$scratch"
cd "$scratch"
npm ci --ignore-scripts --silent
npm install --silent --no-save --ignore-scripts @stryker-mutator/core@9.6.1 @stryker-mutator/vitest-runner@9.6.1
# A mutant is noticed by two thousand random role graphs as well as by two hundred thousand.
export AUTHORITY_CASES="${AUTHORITY_CASES:-2000}"
npx stryker run scripts/mutation/stryker.json "$@"
