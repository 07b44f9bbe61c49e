"""The one script of our pages, which is a file beside this module, and the head of a page that holds it."""

from __future__ import annotations

from pathlib import Path

ONLY_OURS = (
    "default-src 'none'; script-src 'sha256-{script}'; style-src 'sha256-{style}'; "
    "style-src-attr 'unsafe-inline'; base-uri 'none'; form-action 'none'"
)
"""What a browser may do for a page of one file: run this script and apply this style, and load nothing."""


def script() -> str:
    """Read the script."""
    return Path(__file__).with_name("xent.js").read_text("utf-8")


def inlined(style: str) -> str:
    """Write the head of a page of one file: what it may do, its style, and the script."""
    code = "\n" + script()
    policy = ONLY_OURS.format(script=_hash(code), style=_hash(style))
    return (
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        f'<style>{style}</style>\n<script type="module">{code}</script>'
    )


def _hash(text: str) -> str:
    from base64 import b64encode
    from hashlib import sha256

    return b64encode(sha256(text.encode()).digest()).decode()
