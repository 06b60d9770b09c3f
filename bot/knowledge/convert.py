"""From the shape of a file to the value the core works with. Nothing is checked here."""

from __future__ import annotations

from bot.handlers.library import (
    Area,
    Case,
    Contact,
    DailyEntry,
    Document,
    Edition,
    Guideline,
    Names,
    Page,
    Section,
    TenetEntry,
    Topic,
)
from bot.handlers.local_layer import Layer, LocalRule
from bot.handlers.situation import Asking, Option, Situation, Source, Translation
from bot.knowledge.models import (
    AreaModel,
    CaseModel,
    ContactModel,
    DailyEntryModel,
    DocumentFile,
    EditionFile,
    LayerFile,
    NamesModel,
    PageFile,
    RuleModel,
    SectionModel,
    SourceModel,
    TenetModel,
    TopicFile,
)
from bot.knowledge.situation_models import SituationModel


def source(model: SourceModel) -> Source:
    """A source."""
    return Source(model.title, model.url)


def sources(models: list[SourceModel]) -> tuple[Source, ...]:
    """Sources, in their order."""
    return tuple(source(model) for model in models)


def names(model: NamesModel) -> Names:
    """Other names."""
    return Names(tuple(model.en), tuple(model.es))


def area(model: AreaModel) -> Area:
    """A shelf."""
    return Area(model.id, model.title)


def tenet(model: TenetModel) -> TenetEntry:
    """A tenet with its guidelines."""
    return TenetEntry(
        number=model.number,
        words=model.words,
        plain=model.plain,
        why=model.why,
        questions=tuple(model.questions),
        story=model.story,
        guidelines=tuple(
            Guideline(g.id, g.title, g.text, g.source or "") for g in model.guidelines
        ),
        note=model.note or "",
        names=names(model.names),
    )


def edition(model: EditionFile) -> Edition:
    """An edition, its tenets in order of their numbers."""
    return Edition(
        id=model.id,
        title=model.title,
        adopted=model.adopted,
        revised=model.revised,
        mission=model.mission,
        source=source(model.source),
        tenets=tuple(tenet(item) for item in sorted(model.tenets, key=lambda t: t.number)),
        notes=tuple(model.notes),
    )


def topic(model: TopicFile, layer: str) -> Topic:
    """A topic of a layer."""
    return Topic(
        id=model.id,
        title=model.title,
        area=model.area,
        tenets=tuple(model.tenets),
        short=model.short,
        reasoning=model.reasoning,
        fine=tuple(model.fine),
        not_fine=tuple(model.not_fine),
        ask_yourself=tuple(model.ask_yourself),
        next_steps=tuple(model.next_steps),
        tell=model.tell,
        sources=sources(model.sources),
        owner=model.owner,
        sources_read=model.sources_read,
        part_of=model.part_of,
        law=model.law or "",
        guidelines=tuple(model.guidelines),
        related=tuple(model.related),
        names=names(model.names),
        layer=layer,
    )


def case(model: CaseModel, layer: str) -> Case:
    """A case of a layer."""
    return Case(
        id=model.id,
        title=model.title,
        topic=model.topic,
        tenets=tuple(model.tenets),
        situation=model.situation,
        question=model.question,
        resolution=model.resolution,
        why=model.why,
        source=source(model.source),
        basis=model.basis,
        layer=layer,
    )


def situation(model: SituationModel, topic_id: str, layer: str) -> Situation:
    """A situation of a layer."""
    return Situation(
        id=model.id,
        topic=topic_id,
        title=model.title,
        verdict=model.verdict,
        answer=model.answer,
        turns=model.turns,
        next=model.next,
        already=model.already,
        tenet=model.tenet,
        source=source(model.source),
        basis=model.basis,
        guideline=model.guideline or "",
        case=model.case or "",
        roles={str(role): text for role, text in model.roles.items()},
        ask=_asking(model),
        es=_translation(model),
        layer=layer,
    )


def _asking(model: SituationModel) -> Asking | None:
    if model.ask is None:
        return None
    options = (
        Option(o.label, o.verdict, o.answer, {str(fact): value for fact, value in o.when.items()})
        for o in model.ask.options
    )
    return Asking(model.ask.question, tuple(options))


def _translation(model: SituationModel) -> Translation | None:
    if model.es is None:
        return None
    es = model.es
    return Translation(es.title, es.answer, es.turns or "", es.next or "", es.already or "")


def document(model: DocumentFile, layer: str) -> Document:
    """A model document of a layer."""
    return Document(
        id=model.id,
        title=model.title,
        purpose=model.purpose,
        text=model.text,
        owner=model.owner,
        sources_read=model.sources_read,
        topics=tuple(model.topics),
        names=names(model.names),
        layer=layer,
    )


def section(model: SectionModel) -> Section:
    """A part of a page."""
    return Section(model.heading, model.text or "", tuple(model.bullets))


def page(model: PageFile, layer: str) -> Page:
    """A page of a layer."""
    return Page(
        id=model.id,
        title=model.title,
        short=model.short,
        sections=tuple(section(item) for item in model.sections),
        sources=sources(model.sources),
        owner=model.owner,
        sources_read=model.sources_read,
        topics=tuple(model.topics),
        names=names(model.names),
        layer=layer,
    )


def contact(model: ContactModel, layer: str) -> Contact:
    """A contact of a layer."""
    return Contact(
        id=model.id,
        role=model.role,
        use_for=model.use_for,
        source=source(model.source),
        as_of=model.as_of,
        name=model.name or "",
        email=model.email or "",
        phone=model.phone or "",
        address=model.address or "",
        url=model.url or "",
        superseded=model.superseded,
        superseded_note=model.superseded_note or "",
        layer=layer,
    )


def rule(model: RuleModel, layer: str) -> LocalRule:
    """A local rule of a layer."""
    return LocalRule(
        id=model.id,
        topic=model.topic,
        text=model.text,
        effective=model.effective,
        review_by=model.review_by,
        layer=layer,
        source=source(model.source) if model.source else None,
        contact=model.contact or "",
    )


def daily(model: DailyEntryModel, tenet_number: int) -> DailyEntry:
    """One entry for the tenet of the day."""
    return DailyEntry(model.id, tenet_number, model.kind, model.text, model.question)


def layer(model: LayerFile) -> Layer:
    """Whose local layer it is."""
    return Layer(model.id, model.title, model.disclaimer or "")
