#!/bin/sh
# Two tools, one set of numbers, two losses: find the slip. sh examples/why.sh
set -eu

# The article's total for three doors of .7, .8 and .97: one of them was taken for another.
xent why 0.685 --pred 0.7,0.8,0.97

# A network that ends in a softmax, and a loss that applies its own.
xent why 0.8021 --logits=2,1,0.1 --label 0

# The same rows in every library.
xent libraries --pred 1,0 --pred 0,1 --label spam,ham --names spam,ham
