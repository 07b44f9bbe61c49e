"""The style sheets of the formats that have one. One role, one colour, in HTML and SVG alike."""

from __future__ import annotations

from functools import cache

BARS = {"share": "3F83D6", "entropy": "9A6BD8", "divergence": "E08A2C", "whole": "2F9E6E"}
"""The colour of a bar by its role; each shows on a light and on a dark ground."""

STYLE = (
    "".join(f"\n.xent .{role}{{background:#{color}}}" for role, color in BARS.items())
    + """
.xent{font:1rem/1.5 system-ui,sans-serif;font-variant-numeric:tabular-nums lining-nums;max-width:52rem}
.xent h1{font-size:1.6rem;line-height:1.25;font-weight:650;margin:0 0 .25rem;overflow-wrap:anywhere}
.xent p{margin:.5rem 0 1rem;overflow-wrap:anywhere}
.xent .note{border-left:.2rem solid #d08a1d;padding-left:.75rem;font-size:.95em}
.xent .scroll{overflow-x:auto;margin:1.25rem 0}
.xent table{border-collapse:collapse;font-size:1em;margin:0;border-top:2px solid;border-bottom:2px solid}
.xent th,.xent td{padding:.3rem .7rem;text-align:right;white-space:nowrap;vertical-align:baseline}
.xent th,.xent td{border:0;background:none}
.xent th:first-child,.xent td:first-child{padding-left:.2rem}
.xent .left{text-align:left;white-space:pre-wrap;overflow-wrap:break-word}
.xent .short{white-space:pre}
.xent .long{min-width:12rem;overflow-wrap:anywhere}
.xent th.math,.xent td.math{white-space:nowrap}
.xent .number{white-space:nowrap}
.xent thead th{font-weight:600;border-bottom:1px solid}
.xent tfoot td{border-top:1px solid}
.xent .total{font-weight:700}
.xent .point i{display:inline-block;text-align:left;font-style:normal}
.xent .gap,.xent .gloss{opacity:.7;text-align:left}
.xent .track{display:block;position:relative;width:12rem;height:.8em}
.xent .bar{position:absolute;top:0;bottom:0;border-radius:2px}
.xent dl{display:grid;gap:.3rem .6rem;margin:1.25rem 0;overflow-x:auto}
.xent dl{grid-template-columns:max-content max-content minmax(max-content,1fr);align-items:baseline}
.xent dl div{display:contents}
.xent dt,.xent dd{margin:0;font-weight:400}
.xent dt{grid-column:1}
.xent dd.gloss{padding-left:1rem}
.xent var{font-family:Cambria,Georgia,"Times New Roman",serif;font-style:italic}
.xent sup,.xent sub{font-size:.75em;line-height:0}
@media (max-width:40rem){
.xent{font-size:.85rem}
.xent th,.xent td{padding:.3rem}
.xent thead th{white-space:normal;vertical-align:bottom}
.xent .long{min-width:8rem}
.xent .track{width:3.5rem}
.xent dl{grid-template-columns:max-content 1fr}
.xent dd.gloss{grid-column:2;padding:0;margin-bottom:.4rem}
}
"""
)
PAGE_STYLE = """
:root{color-scheme:light dark}
body{margin:0;padding:1.5rem 1rem;background:#fff;color:#1b1f24}
main{margin:auto}
@media (prefers-color-scheme:dark){body{background:#14171b;color:#e4e7eb}}
@media (max-width:34rem){main .chart.chart{width:calc(100% + 1.5rem);margin-inline:-.75rem}}
"""

SVG_STYLE = (
    "\nrect{fill:#3F83D6}"
    + "".join(f"\n.{role}{{fill:#{color}}}" for role, color in BARS.items())
    + """
text{font:14px ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono","Liberation Mono",monospace}
text{fill:#1f2328;white-space:pre}
.rule{fill:#8b949e}
.ground{fill:#ffffff;stroke:#d5dae0}
.heading{font-size:20px;font-weight:700}
.head{font-weight:600;fill:#57606a}
.symbol{fill:#0f5f8c}
.total{font-weight:700;fill:#1a7f4f}
.dim{fill:#6a737d}
.note{font-weight:600;fill:#9a6200}
.var{font-style:italic}
.raised{font-size:10.5px}
.share,.entropy,.divergence,.whole{rx:2px}
@media (prefers-color-scheme:dark){
text{fill:#e6edf3}
.ground{fill:#0d1117;stroke:#30363d}
.head{fill:#9ea7b1}
.symbol{fill:#79c0ff}
.total{fill:#56d39b}
.dim{fill:#8d96a0}
.note{fill:#e3b341}
.rule{fill:#6e7681}
}
"""
)


@cache
def beside(name: str) -> str:
    """Read a file that stands beside this module: a longer style sheet, or the script of our pages."""
    from pathlib import Path

    return Path(__file__).with_name(name).read_text("utf-8")
