#!/bin/sh
# Compiles librdkafka out of the npm package that package-lock.json pins, into the file given. Safe when several do so at a time: one compiles, the
# others wait for it. Says on one line why it cannot.
set -eu
library=$1
manifest=$2

fail() {
    echo "$1" >&2
    exit 1
}

for tool in npm gcc g++ make python3; do
    command -v "$tool" > /dev/null || fail "there is no $tool on the PATH"
done

mkdir -p "$(dirname "$library")"
if command -v flock > /dev/null; then
    exec 9> "$library.lock"
    flock 9
fi
[ ! -e "$library" ] || exit 0

echo "compiling librdkafka out of npm node-rdkafka (once, about a minute) ..."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp "$manifest/package.json" "$manifest/package-lock.json" "$work"
cd "$work"
npm ci --ignore-scripts --no-audit --no-fund --loglevel=error > npm.log 2>&1 || fail "npm could not install node-rdkafka: $(head -n 1 npm.log)"
cd node_modules/node-rdkafka/deps/librdkafka
./configure --disable-gssapi --disable-curl > "$work/configure.log" 2>&1 || fail "configure failed: $(tail -n 1 "$work/configure.log")"
make -j "$(nproc 2> /dev/null || echo 2)" libs > "$work/make.log" 2>&1 || fail "make failed: $(grep -m 1 -E 'error|Error' "$work/make.log")"
[ -e src/librdkafka.so.1 ] || fail "make left no src/librdkafka.so.1"

# Beside its place first, as only a rename within one file system is atomic.
strip -o "$library.$$" src/librdkafka.so.1 2> /dev/null || cp src/librdkafka.so.1 "$library.$$"
mv "$library.$$" "$library"
