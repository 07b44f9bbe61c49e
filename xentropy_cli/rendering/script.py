"""The one script of our pages, which is a file beside this module, and how a page holds it and what it works on."""

from __future__ import annotations

from pathlib import Path
from typing import Any

ONLY_OURS = (
    "default-src 'none'; script-src 'sha256-{script}'; style-src 'sha256-{style}'; "
    "style-src-attr 'unsafe-inline'; base-uri 'none'; form-action 'none'"
)
"""What a browser may do for a page of one file: run this script and apply this style, and load nothing."""

PLAY_STYLE = """
.xent button{font:inherit;color:inherit;background:none;border:1px solid;border-radius:.4rem;padding:0 .8rem}
.xent button{min-height:44px;min-width:44px;cursor:pointer}
.xent button[aria-pressed=true]{border-width:2px;font-weight:600}
.xent .ask ol:has(button){list-style:none;padding:0;display:flex;flex-wrap:wrap;gap:.5rem}
.xent .ask summary{padding:.6rem 0}
.xent .ask [role=status]{min-height:1.5em;margin:.25rem 0;white-space:pre-line}
.xent .ask label{display:inline-block;padding:.6rem 0}
.xent .typed{font:inherit;color:inherit;background:none;border:1px solid;border-radius:.4rem;padding:0 .6rem}
.xent .typed{min-height:44px;width:8rem;box-sizing:border-box}
"""


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


def json_of(data: dict[str, Any]) -> str:
    """Write data into a page, where nothing in it can end the element that holds it."""
    import json

    text = json.dumps(data, separators=(",", ":")).replace("<", "\\u003c")
    return f'<script type="application/json">{text}</script>\n'


def _hash(text: str) -> str:
    from base64 import b64encode
    from hashlib import sha256

    return b64encode(sha256(text.encode()).digest()).decode()
