"""From the bytes of a report to everything known about its figures."""

from danvan.audit.pipeline import Audit, audit
from danvan.audit.shape import to_json
from danvan.core.checks.registry import VERSION

__all__ = ["VERSION", "Audit", "audit", "to_json"]
