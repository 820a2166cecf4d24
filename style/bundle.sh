#!/bin/sh
# Joins the files that style/learn.css and style/desk.css import, in their order, into one file each: one request a page.
# Trunk runs it before a build (Trunk.toml). Comments on lines of their own stay behind.
set -eu
cd "$(dirname "$0")/.."
mkdir -p target/style
for app in learn desk; do
  [ -f "style/$app.css" ] || continue
  {
    grep '^@layer' "style/$app.css"
    sed -n 's/^@import "\(.*\)";$/\1/p' "style/$app.css" | while read -r file; do
      sed -e '/^ *\/\*.*\*\/$/d' -e '/^ *\/\*/,/\*\/$/d' -e 's/^  *//' -e '/^$/d' "style/$file"
    done
  } > "target/style/$app.css"
done
