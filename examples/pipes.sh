#!/bin/sh
# Between other tools: what each prints is a mean loss in nats.
set -eu
data=$(dirname "$0")/predictions

# cut: only the label and the probability
cut -d , -f 2,3 "$data/cancer_a.csv" | xent score -q 2>/dev/null

# awk: mix two models half and half
paste -d , "$data/cancer_a.csv" "$data/cancer_b.csv" |
  awk -F , 'NR == 1 { print "y,p"; next } { printf "%s,%.7f\n", $2, ($3 + $6) / 2 }' | xent score -q 2>/dev/null

# gzip: compressed input is recognised by its content
gzip -c "$data/cancer_a.csv" | xent score -q 2>/dev/null

# --rows: the losses themselves, for sort; the three worst ids
xent score "$data/cancer_a.csv" --rows | tail -n +2 | sort -t , -k 4 -g -r | head -n 3 | cut -d , -f 1
