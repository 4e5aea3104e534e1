"""Addresses outside: only what is surely an https address of a named host becomes a link."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.articles.article import Reference
from ui.outside import links_of, safe


def reference(url: str = "", doi: str = "", pmid: str = "") -> Reference:
    return Reference(1, "research", "T", "S", 2020, "none", url=url, doi=doi, pmid=pmid)


def test_a_reference_is_read_by_its_doi_its_pubmed_number_and_its_address() -> None:
    found = links_of(reference("https://www.nice.org.uk/guidance/ng1", "10.1016/j.x.1", "123"))
    assert [link.href for link in found] == [
        "https://doi.org/10.1016/j.x.1",
        "https://pubmed.ncbi.nlm.nih.gov/123/",
        "https://www.nice.org.uk/guidance/ng1",
    ]
    assert found[2].label == "www.nice.org.uk"


def test_a_doi_is_written_so_that_it_stays_within_its_path() -> None:
    (link,) = links_of(reference(doi="10.1000/a?b#c%d"))
    assert link.href == "https://doi.org/10.1000/a%3Fb%23c%25d"


def test_what_is_no_doi_and_no_pubmed_number_is_no_link() -> None:
    assert links_of(reference(doi="javascript:alert(1)", pmid="1/../../x")) == []


@pytest.mark.parametrize(
    "url",
    [
        "",
        "http://www.nice.org.uk/",
        "javascript:alert(1)",
        "data:text/html,x",
        "//evil.example/",
        "https://user@evil.example/",
        "https://nice.org.uk:8443/",
        "https://localhost/",
        "https://127.0.0.1/",
        "https://evil.example\\@nice.org.uk/",
        "https://nice.org.uk/\n",
        'https://nice.org.uk/"onclick="',
        "https://[::1/",
        "https://nіce.org.uk/",  # with a Cyrillic letter
    ],
)
def test_an_address_that_could_lead_elsewhere_is_no_link(url: str) -> None:
    assert not safe(url)


@given(st.text(max_size=60))
def test_no_text_makes_the_check_fail(text: str) -> None:
    safe(text)
    safe(f"https://{text}")
