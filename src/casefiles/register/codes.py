"""What the register's own codes mean, and what to do: for `casefiles explain`."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["CODES"]

CODES: Mapping[str, tuple[str, str]] = {
    "REG-001": (
        "A file in the register is no entry, or its bytes have changed.",
        "Take it back from git (`git log -- FILE` says who changed it) or from a backup. Nothing edits an entry.",
    ),
    "REG-002": (
        "What stands in an entry is not what its file's name was made from.",
        "The entry was edited or renamed. Take it back from git or from a backup.",
    ),
    "REG-003": (
        "The entry is of another case.",
        "It was copied or moved here, or the case's folder was renamed: give the folder its former name.",
    ),
    "REG-004": (
        "The entry that this one follows is not here.",
        "It was removed or rewritten. Take the register back from git, another clone or a backup.",
    ),
    "REG-005": (
        "An act stands where it does not belong.",
        "It is on a document that was not issued before, or issues one a second time: an entry is missing or forged.",
    ),
    "REG-006": (
        "An entry says an earlier time than the one before it.",
        "A computer's clock was wrong, or somebody set it back. The order of entries follows the chain, not the clock.",
    ),
    "REG-007": (
        "The register has several heads.",
        "Two branches acted on the case and were merged. Nothing is wrong; the next act joins them.",
    ),
    "REG-008": (
        "A frozen file is missing, and no act erased it.",
        "Take it back from git or a backup. To remove a document for good, use `casefiles register erase`.",
    ),
    "REG-009": (
        "A frozen file is not what was issued.",
        "Somebody opened and saved it, or replaced it. Take it back from git or a backup.",
    ),
    "REG-010": (
        "No entry speaks of this file.",
        "It was put here by hand, or its entry was taken away. Only `casefiles` writes in issued/.",
    ),
    "REG-011": (
        "A document was erased, and a file of it is there.",
        "It came back from a backup or an older commit. The next act on the case removes it.",
    ),
    "REG-012": (
        "The Word file, the PDF and the frozen text do not say the same.",
        "One of them was changed, and its hash with it. Compare them with a copy that somebody got.",
    ),
    "REG-013": (
        "The foot of a document does not name what its entry follows.",
        "Entries before it were rewritten after it was printed. Ask for another clone, or for earlier letters.",
    ),
    "REG-014": (
        "The document does not show the values that were frozen with it.",
        "The document or its context was changed. Compare with a copy that somebody got.",
    ),
    "REG-015": (
        "The document, made again from what was frozen, is another one.",
        "The same program, template and pack make the same bytes: the files or the context were changed.",
    ),
    "REG-016": (
        "Git's history has a file of the register that is no longer here.",
        "`git log -- FILE` says when it went and by whom; `git checkout COMMIT -- FILE` brings it back.",
    ),
    "REG-017": (
        "Another branch has entries that are not here.",
        "Merge it. If it should be part of this branch already, somebody rewrote this branch's history.",
    ),
    "REG-018": (
        "The commit that a document was issued from is not in this history.",
        "A rebase before the first push does that, and so does rewriting history. In a shallow clone it can't be said.",
    ),
    "REG-019": (
        "An entry of which somebody holds the digits is in no register here.",
        "It was removed or rewritten since. Compare with another clone and with the letter that bears the digits.",
    ),
    "REG-020": (
        "The case has changes that git has no commit of.",
        "Commit them, then issue: the entry names the commit, so that anyone sees later what a letter was made from.",
    ),
    "REG-021": (
        "The register does not take the document.",
        "It was issued already (`casefiles register supersede` replaces it), or what it replaces no longer stands.",
    ),
    "REG-022": (
        "An interrupted call left its staging folder.",
        "Nothing is wrong. The next act on the case clears it away and says whether its act stands.",
    ),
    "REG-023": (
        "The document is of a later day than the one the case is judged on.",
        "Issue it on its day or later, without an earlier --as-of: no rule looks at what lies ahead.",
    ),
    "REG-024": (
        "The file was not issued from here, or it says something else than what was.",
        "The message names the first words that differ. The frozen file in issued/ is what went out.",
    ),
    "REG-025": (
        "Two documents of one name stand.",
        "Two branches issued it. Say which one holds: `casefiles register supersede CASE ONE --by OTHER --reason ...`.",
    ),
    "REG-030": (
        "The case file and the register disagree on when a document was given.",
        "Leave the day out of the case file, or record the act that is missing with `casefiles register given`.",
    ),
    "REG-031": (
        "What a document would say has changed since it was issued.",
        "Issue its replacement with `casefiles register supersede`, or put the case file back as it was.",
    ),
}
"""Each code with what it says and what to do."""
