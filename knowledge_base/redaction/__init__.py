"""Take names and identifiers out of a text before it is embedded, sent to a model or logged."""

from knowledge_base.redaction.redactor import Redactor, find_identifiers
from knowledge_base.redaction.spans import IdentifierType, Redacted, RedactedSpan

__all__ = ["IdentifierType", "Redacted", "RedactedSpan", "Redactor", "find_identifiers"]
