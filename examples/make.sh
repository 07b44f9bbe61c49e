#!/bin/sh
# Draw the doors in every format, and a lesson as a page, into this folder or the one given: sh examples/make.sh [FOLDER]
set -eu
folder=${1:-$(dirname "$0")}
for suffix in txt md tex html svg json csv; do
    xent compute --pred 0.7,0.8,0.97 --output "$folder/doors.$suffix"
done
xent explain "$(dirname "$0")/dice.md" --output "$folder/dice.html"
