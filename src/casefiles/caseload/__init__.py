"""Finds and reads caseloads, cases, packs and templates: the only reader of the disk."""

from __future__ import annotations

from casefiles.caseload.load import BrokenCase, Caseload, find_root, load, read_logo
from casefiles.caseload.registers import find_registers, read_frozen, read_register
from casefiles.caseload.shelves import (
    TemplateShelf,
    load_packs,
    pack_inputs,
    read_rule_page,
    read_templates,
    shipped_templates,
)

__all__ = [
    "BrokenCase",
    "Caseload",
    "TemplateShelf",
    "find_registers",
    "find_root",
    "load",
    "load_packs",
    "pack_inputs",
    "read_frozen",
    "read_logo",
    "read_register",
    "read_rule_page",
    "read_templates",
    "shipped_templates",
]
