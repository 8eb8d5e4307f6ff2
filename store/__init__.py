"""The event log: `open_log` and `migrate`; its port is in `store.port`.

Modules load on first use: reading a setting needs no database and no event.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from store.factory import migrate, open_log
    from store.migrations.migrator import MigrationReport
    from store.settings import BadStoreUrl, sqlite_url, store_url

__all__ = ["BadStoreUrl", "MigrationReport", "migrate", "open_log", "sqlite_url", "store_url"]

_FROM = {
    "BadStoreUrl": "store.settings",
    "MigrationReport": "store.migrations.migrator",
    "migrate": "store.factory",
    "open_log": "store.factory",
    "sqlite_url": "store.settings",
    "store_url": "store.settings",
}


def __getattr__(name: str) -> Any:
    """Load a name of this package from its module on first use."""
    if name not in _FROM:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_FROM[name]), name)
