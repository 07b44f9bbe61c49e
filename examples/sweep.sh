#!/bin/sh
# How much does one sure door matter? The loss of three doors as the last prediction goes from .5 to .99.
set -eu
for q in 0.5 0.7 0.9 0.97 0.99; do
    printf '%s\t%s\n' "$q" "$(xent compute --pred "0.7,0.8,$q" -q)"
done
