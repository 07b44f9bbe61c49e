#!/bin/sh
# A table for a report, as Markdown: one row a model.
set -eu
data=$(dirname "$0")/predictions
echo "| data | model | mean loss | accuracy |"
echo "|---|---|---:|---:|"
for name in cancer iris digits; do
  for model in a b; do
    xent score "$data/${name}_$model.csv" --format csv 2>/dev/null | awk -F , -v row="| $name | $model |" '
      NR == 1 { for (k = 1; k <= NF; k++) if ($k == "value") value = k }
      $1 == "quantity" && $2 == "mean" { mean = $value }
      $1 == "quantity" && $2 == "accuracy" { accuracy = $value }
      END { printf "%s %.4f | %.3f |\n", row, mean, accuracy }'
  done
done
