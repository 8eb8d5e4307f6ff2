"""Every test of a log's kind and of splitting it runs on both databases."""

from store.conftest import log, new_postgres, postgres, url

__all__ = ["log", "new_postgres", "postgres", "url"]
