"""Every word of the interface that is not an article's, an answer's or a reader's own."""

from __future__ import annotations

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

BOX = "Have a follow-up question?"
FIRST_BOX = "Ask a question"

UNABLE = "Sequitur cannot answer now. {why}"
FAILED = "Something went wrong on this page (reference {number}). Reload to go on."
OPENING = "Opening the library ..."
