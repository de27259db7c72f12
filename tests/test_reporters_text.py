from __future__ import annotations

from datetime import date
from pathlib import Path

from msgspec.structs import replace

from casefiles.diagnostics import Span
from casefiles.reporters.report import Places, Report
from casefiles.reporters.text import format_text
from reporting import EXCUSED, FILE, TOO_MANY, UNKNOWN_KEY, report


def test_the_report_has_place_message_excerpt_clause_and_help() -> None:
    assert format_text(report(TOO_MANY)) == (
        "casefiles/camden/rowan-hill-primary/priorities.yaml:3:3: error CAM-190 "
        "5 key priorities are open on 4 November 2025; targeted support allows 4\n"
        "  |\n"
        "3 | - id: punctuality\n"
        "  |   ^ the fifth\n"
        '  = School Strategy, October 2025, Appendix B: "There will be no more than 4 key priorities."\n'
        "  = close or merge one, or record a waiver; `casefiles explain CAM-190` says more\n"
        "1 case as of 20 November 2026: 1 error\n"
    )


def test_a_span_with_an_end_is_underlined_whole_and_related_places_are_named() -> None:
    lines = format_text(report(UNKNOWN_KEY)).splitlines()
    assert lines[3] == "  |   ^^"
    assert lines[4] == "  = casefiles/camden/rowan-hill-primary/priorities.yaml:2:1: the other"


def test_a_waived_diagnostic_says_who_excused_it_until_when_and_why() -> None:
    text = format_text(report(EXCUSED))
    assert "error CAM-204 (waived) 100 % late, really" in text
    assert (
        "  = waived by director-of-learning on 10 February 2026, until 31 March 2026: School closed after the flood\n"
        in text
    )
    assert text.endswith("1 waived\n")


def test_diagnostics_stand_in_the_order_of_files_and_lines() -> None:
    lines = format_text(report(TOO_MANY, EXCUSED, UNKNOWN_KEY), colour=False).splitlines()
    heads = [line.split(":")[1] for line in lines if line.startswith("casefiles/")]
    assert heads == ["1", "2", "3"]


def test_nothing_wrong_is_one_line() -> None:
    assert format_text(report()) == "1 case as of 20 November 2026: no errors or warnings\n"


def test_a_file_that_is_not_kept_or_an_absent_line_has_no_excerpt() -> None:
    assert len(format_text(report(EXCUSED, texts={})).splitlines()) == 3
    beyond = replace(EXCUSED, span=Span(FILE, 99))
    assert len(format_text(report(beyond)).splitlines()) == 3


def test_line_numbers_of_two_digits_widen_the_gutter() -> None:
    far = replace(TOO_MANY, span=Span(FILE, 41, 3))
    lines = format_text(report(far, texts={FILE: "\n" * 40 + "- id: punctuality\n"})).splitlines()
    assert lines[1:4] == ["   |", "41 | - id: punctuality", "   |   ^ the fifth"]


def test_a_long_line_is_cut_around_the_caret() -> None:
    text = "x" * 300 + "HERE" + "y" * 300
    lines = format_text(report(replace(EXCUSED, span=Span(FILE, 1, 301, 1, 305)), texts={FILE: text})).splitlines()
    shown, caret = lines[2], lines[3]
    assert len(shown) < 130
    start = caret.index("^")
    assert shown[start : start + 4] == "HERE"
    assert caret.count("^") == 4


def test_the_caret_stands_below_its_word_after_wide_and_combining_letters() -> None:
    text = "name: 学校 cafe\N{COMBINING ACUTE ACCENT} x"
    column = text.index("x") + 1
    lines = format_text(report(replace(EXCUSED, span=Span(FILE, 1, column)), texts={FILE: text})).splitlines()
    assert lines[3].index("^") == len("1 | name: ") + 4 + len(" cafe x") - 1


def test_a_file_cannot_steer_the_terminal_or_reorder_what_is_read() -> None:
    hostile = replace(EXCUSED, message='"\x1b[2J\u202eevil" is not an id')
    text = format_text(report(hostile, texts={FILE: "\n\x1b]0;owned\x07 \u2066x\n"}))
    assert "\x1b" not in text
    assert "\x07" not in text
    assert "\u202e" not in text
    assert "\u2066" not in text


def test_colour_changes_the_dress_and_no_word() -> None:
    plain, coloured = format_text(report(TOO_MANY, EXCUSED)), format_text(report(TOO_MANY, EXCUSED), colour=True)
    assert "\x1b[" in coloured
    bare = "".join(part.split("m", 1)[1] if number else part for number, part in enumerate(coloured.split("\x1b[")))
    assert bare == plain


def test_names_of_files_are_relative_to_the_directory_of_the_call_with_slashes() -> None:
    inside = Report(
        date(2026, 11, 20), 1, (EXCUSED,), Places(Path("/srv/council/casefiles"), Path("/srv/council/casefiles/camden"))
    )
    assert format_text(inside).startswith("rowan-hill-primary/priorities.yaml:2:1: ")
    outside = replace(inside, places=Places(Path("/srv/council/casefiles"), Path("/srv/other")))
    assert format_text(outside).startswith("../council/casefiles/camden/rowan-hill-primary/priorities.yaml:2:1: ")
