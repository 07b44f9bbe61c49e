#!/bin/sh
# Take the picture of a scene in the course that the README shows, and note of what: sh examples/screens.sh [BROWSER]
set -eu
folder=$(cd "$(dirname "$0")" && pwd)
site=$(mktemp -d)
trap 'rm -rf "$site"' EXIT
xent course --output "$site"
scene() { sed -n '/<section class="scene">/,/<\/section>/p' "$site/entropy.html"; }
{ sed '/<main/q' "$site/entropy.html"; scene; } > "$site/scene.html"
"${1:-chromium}" --headless --no-sandbox --disable-gpu --hide-scrollbars --window-size=860,720 \
    --screenshot="$folder/course.png" "file://$site/scene.html"
{ scene; cat "$site/xent.css"; } | sha256sum | cut -d ' ' -f 1 > "$folder/course.sha256"
