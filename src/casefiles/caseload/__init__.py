"""Finds and reads caseloads, cases, packs and templates: the only reader of the disk."""

from __future__ import annotations

from casefiles.caseload.disk import Parses
from casefiles.caseload.load import (
    BrokenCase,
    Caseload,
    Outline,
    find_root,
    load,
    outline,
    read_cases,
    read_logo,
    read_programmes,
)
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
    "Outline",
    "Parses",
    "TemplateShelf",
    "find_registers",
    "find_root",
    "load",
    "load_packs",
    "outline",
    "pack_inputs",
    "read_cases",
    "read_frozen",
    "read_logo",
    "read_programmes",
    "read_register",
    "read_rule_page",
    "read_templates",
    "shipped_templates",
]
