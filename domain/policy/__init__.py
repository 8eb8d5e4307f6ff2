"""The policy engine: packs parsed, validated, inherited, evaluated and cited."""

from domain.policy.book import RuleBook
from domain.policy.errors import BadInput, Fault, PackError, UnknownJurisdiction, UnknownRule
from domain.policy.pack import Pack
from domain.policy.packs import PackSet, parse_pack
from domain.policy.rulings import RecordedRuling, check_ruling

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
