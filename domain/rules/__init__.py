"""The policy engine: packs parsed, validated, inherited, evaluated and cited."""

from domain.rules.engine.book import RuleBook
from domain.rules.engine.errors import BadInput, Fault, PackError, UnknownJurisdiction, UnknownRule
from domain.rules.engine.pack import Pack
from domain.rules.engine.pack_set import PackSet, parse_pack
from domain.rules.engine.rulings import RecordedRuling, check_ruling

__all__ = [
    "BadInput",
    "Fault",
    "Pack",
    "PackError",
    "PackSet",
    "RecordedRuling",
    "RuleBook",
    "UnknownJurisdiction",
    "UnknownRule",
    "check_ruling",
    "parse_pack",
]
