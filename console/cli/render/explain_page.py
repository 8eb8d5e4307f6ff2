"""Explained decisions on one self-contained HTML page, also for print."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape

from console.cli.render.explain_words import DecisionText, Section, tell
from projections.explain.explanation import Explained

_STYLE = """
:root { color-scheme: light; }
body { font: 15px/1.6 "Noto Serif SC", "Source Han Serif SC", "Songti SC", SimSun, serif;
  color: #1a1a1a; background: #fff; max-width: 52rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.5rem; margin-bottom: 0; }
h2 { font-size: 1.1rem; margin: 0 0 .3rem; }
h3 { font-size: .95rem; margin: .8rem 0 .1rem; color: #444; }
article { border-top: 2px solid #b7b7b7; padding: 1rem 0; break-inside: avoid-page; }
article.refused { border-top-color: #b3261e; }
article.refused h2 { color: #b3261e; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0 1rem; margin: 0; }
dt { color: #666; } dd { margin: 0; }
p { margin: 0; overflow-wrap: anywhere; }
blockquote { margin: .1rem 0 0; padding-left: .8rem; border-left: 3px solid #c9a227; }
.id { font-size: .85em; color: #666; }
nav ol { columns: 2; padding-left: 1.5rem; } nav a { color: inherit; }
footer { color: #666; border-top: 1px solid #ccc; margin-top: 2rem; font-size: .85rem; }
@page { margin: 18mm; }
@media print { body { margin: 0; max-width: none; } nav { display: none; } }
"""


def page(what: str, found: Iterable[Explained], day: str) -> str:
    """The page, as of the date `day`."""
    return "\n".join(_page(what, [tell(one) for one in found], day)) + "\n"


def _page(what: str, decisions: list[DecisionText], day: str) -> Iterator[str]:
    title = escape(f"{what} 决定说明 decisions explained")
    yield '<!DOCTYPE html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f"<title>{title}</title>\n<style>{_STYLE}</style>\n</head>\n<body>"
    yield f"<header><h1>{escape(what)}</h1>"
    yield f"<p>决定说明 decisions explained · {escape(day)}</p></header>"
    if len(decisions) > 1:
        yield from _contents(decisions)
    for decision in decisions:
        yield from _article(decision)
    yield f"<footer><p>{len(decisions)} 项决定 decisions · 绩效 jixiao</p></footer>"
    yield "</body>\n</html>"


def _contents(decisions: list[DecisionText]) -> Iterator[str]:
    yield "<nav><ol>"
    for decision in decisions:
        link = f'<a href="#{escape(decision.id)}">{escape(decision.title)}</a>'
        yield f"<li>{link}</li>"
    yield "</ol></nav>"


def _article(decision: DecisionText) -> Iterator[str]:
    refused = ' class="refused"' if decision.refused else ""
    yield f'<article id="{escape(decision.id)}"{refused}>'
    yield f"<h2>{escape(decision.title)}</h2>"
    yield "<dl>"
    for name, value in decision.when:
        yield f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>"
    yield "</dl>"
    for section in decision.sections:
        yield from _section(section)
    yield "</article>"


def _section(section: Section) -> Iterator[str]:
    yield f"<h3>{escape(section.heading)}</h3>"
    if section.quote:
        quote, *rest = section.lines
        yield f"<blockquote>{escape(quote)}</blockquote>"
        yield from (f'<p class="id">{escape(line)}</p>' for line in rest)
    else:
        yield from (f"<p>{escape(line)}</p>" for line in section.lines)
