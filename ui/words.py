"""Every word of the interface that is not an article's, an answer's or a reader's own."""

from __future__ import annotations

import datetime as dt

NAME = "Sequitur"
TAGLINE = "every answer follows from its source"

GO_TO = "Go to"
PLACES = {
    "ask": "Ask",
    "library": "Library",
    "conversations": "Conversations",
    "about": "About",
    "article": "Article",
}
I_AM = "I am a"
READERS = {"clinician": "Clinician", "student": "Student", "patient": "Patient"}
TODAY = "Today"
NEW_CONVERSATION = "New conversation"

# Articles.
STATUSES = {"submitted": "Submitted", "under-review": "Under review", "approved": "Approved"}
REVIEW = "Review status"
VERSION = "version {version}"
MINUTES = "{minutes} min"
APPLIES = "For: {whom}"
NOT_REVIEWED = "No clinician has reviewed this article."
IMPORTED = "It was imported and rests on summaries of guidelines; see “Limits of this article”."
ON_THIS_PAGE = "On this page"
ASK_SECTION = "Ask about this section"
ASK_SELECTED = "Ask about this"
ASKS = "Often asked next"
TABLE = "Table"
REFERENCES = "References"
REFERENCES_COUNT = "References ({count})"
REFERENCE = "Reference {number}"
BACK = "Back to the text from reference {number}"
PUBLISHER = "{host}"
NEW_TAB = "(opens in a new tab)"
NO_ARTICLE = "There is no such article here; it may have been retired."
PASSAGE_GONE = "The passage that this link names is no longer in the article: it has been changed."
TO_LIBRARY = "All articles"

# The library.
SEARCH_LIBRARY = "Search the articles"
SPECIALTY = "Specialty"
AGE = "Last updated"
AGES = {
    "half-year": "in the last 6 months",
    "year": "in the last 12 months",
    "due": "due for review",
}
ANY = "Any"
ARTICLES = "{shown} of {all} articles"
IN_TITLE = "In the title"
NEAR_IN_MEANING = "Near in meaning"
FOUND_IN = "in"
NOTHING_FOUND = "No article fits. Search for less, or choose “Any”."

BOX = "Have a follow-up question?"
FIRST_BOX = "Why not MRI first? Which dose?"
WELCOME = "What did the guideline leave open?"
WELCOME_MORE = "{articles} articles, quoted word for word, each sentence one tap from its source."
GONE = "That conversation cannot be opened: {why}"
NOT_KEPT = "This answer was not kept in your conversations: {why}."
NOT_JUDGED = "Your remark could not be kept: {why}"

UNABLE = "Sequitur cannot answer now. {why}"
FAILED = "Something went wrong on this page (reference {number}). Reload to go on."
OPENING = "Opening the library ..."

REFERENCE_KINDS = {
    "guideline": "guideline",
    "research": "study",
    "review": "review",
    "summary": "summary of guidelines",
}
CONSULTED = {"full-text": "full text read", "abstract": "abstract read", "none": "not read"}
STATUS = {"submitted": "not reviewed", "under-review": "under review", "approved": "approved"}
PRIMARY = "primary source"
NO_PRIMARY = "no primary source"

# What the sources of an answer leave to be desired, by kind of notice; each opens its full text.
CAUTIONS = {
    "pending-review": "Not reviewed by a clinician",
    "secondary-source": "second-hand sources",
    "source-not-consulted": "references not read",
    "out-of-date": "may be out of date",
    "index-degraded": "a side is missing",
}

# What the answer component says; its script finds each by its name.
ANSWER = {
    "reading": "Reading the articles …",
    "question": "Question",
    "searched": "Searched for:",
    "as_typed": "Searched as typed",
    "edit": "edit",
    "exact": "my exact words",
    "edit_label": "Search for",
    "search": "Search",
    "cancel": "Cancel",
    "source": "Source",
    "open": "open in article",
    "rests": "rests on",
    "checked": "Written by a model, checked against this passage",
    "differ": "Articles differ:",
    "for": "for",
    "above": "as answered above",
    "limits": "What limits this",
    "plain": "In plain words",
    "not_answered": "Not answered:",
    "not_in_corpus": "Not in the corpus:",
    "near": "Near, but not an answer:",
    "copy": "Copy with sources",
    "copied": "Copied",
    "not_copied": "Could not copy",
    "helpful": "Helpful",
    "wrong-answer": "Wrong answer",
    "wrong-source": "Wrong source",
    "thanks": "Noted. Thank you.",
    "comment": "What is wrong? (optional)",
    "comment_hint": "No patient details, please.",
    "send": "Send",
    "next": "Ask next",
    "ready": "Answer ready.",
    "none_ready": "Not answered.",
    "asking_in": "Asking in",
    "reach": "all articles stay in reach",
    "leave": "ask across all",
    "specialties": "Specialties",
    "questions": "Questions that the articles raise",
    "identifiers": "This looks like patient details",
    "identifiers_why": "Nothing has been searched, kept or sent yet.",
    "removed": "Ask with these removed",
    "typed": "These are not identifiers: ask as typed",
}


def day(on: dt.date) -> str:
    """A date as a clinician writes it: 26 Nov 2025."""
    return f"{on.day} {on:%b %Y}"


def updated(on: dt.date, today: dt.date) -> str:
    """When something was updated, and how long ago that is."""
    months = (today.year - on.year) * 12 + today.month - on.month
    if months < 1:
        return f"updated {day(on)}"
    if months < 24:
        return f"updated {day(on)}, {months} month{'s' if months > 1 else ''} ago"
    return f"updated {day(on)}, {months // 12} years ago"
