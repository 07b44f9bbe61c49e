"""`python -m xentropy_cli` is `xent`."""

from xentropy_cli.cli import main

main()
