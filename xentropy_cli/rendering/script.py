"""The one script of our pages, which is a file beside this module, and what a page may do with it."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256

from xentropy_cli.rendering.style import beside


def script() -> str:
    """Read the script."""
    return beside("xent.js")


def policy(scripts: str, styles: str) -> str:
    """Tell a browser all that it may do for a page: run these scripts and apply these styles, and load nothing else."""
    return (
        f'<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; script-src {scripts}; style-src {styles}; '
        "style-src-attr 'unsafe-inline'; base-uri 'none'; form-action 'none'\">"
    )


def inlined(style: str) -> str:
    """Write the head of a page of one file: what it may do, its style, and the script."""
    code = "\n" + script()
    return f'{policy(_hash(code), _hash(style))}\n<style>{style}</style>\n<script type="module">{code}</script>'


def _hash(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"
