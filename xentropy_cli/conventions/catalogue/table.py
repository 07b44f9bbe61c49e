"""Every convention, and how to find one."""

from __future__ import annotations

from xentropy_cli.conventions.catalogue import keras, others, sklearn, torch

CONVENTIONS = {row.key: row for row in (*sklearn.ROWS, *torch.ROWS, *keras.ROWS, *others.ROWS)}
