"""A look-up of many identifiers: whatever a page does, each of them ends with a record or a reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from paperdex.core.records import UNKNOWN_TO_ARXIV, Author, BibliographicRecord
from paperdex.errors import SourceError, SourceRefused, SourceUnreachable
from paperdex.sources.arxiv_feed import Page
from paperdex.sources.arxiv_lookup import CONTRADICTING, IN_VAIN, MALFORMED, OTHER_PAPER, SHORT, Lookup
from paperdex.sources.base import NoLongerWanted

IDS = [f"2101.{number:05}" for number in range(1, 101)]


def record(work: str, version: int = 1, title: str = "An Invented Paper") -> BibliographicRecord:
    whole = {"authors": (Author("Ada Invented"),), "abstract": "Tea.", "categories": ("cs.LG",)}
    day = "2021-01-01T00:00:00Z"
    return BibliographicRecord(work, title, "arxiv", day, version=version, submitted=day, updated=day, **whole)


def page_of(*records: BibliographicRecord, total: int | None = None, **more) -> Page:
    return Page(len(records) if total is None else total, records, more.pop("unreadable", {}), len(records), **more)


def bad(status: int | None = 200) -> SourceRefused:
    return SourceRefused("arxiv", "http://invented.example", "answered with a web page.", status=status, passing=True)


class Arxiv:
    """Pages as the API gives them, and a log of what was asked; ``fault`` may give or raise another answer."""

    def __init__(self, fault=None, missing=()):
        self.asked: list[tuple[str, ...]] = []
        self.fault = fault or (lambda asked, n: None)
        self.missing = set(missing)
        self.failed = False

    def __call__(self, asked, *, patient, still):
        assert patient == (not self.failed)
        if not still():
            raise NoLongerWanted
        self.asked.append(tuple(asked))
        planted = self.fault(tuple(asked), len(self.asked))
        self.failed = isinstance(planted, SourceError)
        if isinstance(planted, SourceError):
            raise planted
        self.failed = planted is not None and planted.refused not in {None, *asked}
        return planted or page_of(*(record(work) for work in reversed(asked) if work not in self.missing))


class Found:
    """What came of a look-up: records and reasons, each given once, and the error that ended it if one did."""

    def __init__(self, arxiv, asked):
        self.records, self.reasons, self.failure = {}, {}, None
        try:
            for answer in Lookup(arxiv).of(asked):
                given = {record.work: record for record in answer.records}
                assert given or answer.unknown
                assert not (given.keys() | answer.unknown) & (self.records.keys() | self.reasons)
                self.records |= given
                self.reasons |= answer.unknown
        except SourceError as error:
            self.failure = error


def look(arxiv: Arxiv, asked=IDS):
    found = Found(arxiv, asked)
    if found.failure is None:
        assert set(found.records) | set(found.reasons) == set(asked)
    elif not found.records and not found.reasons:
        raise found.failure
    return found


def test_all_at_once_is_one_request():
    """Where all goes well."""
    arxiv = Arxiv()
    assert set(look(arxiv).records) == set(IDS)
    assert len(arxiv.asked) == 1


def test_what_does_not_come_is_asked_for_by_itself_and_then_unknown():
    """Once each."""
    arxiv = Arxiv(missing=IDS[3:5])
    found = look(arxiv)
    assert found.reasons == dict.fromkeys(IDS[3:5], UNKNOWN_TO_ARXIV)
    assert arxiv.asked[1:] == [(IDS[3],), (IDS[4],)]


def test_one_that_was_only_left_out_is_found():
    """A page without it, and no word of more: the second look finds it."""
    arxiv = Arxiv(lambda asked, n: page_of(*map(record, IDS[1:])) if n == 1 else None)
    assert look(arxiv).reasons == {}
    assert len(arxiv.asked) == 2


def test_a_malformed_one_is_taken_out():
    """The others cost one request more, and the one that arXiv names is asked for once by itself."""

    def fault(asked, n):
        return page_of(refused=IDS[7]) if IDS[7] in asked else None

    arxiv = Arxiv(fault)
    found = look(arxiv)
    assert found.reasons == {IDS[7]: MALFORMED}
    assert arxiv.asked[2:] == [(IDS[7],)]


def test_one_that_is_refused_only_once_is_found():
    """arXiv's word is taken for it only when it says so twice."""
    arxiv = Arxiv(lambda asked, n: page_of(refused=IDS[7]) if n == 1 else None)
    assert look(arxiv).reasons == {}


def test_a_service_that_refuses_one_after_another_is_broken():
    """Nothing is called malformed for it, and the requests end soon."""
    arxiv = Arxiv(lambda asked, n: page_of(refused=asked[0]))
    with pytest.raises(SourceRefused, match="incorrect id format"):
        look(arxiv)
    assert len(arxiv.asked) == 10


def test_a_refusal_that_names_nobody_is_halved():
    """Until the one that is refused stands alone."""

    def fault(asked, n):
        return page_of(refused="something else") if IDS[7] in asked else None

    arxiv = Arxiv(fault)
    found = look(arxiv)
    assert list(found.reasons) == [IDS[7]]
    assert "incorrect id format for something else" in found.reasons[IDS[7]]
    assert len(arxiv.asked) < 20


@pytest.mark.parametrize("poison", [0, 1, 50, 98, 99])
def test_a_paper_that_spoils_its_page_is_found(poison):
    """Halving finds it, wherever it stands; the others come, and it has arXiv's answer for a reason."""
    arxiv = Arxiv(lambda asked, n: bad() if IDS[poison] in asked else None)
    found = look(arxiv)
    assert found.reasons == {IDS[poison]: "arXiv answered with a web page."}
    assert len(arxiv.asked) <= 15


def test_two_papers_that_spoil_their_page_are_found():
    """Side by side or far apart."""
    arxiv = Arxiv(lambda asked, n: bad() if {IDS[10], IDS[77]} & set(asked) else None)
    assert set(look(arxiv).reasons) == {IDS[10], IDS[77]}


def test_a_service_that_only_answers_nonsense_is_down():
    """It is not asked for each paper in turn."""
    arxiv = Arxiv(lambda asked, n: bad())
    with pytest.raises(SourceRefused):
        look(arxiv)
    assert len(arxiv.asked) <= 12


ODD = SourceRefused("arxiv", "x", "redirects without end.", passing=True, most_tries=2)


@pytest.mark.parametrize("error", [bad(503), ODD, SourceUnreachable("arxiv", "x", "no answer", passing=True)])
def test_a_service_that_is_down_is_not_halved(error):
    """A status speaks of the service, not of a paper."""
    arxiv = Arxiv(lambda asked, n: error)
    with pytest.raises(SourceError):
        look(arxiv)
    assert len(arxiv.asked) == 1


def test_what_came_before_the_service_went_down_is_kept():
    """With the failure; the rest has neither a record nor a reason."""
    down = bad(503)
    arxiv = Arxiv(lambda asked, n: down if n > 1 else None, missing=[IDS[0]])
    found = look(arxiv)
    assert found.failure is down
    assert len(found.records) == 99
    assert found.reasons == {}


def test_a_short_page_is_followed_by_the_rest():
    """Ten at a time, as when max_results is not heeded."""
    arxiv = Arxiv(lambda asked, n: page_of(*map(record, asked[:40]), total=len(asked)) if len(asked) > 40 else None)
    assert look(arxiv).reasons == {}
    assert [len(asked) for asked in arxiv.asked] == [100, 60, 20]


def test_a_page_that_stays_short_ends():
    """Pages that bring nothing new are not asked for without end."""
    arxiv = Arxiv(lambda asked, n: page_of(record(IDS[0]), total=100))
    found = look(arxiv)
    assert set(found.records) == {IDS[0]}
    assert set(found.reasons.values()) == {OTHER_PAPER, IN_VAIN}
    assert len(arxiv.asked) <= 104


def test_a_page_with_nothing_of_what_was_asked_for_is_asked_for_once_more():
    """An answer gone wrong as a whole costs one request, and not one for each paper."""
    for wrong in (page_of(), page_of(record("9901.00001")), page_of(total=100)):
        arxiv = Arxiv(lambda asked, n, wrong=wrong: wrong if n == 1 else None)
        assert look(arxiv).reasons == {}
        assert [len(asked) for asked in arxiv.asked] == [100, 100]


def test_an_empty_answer_that_counts_papers_is_not_unknown():
    """arXiv has it, and did not give it."""
    arxiv = Arxiv(lambda asked, n: page_of(total=1) if len(asked) == 1 else None, missing=[IDS[5]])
    assert look(arxiv).reasons == {IDS[5]: SHORT}


def test_the_wrong_paper_is_never_taken():
    """Nor is the right one called unknown for it."""
    arxiv = Arxiv(lambda asked, n: page_of(record("9901.00001")) if asked == (IDS[5],) else None, missing=[IDS[5]])
    found = look(arxiv)
    assert found.reasons == {IDS[5]: OTHER_PAPER}
    assert "9901.00001" not in found.records


def test_entries_that_contradict_each_other_are_none():
    """The same version twice with two titles: asked again, and left out when it stays so."""
    twice = [record(IDS[0], title="An Invented Paper"), record(IDS[0], title="Another Invented Paper")]

    def always(asked, n):
        return page_of(*twice, *(record(work) for work in asked[1:])) if IDS[0] in asked else None

    assert look(Arxiv(always), IDS[:5]).reasons == {IDS[0]: CONTRADICTING}
    once = Arxiv(lambda asked, n: always(asked, n) if n == 1 else None)
    assert look(once, IDS[:5]).reasons == {}


def test_the_same_entry_twice_counts_once_and_the_later_version_wins():
    """In whatever order they come."""
    for order in ([1, 3, 3, 2], [3, 2, 1, 3]):
        arxiv = Arxiv(lambda asked, n, order=order: page_of(*(record(IDS[0], version) for version in order)))
        assert look(arxiv, IDS[:1]).records[IDS[0]].version == 3


def test_an_unreadable_entry_has_a_second_chance():
    """An entry without a title is asked for by itself before its reason stands."""

    def fault(asked, n):
        if IDS[2] in asked and n in faults:
            return page_of(
                *(record(w) for w in asked if w != IDS[2]), unreadable={IDS[2]: "arXiv's entry has no title"}
            )
        return None

    faults = {1}
    assert look(Arxiv(fault)).reasons == {}
    faults = {1, 2}
    assert look(Arxiv(fault)).reasons == {IDS[2]: "arXiv's entry has no title"}


def test_neighbours_that_spoil_their_pages_are_found():
    """Two or three side by side are no outage."""
    for poison in ({0, 1}, {50, 51, 52}):
        names = {IDS[place] for place in poison}
        arxiv = Arxiv(lambda asked, n, names=names: bad() if names & set(asked) else None)
        found = look(arxiv)
        assert set(found.reasons) == names
        assert len(found.records) == 100 - len(names)


@pytest.mark.parametrize("status", [400, 500])
def test_a_status_that_one_paper_causes_costs_the_others_nothing(status):
    """A refusal without a word is halved like an answer that is none."""
    arxiv = Arxiv(lambda asked, n: bad(status) if IDS[7] in asked else None)
    assert set(look(arxiv).reasons) == {IDS[7]}


def test_many_malformed_ones_cost_two_requests_each():
    """And the others are still asked for together."""

    def fault(asked, n):
        named = next((key for key in IDS[10:16] if key in asked), None)
        return page_of(refused=named) if named else None

    arxiv = Arxiv(fault)
    assert set(look(arxiv).reasons) == set(IDS[10:16])
    assert len(arxiv.asked) == 13


def test_a_refusal_of_what_was_not_asked_for_is_no_refusal_of_ours():
    """Said to every request, it is the service that is broken."""
    arxiv = Arxiv(lambda asked, n: page_of(refused="xyz"))
    with pytest.raises(SourceRefused, match="incorrect id format for xyz"):
        look(arxiv)
    assert len(arxiv.asked) < 20


def test_an_entry_without_what_every_paper_has_is_asked_for_again():
    """Half a record is taken only where arXiv gives the same half by itself."""
    half = BibliographicRecord(IDS[0], "An Invented Paper", "arxiv", "2026-01-01T00:00:00Z", version=1)
    once = Arxiv(lambda asked, n: page_of(half, *map(record, asked[1:])) if n == 1 else None)
    assert look(once).records[IDS[0]].authors
    always = Arxiv(lambda asked, n: page_of(half, *map(record, asked[1:])) if IDS[0] in asked else None)
    assert look(always).records[IDS[0]] == half


@pytest.mark.parametrize(
    "lack", [{"abstract": None}, {"categories": ()}, {"version": None}, {"updated": None}, {"title": "Error"}]
)
@pytest.mark.parametrize("lasts", [True, False])
def test_what_an_answer_lacks_is_asked_for_once_more(lack, lasts):
    """All of a hundred together; where they lack it again, it is no fault of theirs."""

    def answer(asked: Sequence[str], n: int) -> Page:
        return page_of(*(replace(record(work), **(lack if lasts or n == 1 else {})) for work in asked))

    arxiv = Arxiv(answer)
    assert look(arxiv).records == {work: replace(record(work), **(lack if lasts else {})) for work in IDS}
    assert [len(asked) for asked in arxiv.asked] == [100, 100]


def test_what_an_entry_lacks_twice_is_not_asked_about_in_others():
    """Neither of this look-up nor of the next."""
    arxiv = Arxiv(lambda asked, n: page_of(*(replace(record(w), abstract=None) for w in asked)))
    unsaid: set[str] = set()
    for number in range(4):
        (answer,) = Lookup(arxiv, unsaid=unsaid).of(IDS[number : number + 1])
        assert len(answer.records) == 1
    assert len(arxiv.asked) == 5


def test_two_entries_that_lack_something_are_asked_for_together():
    """One request more, where all others came."""
    arxiv = Arxiv(
        lambda asked, n: page_of(*(replace(record(w), abstract=None if w in IDS[:2] else "Tea.") for w in asked))
    )
    assert len(look(arxiv).records) == 100
    assert [len(asked) for asked in arxiv.asked] == [100, 2]


def test_lost_letters_are_asked_for_once_more_and_then_taken():
    """A comment may hold such a sign on purpose; that others have one, too, says nothing."""
    arxiv = Arxiv(lambda asked, n: page_of(*(replace(record(w), comment="t\ufffda") for w in asked)))
    assert len(look(arxiv, IDS[:4]).records) == 4
    assert len(arxiv.asked) == 2


def test_a_later_page_takes_back_no_later_version():
    """The latest version of all pages is kept."""
    pages = {1: page_of(record(IDS[0], 2), total=3), 2: page_of(record(IDS[0], 1), *map(record, IDS[1:3]))}
    found = look(Arxiv(lambda asked, n: pages.get(n)), IDS[:3])
    assert found.records[IDS[0]].version == 2


def test_many_that_are_left_out_are_asked_for_together_first():
    """A page with holes is asked for once more as a whole, and only then each by itself."""
    holey = Arxiv(lambda asked, n: page_of(*map(record, asked[::2])) if n == 1 else None)
    assert look(holey).reasons == {}
    assert len(holey.asked) == 2
    few = Arxiv(missing=IDS[:9])
    assert look(few).reasons == dict.fromkeys(IDS[:9], UNKNOWN_TO_ARXIV)
    assert len(few.asked) == 10


def test_answers_that_stay_useless_are_not_asked_for_a_hundred_times():
    """After ten in a row the others are left, and say so; where arXiv doesn't know them, each is asked for."""

    def fault(asked, n):
        bad_ones = {key: "arXiv's entry has no title" for key in asked if key != IDS[0]}
        return Page(len(asked), tuple(record(key) for key in asked if key == IDS[0]), bad_ones, len(asked))

    arxiv = Arxiv(fault)
    found = look(arxiv)
    assert len(arxiv.asked) == 12
    assert list(found.records) == IDS[:1]
    assert list(found.reasons.values()) == ["arXiv's entry has no title"] * 10 + [IN_VAIN] * 89
    arxiv = Arxiv(missing=IDS[1:31])
    assert look(arxiv).reasons == dict.fromkeys(IDS[1:31], UNKNOWN_TO_ARXIV)


def test_nothing_at_all_of_many_is_no_answer():
    """Not one of a hundred is unknown to arXiv where it has never given one of them."""
    found = look(Arxiv(lambda asked, n: page_of()))
    assert UNKNOWN_TO_ARXIV not in found.reasons.values()
    assert look(Arxiv(lambda asked, n: page_of()), IDS[:3]).reasons == dict.fromkeys(IDS[:3], UNKNOWN_TO_ARXIV)


def test_many_that_arxiv_does_not_know_are_unknown_where_it_knows_another_paper():
    """Asked for by themselves all the same."""
    arxiv = Arxiv(missing=IDS)
    found = look(arxiv, IDS[:12])
    assert found.reasons == dict.fromkeys(IDS[:12], UNKNOWN_TO_ARXIV)
    assert found.records == {}
    assert len(arxiv.asked) == 2 + 1 + 12


def test_what_came_is_given_before_the_next_request():
    """Also while a page is halved, and while papers are asked for one by one."""
    arxiv = Arxiv(lambda asked, n: bad() if IDS[60] in asked else None, missing=IDS[:2])
    held: set[str] = set()
    for answer in Lookup(arxiv).of(IDS):
        assert not held & set(arxiv.asked[-1])  # nothing that was given is asked for again
        held |= {record.work for record in answer.records} | set(answer.unknown)
    assert held == set(IDS)
    assert len(arxiv.asked) > 10


def test_reasons_that_may_be_the_services_fault_wait_for_a_record():
    """arXiv gives nothing, says so of a few, and goes down: none of them is unknown."""
    arxiv = Arxiv(lambda asked, n: bad(503) if n > 6 else page_of())
    with pytest.raises(SourceRefused):
        look(arxiv)
    assert len(arxiv.asked) == 7


def test_what_is_wanted_no_more_is_not_asked_for():
    """Another process brought it while this one waited: of all, of some, and of what is asked for by itself."""
    for brought, asked in ((IDS, []), (IDS[:40], [tuple(IDS[40:])])):
        arxiv = Arxiv()
        list(Lookup(arxiv, lambda works, brought=brought: [w for w in works if w not in brought]).of(IDS))
        assert arxiv.asked == asked
    arxiv = Arxiv(missing=IDS[:3])
    answers = list(Lookup(arxiv, lambda works: [w for w in works if w != IDS[1] or len(works) > 1]).of(IDS))
    assert arxiv.asked[1:] == [(IDS[0],), (IDS[2],)]
    assert [answer.unknown for answer in answers[1:]] == [{IDS[0]: UNKNOWN_TO_ARXIV}, {IDS[2]: UNKNOWN_TO_ARXIV}]
