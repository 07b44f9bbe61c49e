"""The style sheets of the formats that have one. One role, one colour, in HTML and SVG alike."""

from __future__ import annotations

from functools import cache

BARS = {"share": "3F83D6", "entropy": "9A6BD8", "divergence": "E08A2C", "whole": "2F9E6E"}
"""The colour of a bar by its role; each shows on a light and on a dark ground."""


@cache
def beside(name: str) -> str:
    """Read a part of the package that stands beside this module, as modules are: a style sheet, or the script of our pages."""
    from pkgutil import get_data

    return (get_data("xentropy_cli.rendering", name) or b"").decode()


STYLE = "".join(f"\n.xent .{role}{{background:#{color}}}" for role, color in BARS.items()) + beside("page.css")
PAGE_STYLE = """
:root{color-scheme:light dark}
body{margin:0;padding:1.5rem 1rem;--page:#fff;color:#1b1f24;background:var(--page)}
main{margin:auto}
main .scroll{background:linear-gradient(90deg,var(--page) 50%,transparent) 0/3rem 100% no-repeat local,
linear-gradient(-90deg,var(--page) 50%,transparent) 100%/3rem 100% no-repeat local,
linear-gradient(90deg,#8b949e99,transparent) 0/.7rem 100% no-repeat,
linear-gradient(-90deg,#8b949e99,transparent) 100%/.7rem 100% no-repeat}
@media screen and (min-width:54rem){main.xent>.scroll{margin-right:calc(27rem - 50vw)}}
@media (prefers-color-scheme:dark){body{--page:#14171b;color:#e4e7eb}}
@media (max-width:34rem){main .chart.chart{width:calc(100% + 1.5rem);margin-inline:-.75rem}}
"""

SVG_STYLE = (
    "\nrect{fill:#3F83D6}" + "".join(f"\n.{role}{{fill:#{color}}}" for role, color in BARS.items()) + beside("svg.css")
)
