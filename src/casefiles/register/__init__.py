"""The register of issued documents: its entries, the chain they form, what each document has become. Pure."""

from __future__ import annotations

from casefiles.register.chain import IssuedDocument, KeptEntry, Register
from casefiles.register.entry import ACTS, By, Entry, FrozenFile, parse_entry

__all__ = ["ACTS", "By", "Entry", "FrozenFile", "IssuedDocument", "KeptEntry", "Register", "parse_entry"]
