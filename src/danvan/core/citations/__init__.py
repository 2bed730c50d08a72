"""Citations of acts and letters."""

from danvan.core.citations.act import Act, Citation
from danvan.core.citations.dates import date_of_paper
from danvan.core.citations.extract import find_citations
from danvan.core.citations.findings import Finding, citation_findings
from danvan.core.citations.resolve import Register, national_register, register_of

__all__ = [
    "Act",
    "Citation",
    "Finding",
    "Register",
    "citation_findings",
    "date_of_paper",
    "find_citations",
    "national_register",
    "register_of",
]
