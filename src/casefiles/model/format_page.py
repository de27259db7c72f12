"""The words of the page on the case folder: its introduction, and one example for each kind of file."""

from __future__ import annotations

from casefiles.model.format_programme import PROGRAMME_EXAMPLES, Example

__all__ = ["EXAMPLES", "INTRODUCTION"]


INTRODUCTION = """
# The case folder

<!-- This page is made from the model by `casefiles schema --docs`; edit src/casefiles/model instead. -->

A school's case is a folder of plain files. You read and change them in any text editor; git keeps who changed
what and when. There is no database beside them: every letter, list and warning is made from these files alone.

Two kinds of file stand in the folder. Files that end in `.yaml` hold facts, one a line, as `key: value`. Files
that end in `.md` hold one record each (a meeting, a visit, a letter): its facts at the top between two lines of
three hyphens, and below them the text, in Markdown.

```text
casefiles/                                a caseload
  caseload.yaml                           marks the folder as a caseload
  camden/                                 an authority
    authority.yaml                        who we are, who works here, the school year
    templates/                            (if you like) your own Word templates
    programme/                            (if you like) what lies across the schools
      programme.yaml                      its title, its stretch, how small a number may be printed
      targets.yaml                        targets with definition, baseline and results by year
      areas.yaml                          areas of work with outputs and deliveries
      registers.yaml                      registers that are kept elsewhere: owner, version, link
      meetings/2026-10-13-sras.md         meetings about several schools
      alerts/2026-11-04-headteacher.md    significant concerns, told at once
      reports/2026-11-06-risk-register.md   a report read off the schools: its words stand here
    rowan-hill-primary/                   a case: one school
      school.yaml                         the school's facts and people
      case.yaml                           levels, support, decisions, waivers
      priorities.yaml                     key priorities with measurable outcomes
      actions.yaml                        who does what by when
      evidence/2025-09-18-phonics-check.md
      assessments/2025-09-24-formal.md    where the policy has indicators
      meetings/2025-11-04-initial.md      facts at the top, minutes below
      visits/2025-11-12-cpp.md
      received/2025-09-30-self-evaluation.md   what others sent; a PDF may lie beside it
      letters/2025-10-10-recategorisation.md
      notices/2026-03-02-warning-notice.md
      plans/2026-03-09-rapid-improvement.md
      exit-plans/2026-10-06-to-focused.md
      issued/                             what was sent; casefiles alone writes here
```

Anything else in these folders is reported, so that nothing is left unread by a slip of the keyboard.

## How to write the facts

- **A date** is year, month and day: `2025-11-04`. A file's name may begin with its date; then the date need not
  stand in it again.
- **A name of your choice** (an id) is lower-case words with hyphens: `phonics`, `2025-11-04-initial`. Each is used
  once in a case, and everything refers by it. A record's id is its file's name without `.md`.
- **Text with a colon or a hash** goes in quotes: `title: "Review: spring term"`, `room: "Room #4"`. Without them
  a colon makes a key of what precedes it and a hash makes a comment of the rest; casefiles says so at the line.
- **A list** is `[first, second]`, or one entry a line behind `- `. Where a list is wanted, one value is enough.
- **A number** has no unit: `61`; the unit stands in `unit` as a word (`percent`, `points`, `pupils`, `days`).
- **Yes and no** are `true` and `false`.
- **An empty value** is the same as no line at all.
- **Indent with spaces**, never with tabs. Quotation marks and accents from Word are read as they are.
- **Never a state without its day**: not "done", but `done_on: 2025-11-24`. So the case can be read as it stood on
  any day, and a letter of November never shows what was learned in March.
- **From and to**: `from` is the first day, `to` the day after the last. The days of a calendar, a waiver's `until`
  and a notice's period include their last day.
- **People** stand in `school.yaml` and `authority.yaml` once, with the days on which they hold a role. Everywhere
  else the role is named (`headteacher`). Pupils and other staff are never named.

## How to write the text

The text below the facts is Markdown: `**bold**`, `*italic*`, lists with `- ` or `1. `, tables, links to `https://`
and e-mail addresses. In minutes each heading of the second rank (`## Phonics`) is an item of the agenda, a
priority (its id or title), `Issues and context`, or `For the letter`; below a priority stand `### Impact` and
`### Next steps`. What stands under `Written outside the form` prints nowhere.
Other records have headings that the pages of their documents know; text that no document would print is named at its
line.

A heading with `{.confidential}` at its end keeps its section, down to the next heading of that rank, from everyone
outside: `## Staffing {.confidential}`. The words `.school`, `.governors`, `.public-body`, `.everyone` and
`.internal` name its readers instead. For a whole record, write `audience: [school, governors]` or `confidential:
true` at the top. A mark that is misspelt, or stands where it has no effect, is an error, and until it is put right
the section is kept back. Matter of HR, capability, LADO and single pupils stays out of the folder: such a record
has `restricted: true`, says where it is kept, and has no text.

HTML prints as it is typed, pictures don't print. Nothing that you write is lost without a word.
"""

_MEETING = """
---
kind: targeted-review
present: [headteacher, chair-of-governors, cpp, deputy-headteacher]
papers: {agenda: 2026-01-20, headteacher-report: 2026-01-20}
progress:
  phonics: {judgement: on-track, risk: low, value: 69}
  attendance: {judgement: not-on-track, risk: high, value: 8.1}
judgement: on-track
risk: medium
next_meetings: [2026-03-24, 2026-05-19]
report: {dated: 2026-01-30, sent_on: 2026-01-30, to: [headteacher, chair-of-governors, cpp]}
governors: {circulated_on: 2026-02-06}
---
## School's report and changes in context
Two classes were taught by supply teachers until half-term.

## Phonics
### Impact
Daily phonics is taught in all three classes. In the December check **69%** were on track.
### Next steps
- Timetable cover for catch-up from 2 February.

## Staffing {.confidential}
Discussed in confidence.
"""

_AUTHORITY = """
name: Camden Learning
issuing_authority: Camden Council
policy: camden
letterhead: {address: [5 Pancras Square, London, N1C 4AG], telephone: 020 7946 0000, email: improvement@example.org}
officers:
  osei: {name: Amara Osei, title: Director of Learning and Impact, email: a.osei@example.org}
  ellery: {name: Tom Ellery, title: Camden Professional Partner}
roles:
  director-of-learning: [{officer: osei, from: 2022-09-01}]
bodies:
  westminster: {name: Diocese of Westminster Education Service, role: diocesan-authority, for: [Roman Catholic]}
calendar:
  2025-26:
    autumn: {start: 2025-09-02, half_term: [2025-10-27, 2025-10-31], end: 2025-12-19}
    spring: {start: 2026-01-05, half_term: [2026-02-16, 2026-02-20], end: 2026-03-27}
    summer: {start: 2026-04-13, half_term: [2026-05-25, 2026-05-29], end: 2026-07-22}
    closed: [2025-09-02]
"""

_CASE = """
reference: CL-2025-014
levels:
  - level: targeted
    decided_on: 2025-11-04
    decided_by: director-of-learning
    discussed_on: 2025-10-21
    agreed_on: 2025-11-04
    criteria: [pri-2, viii]
    areas_at_risk: [achievement, attendance-behaviour]
    chair: director-of-learning
    lead: cpp
    exit_expected_on: 2026-11-04
support:
  - {id: phonics-coaching, priorities: [phonics], provider: English Hub, days: 2, from: 2025-12-01}
decisions:
  - {kind: review-cadence, value: termly, decided_on: 2026-04-20, decided_by: director-of-learning}
waivers:
  - rule: CAM-204
    for: [2026-01-27-review]
    reason: School closed after the flood
    approved_by: director-of-learning
    approved_on: 2026-02-10
    until: 2026-03-31
"""

_SCHOOL = """
urn: 900114
name: Rowan Hill Primary School
type: Community school
phase: Primary
religious_character: Does not apply
provision: [early-years]
address: [Rowan Hill, London, NW5 9ZZ]
people:
  headteacher: [{name: Lena Okoro, salutation: Mrs Okoro, from: 2021-09-01}]
  chair-of-governors: [{name: Paul Devane, salutation: Mr Devane, from: 2023-09-01}]
  cpp: [{officer: ellery, from: 2024-09-01}]
ofsted:
  - {inspected_on: 2023-03-15, grades: {overall effectiveness: Good}, safeguarding: effective}
"""

_PRIORITIES = """
- id: phonics
  title: Raise the proportion of Year 1 pupils meeting the phonics standard
  area: achievement
  evidence: [2025-09-18-phonics-check]
  outcome: {measure: Year 1 pupils meeting the standard, baseline: 61, target: 78, unit: percent, due_on: 2026-06-19}
  plan_reference: SDP 1.2
  agreed_at: 2025-11-04-initial
"""

_EVIDENCE = """
---
title: Phonics check of June 2025
source: school data
criteria: [viii]
areas: [achievement]
shared_on: 2025-10-21
data:
  - {measure: Year 1 phonics, group: all, year: 2024-25, value: 61, england: 80, london: 83, unit: percent}
---
Sixty-one in a hundred pupils met the standard, as in the year before.
"""

_NOTICE = """
---
kind: warning-notice
given_by: director-of-learning
given_on: 2026-03-02
grounds: [{ground: standards, evidence: [2025-09-18-phonics-check]}]
required_actions:
  - {action: Teach phonics daily in every class, measure: Timetables seen at a visit, due_on: 2026-03-16}
compliance_period: {from: 2026-03-03, to: 2026-03-23}
copies: [{to: Diocese of Westminster, capacity: diocesan-authority, given_on: 2026-03-02, method: post}]
---
## Matters
The standards have stayed low for two years.
"""

_LETTER = """
---
title: The school's category
dated: 2025-10-10
signed_by: director-of-learning
to: [headteacher]
copies: [chair-of-governors]
---
## For the letter
We met on 21 October to look at the autumn data together.
"""

_PLAN = """
---
kind: rapid-improvement
coordinator: cpp
to: 2026-07-18
agreed: {headteacher: 2026-03-09}
priorities: [phonics]
milestones:
  - {measure: Three in four Year 1 pupils are on track, priority: phonics, due_on: 2026-05-22}
---
## What we do
Two more days of advice each half-term.
"""

_ASSESSMENT = """
---
kind: formal-risk-assessment
present: [school-improvement-advisory-team, governor-services]
indicators:
  b1: {answer: met, evidence: [2025-09-18-phonics-check], note: Leaders know what to improve.}
  b2: {answer: partly}
reason: Most indicators point to category B.
---
## What was discussed
The results of the summer.
"""

_EXIT_PLAN = """
---
to: focused
steps:
  - {from: 2026-11-02, support: One visit each half-term, half_days: 2}
agreed: {headteacher: 2026-10-06, chair-of-governors: 2026-10-06}
review_on: 2027-03-01
---
## What the school will keep up
Daily phonics in all classes.
"""

EXAMPLES: dict[str, Example] = {
    "caseload": Example("yaml", "caseload.yaml", "format: 1\noutput: build"),
    "authority": Example("yaml", "authority.yaml", _AUTHORITY),
    "school": Example("yaml", "school.yaml", _SCHOOL),
    "case": Example("yaml", "case.yaml", _CASE),
    "priorities": Example("yaml", "priorities.yaml", _PRIORITIES),
    "actions": Example(
        "yaml",
        "actions.yaml",
        "- id: daily-phonics\n  priority: phonics\n  action: Daily phonics for all of Year 1\n  owner: headteacher\n"
        "  agreed_at: 2025-11-04-initial\n  due_on: 2025-11-28\n  done_on: 2025-11-24",
    ),
    "evidence": Example("markdown", "evidence/2025-09-18-phonics-check.md", _EVIDENCE),
    "assessment": Example("markdown", "assessments/2025-09-24-formal.md", _ASSESSMENT),
    "meeting": Example("markdown", "meetings/2026-01-27-review.md", _MEETING),
    "visit": Example(
        "markdown",
        "visits/2025-11-12-cpp.md",
        "---\nvisitor: cpp\nhalf_days: 1\nbucket: core\nfocus: Phonics\n---\n## What was seen\nThree lessons.",
    ),
    "received": Example(
        "markdown",
        "received/2025-09-30-self-evaluation.md",
        "---\nkind: self-evaluation\nfrom: The school\nreceived_on: 2025-10-01\nfile: self-evaluation.pdf\n---",
    ),
    "letter": Example("markdown", "letters/2025-10-10-recategorisation.md", _LETTER),
    "notice": Example("markdown", "notices/2026-03-02-warning-notice.md", _NOTICE),
    "plan": Example("markdown", "plans/2026-03-09-rapid-improvement.md", _PLAN),
    "exit-plan": Example("markdown", "exit-plans/2026-10-06-to-focused.md", _EXIT_PLAN),
    **PROGRAMME_EXAMPLES,
}
"""One example for each kind of file; each is read by a test."""
