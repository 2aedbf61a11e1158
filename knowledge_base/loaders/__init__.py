"""Files of every kind in, records out; what cannot be read becomes a `SkippedItem` and the rest goes on."""

from knowledge_base.loaders.files import find_files
from knowledge_base.loaders.load import load_file, load_files
from knowledge_base.loaders.parser import DocumentParser

__all__ = ["DocumentParser", "find_files", "load_file", "load_files"]
