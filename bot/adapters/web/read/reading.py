"""Reading: the Code, tenets, topics, cases, documents and pages at permanent addresses."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from bot.adapters.web.ask.asking import AskingPages
from bot.adapters.web.read import document_files, listings
from bot.adapters.web.render import parts
from bot.adapters.web.site import Site
from bot.handlers.library import Library
from bot.handlers.replies import first_view, signing, tenets

ALSO_MAX = 4
T = TypeVar("T")


class ReadingPages:
    """The pages to read. All are made from the library at the moment they are asked for."""

    def __init__(self, *, site: Site, asking: AskingPages) -> None:
        self._site = site
        self._asking = asking

    @property
    def _library(self) -> Library:
        return self._site.guide.library

    async def code(self, request: Request) -> Response:
        """The whole Code, word for word."""
        return self._site.draw(
            request,
            "code.html",
            edition=self._library.edition,
            adoption=tenets.adoption(self._library),
        )

    async def tenets(self, request: Request) -> Response:
        """The twelve tenets, each in one plain sentence."""
        return self._site.draw(request, "tenets.html", edition=self._library.edition)

    async def tenet(self, request: Request) -> Response:
        """One tenet and what helps to understand it."""
        try:
            entry = self._library.tenet(int(request.path_params["number"]))
        except (KeyError, ValueError):  # no number, one of a thousand digits, or one too many
            raise HTTPException(404) from None
        return self._site.draw(
            request,
            "tenet.html",
            tenet=entry,
            edition=self._library.edition,
            topics=listings.under_tenet(self._library, entry.number),
        )

    async def topics(self, request: Request) -> Response:
        """Every topic, by area."""
        return self._site.draw(request, "topics.html", shelves=listings.by_area(self._library))

    async def topic(self, request: Request) -> Response:
        """All there is on one topic, and a place to ask on."""
        library = self._library
        topic = _found(library.topics, request)
        also = [t for t in request.query_params.getlist("also")[:ALSO_MAX] if t in library.topics]
        finer = library.finer(topic.id)
        ids = (topic.id, topic.main) if topic.part_of else (topic.id, *library.family(topic.id))
        related = [library.topics[other] for other in topic.related if other in library.topics]
        return self._site.draw(
            request,
            "topic.html",
            topic=topic,
            also=[library.topics[other] for other in also],
            local=parts(first_view.local_rules(library, topic, self._site.clock())),
            cases=library.cases_for(topic.id),
            finer=finer,
            related=[other for other in related if other not in finer],
            documents=library.documents_for(ids),
            guidelines=[library.guidelines[g] for g in topic.guidelines if g in library.guidelines],
        )

    async def cases(self, request: Request) -> Response:
        """Every case, by area."""
        return self._site.draw(request, "cases.html", shelves=listings.cases_by_area(self._library))

    async def case(self, request: Request) -> Response:
        """One case."""
        case = _found(self._library.cases, request)
        others = [c for c in self._library.cases_for(case.topic) if c.id != case.id]
        return self._site.draw(
            request,
            "case.html",
            case=case,
            topic=self._library.topics[case.topic],
            others=others[:4],
        )

    async def documents(self, request: Request) -> Response:
        """Every model document."""
        return self._site.draw(request, "documents.html")

    async def document(self, request: Request) -> Response:
        """One model document, to copy, download or print."""
        return self._site.draw(
            request, "document.html", document=_found(self._library.documents, request)
        )

    async def document_txt(self, request: Request) -> Response:
        """The same as a text file."""
        document = _found(self._library.documents, request)
        return PlainTextResponse(
            document.text + "\n", headers=document_files.attachment(document, "txt")
        )

    async def document_docx(self, request: Request) -> Response:
        """The same as a Word file. Making one takes some work, so it counts as a question."""
        if wait := self._asking.wait(request, "file"):
            return self._asking.slow_down(request, wait)
        document = _found(self._library.documents, request)
        about = f"document:{document.id}"
        signed = signing.signed_line(self._library, about, self._site.clock())
        content = await run_in_threadpool(document_files.docx, document, signed)
        return Response(
            content,
            media_type=document_files.DOCX,
            headers=document_files.attachment(document, "docx"),
        )

    async def page(self, request: Request) -> Response:
        """A page of help."""
        return self._site.draw(request, "page.html", page=_found(self._library.pages, request))

    async def contact(self, request: Request) -> Response:
        """Whom to ask."""
        return self._site.draw(request, "contact.html", contacts=self._library.current_contacts())

    async def changes(self, request: Request) -> Response:
        """Whose sources were read lately."""
        return self._site.draw(request, "changes.html", days=listings.changes(self._library))


def _found(shelf: Mapping[str, T], request: Request) -> T:
    """What the address names. Raises `HTTPException` 404 where there is no such thing."""
    try:
        return shelf[request.path_params["id"]]
    except KeyError:
        raise HTTPException(404) from None
