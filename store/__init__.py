"""The event log: `open_log` and `migrate`; its port is in `store.port`."""

from store.factory import migrate, open_log
from store.migrations.migrator import MigrationReport
from store.settings import BadStoreUrl, sqlite_url, store_url

__all__ = ["BadStoreUrl", "MigrationReport", "migrate", "open_log", "sqlite_url", "store_url"]
