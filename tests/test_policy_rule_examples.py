from __future__ import annotations

import textwrap
from datetime import date

from casefiles.policy.rule_examples import DEFAULT_AS_OF, Mark, parse_page

PAGE = textwrap.dedent("""\
    # CAM-190: at most four key priorities

    Support that is spread over many priorities changes none.

    ## Accepted: four

    ```yaml file=priorities.yaml
    - id: one
    ```

    ## Refused: a fifth

    ```yaml file=priorities.yaml as-of=2026-11-20
    - id: one
    - id: five  # error: CAM-190
    ```

    ```markdown file=meetings/2026-01-13-review.md
    ---
    kind: targeted-review  # warning: CAM-204, error: CAM-067
    ---
    ## Notes  <!-- error: CAM-213 -->
    ```

    ```text remove=actions.yaml
    ```
    """)


def test_a_page_has_its_title_its_prose_and_its_examples() -> None:
    page = parse_page(PAGE)
    assert page.title == "CAM-190: at most four key priorities"
    assert page.prose == "Support that is spread over many priorities changes none."
    assert [(example.accepted, example.caption) for example in page.examples] == [(True, "four"), (False, "a fifth")]


def test_an_example_is_judged_on_the_default_day_unless_a_fence_names_one() -> None:
    accepted, refused = parse_page(PAGE).examples
    assert accepted.as_of == DEFAULT_AS_OF
    assert refused.as_of == date(2026, 11, 20)


def test_marks_name_file_and_line_and_are_not_part_of_the_file() -> None:
    refused = parse_page(PAGE).examples[1]
    review = "meetings/2026-01-13-review.md"
    assert refused.marks == (
        Mark("error", "CAM-190", "priorities.yaml", 2, 15),
        Mark("warning", "CAM-204", review, 2, 20),
        Mark("error", "CAM-067", review, 2, 20),
        Mark("error", "CAM-213", review, 4, 22),
    )
    assert refused.files["priorities.yaml"] == "- id: one\n- id: five\n"
    assert refused.files[review].endswith("## Notes\n")


def test_a_fence_can_remove_a_file() -> None:
    assert parse_page(PAGE).examples[1].removed == ("actions.yaml",)
