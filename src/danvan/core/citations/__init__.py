"""Citations of acts and letters."""

from danvan.core.citations.act import Act, Citation
from danvan.core.citations.extract import find_citations
from danvan.core.citations.resolve import Register, national_register, register_of

__all__ = [
    "Act",
    "Citation",
    "Register",
    "find_citations",
    "national_register",
    "register_of",
]
