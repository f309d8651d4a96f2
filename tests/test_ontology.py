"""The ontology: whole, documented, aligned, and in step with the code, shapes, rules and queries."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from rdflib import OWL, RDF, RDFS, SKOS, XSD, Dataset, Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCTERMS

from kg import kinds, triples, vocab
from kg.errors import OntologyError
from kg.exports import export
from kg.settings import ontology_dir, read_resource, resource_names
from tests import rdf_samples

DIP = Namespace("https://w3id.org/diplomacy-kg/ontology#")
SEM = Namespace("http://semanticweb.cs.vu.nl/2009/11/sem/")
PROPERTY_KINDS = (OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)

CATEGORIES = {
    "CONSULT": "Consultation", "REQUEST": "Request", "AGREE": "Agreement", "SUPPORT": "Support", "CONCEDE": "Concession",
    "COOPERATE": "Cooperation", "AID": "Aid", "RETREAT": "Retreat", "ACCUSE": "Accusation", "REJECT": "Rejection",
    "THREATEN": "Threat", "PROTEST": "Protest", "SANCTION": "Sanction", "MOBILIZE": "Mobilization", "COERCE": "Coercion",
    "ASSAULT": "Assault", "STATEMENT": "Statement",
}  # fmt: skip
BELOW = {
    "Consultation": "Meeting Talks Summit Visit PhoneCall Mediation",
    "Request": "Demand Appeal Ultimatum",
    "Agreement": "Offer Promise Willingness Acceptance",
    "Retreat": "CeasefireDeclaration Withdrawal Release",
    "Assault": "CeasefireViolation",
    "Actor": "State Person Organization Group",
}
PROPERTIES = (
    "participant source target content condition trigger place time modality attributedTo confidence evidence about plover country "
    "metWith demandedOf threatened accused rejected agreedWith"
).split()
WITHOUT_DOMAIN = {"plover": "of classes", "as": "of parts and of passages", "country": "of actors, places and roles"}
WITHOUT_RANGE = {"plover": "an annotation", "seenOn": "a year, a month, a day or a moment"}
ALIGNED = {
    "http://semanticweb.cs.vu.nl/2009/11/sem/": {"Event", "Actor", "Place", "participant", "place", "time", "type"},
    "http://www.w3.org/ns/prov#": {"Actor", "attributedTo"},
    "http://www.w3.org/2006/time#": {"time"},
    "http://www.w3.org/ns/oa#": {"Passage", "evidence"},
    "https://schema.org/": {"Person", "Organization", "State", "Place", "Event"},
    "http://www.w3.org/2004/02/skos/core#": {"Modality"},
}


@pytest.fixture(scope="module")
def ontology() -> Graph:
    return Graph().parse(ontology_dir() / "diplomacy.ttl")


def ours(graph: Graph, *types: URIRef) -> set[URIRef]:
    found = {term for kind in types for term in graph.subjects(RDF.type, kind)}
    return {term for term in found if isinstance(term, URIRef) and term.startswith(DIP)}


def test_the_contract_has_its_classes(ontology: Graph) -> None:
    for parent, names in {"Event": " ".join(CATEGORIES.values()), **BELOW}.items():
        for name in names.split():
            assert (DIP[name], RDFS.subClassOf, DIP[parent]) in ontology, f"{name} below {parent}"


def test_the_contract_has_its_properties(ontology: Graph) -> None:
    declared = ours(ontology, *PROPERTY_KINDS)
    assert {DIP[name] for name in PROPERTIES} <= declared


def test_source_and_target_are_participants(ontology: Graph) -> None:
    for name in ("source", "target"):
        assert (DIP[name], RDFS.subPropertyOf, DIP.participant) in ontology


def test_only_meeting_is_symmetric(ontology: Graph) -> None:
    assert ours(ontology, OWL.SymmetricProperty) == {DIP.metWith}


def test_every_term_is_documented(ontology: Graph) -> None:
    terms = ours(ontology, OWL.Class, OWL.NamedIndividual, *PROPERTY_KINDS)
    assert len(terms) > 100
    for term in sorted(terms):
        for needed in (RDFS.label, RDFS.comment, RDFS.isDefinedBy, DCTERMS.source):
            assert (term, needed, None) in ontology, f"{term} has no {needed}"
        labels = list(ontology.objects(term, RDFS.label))
        assert [label.language for label in labels if isinstance(label, Literal)] == ["en"], term


def test_every_property_has_domain_and_range_where_true(ontology: Graph) -> None:
    for prop in ours(ontology, *PROPERTY_KINDS):
        name = prop.removeprefix(DIP)
        assert ((prop, RDFS.domain, None) in ontology) is (name not in WITHOUT_DOMAIN), f"domain of {name}"
        assert ((prop, RDFS.range, None) in ontology) is (name not in WITHOUT_RANGE), f"range of {name}"


@pytest.mark.parametrize("vocabulary", ALIGNED)
def test_it_is_aligned(ontology: Graph, vocabulary: str) -> None:
    linking = {RDFS.subClassOf, RDFS.subPropertyOf, RDFS.range, SKOS.closeMatch, SKOS.exactMatch, SKOS.broadMatch, SKOS.relatedMatch}
    found = {
        str(subject).removeprefix(DIP)
        for subject, link, other in ontology
        if link in linking and str(other).startswith(vocabulary)
    }
    assert found >= ALIGNED[vocabulary]


def test_every_kind_has_its_category_as_code(ontology: Graph) -> None:
    for name, kind in kinds.kinds().items():
        assert [str(code) for code in ontology.objects(DIP[name], DIP.plover)] == [kind.category]
        assert kind.category in CATEGORIES
    for code, name in CATEGORIES.items():
        assert (DIP[name], SKOS.notation, Literal(code)) in ontology


def test_code_and_ontology_agree(ontology: Graph) -> None:
    assert dict(kinds.categories()) == CATEGORIES
    assert {DIP[name] for name in vocab.MODALITIES.values()} == ours(ontology, DIP.Modality)
    assert {DIP[name] for name in kinds.kinds()} == {
        term for term in ours(ontology, OWL.Class) if (term, DIP.plover, None) in ontology
    }


def test_no_class_is_below_itself(ontology: Graph) -> None:
    for term in ours(ontology, OWL.Class):
        above = {other for parent in ontology.objects(term, RDFS.subClassOf) for other in ontology.transitive_objects(parent, RDFS.subClassOf)}
        assert term not in above


def test_no_term_is_of_two_kinds(ontology: Graph) -> None:
    kinds_of_terms = [ours(ontology, kind) for kind in (OWL.Class, *PROPERTY_KINDS, OWL.NamedIndividual)]
    assert sum(map(len, kinds_of_terms)) == len(set().union(*kinds_of_terms))


def test_what_is_used_is_declared(ontology: Graph) -> None:
    """In the ontology itself, the shapes, rules, questions, frames, and the code that writes quads."""
    declared = {term.removeprefix(DIP) for term in ours(ontology, OWL.Class, OWL.NamedIndividual, *PROPERTY_KINDS)}
    files = ["diplomacy.ttl", *resource_names("rules", ".rq"), *resource_names("queries", ".rq")]
    used = {name for file in files for name in re.findall(r"\bdip:(\w+)", read_resource(file))}
    used |= {part for name in re.findall(r"sh:(?:path|class|targetClass|in) (\(?.*?) [;)\]]", read_resource("shapes.ttl")) for part in re.findall(r"dip:(\w+)", name)}
    code = Path(triples.__file__).read_text(encoding="utf-8")
    used |= set(re.findall(r'iri\("dip:(\w+)"\)', code))
    used |= {kind["type"] for file in resource_names("frames", ".toml") for kind in tomllib.loads(read_resource(file))["frame"]}
    assert used - declared == set()
    assert len(used) > 60


def test_every_property_is_used() -> None:
    code = Path(triples.__file__).read_text(encoding="utf-8") + "".join(map(read_resource, resource_names("rules", ".rq")))
    graph = Graph().parse(ontology_dir() / "diplomacy.ttl")
    written = set(re.findall(r"dip:(\w+)", code)) | {"source", "target", "attributedTo", "trigger", "content", "condition", "plover"}
    assert {prop.removeprefix(DIP) for prop in ours(graph, *PROPERTY_KINDS)} <= written


def test_frames_name_classes_of_their_category() -> None:
    wrong = [
        (file, frame["type"])
        for file in resource_names("frames", ".toml")
        for table in [tomllib.loads(read_resource(file))]
        for frame in table["frame"]
        if kinds.kind(frame["type"]).category != frame.get("category", table.get("category"))
    ]
    assert wrong == []


def _sample() -> Dataset:
    data = Dataset(default_union=True)
    data.parse(data="".join(export(rdf_samples.quads(), "nquads")), format="nquads")
    return data


def test_a_query_of_sem_finds_our_events() -> None:
    found = _sample().query(
        """PREFIX sem: <http://semanticweb.cs.vu.nl/2009/11/sem/> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
        SELECT DISTINCT ?event ?name ?where WHERE {
          ?event a sem:Event ; sem:hasActor ?actor ; sem:hasPlace/rdfs:label ?where ; sem:hasTime ?time .
          ?actor a sem:Actor ; rdfs:label ?name } ORDER BY ?name"""
    )
    assert [(str(row[1]), str(row[2])) for row in found] == [("Iran", "Muscat"), ("Lena Brandt", "Muscat")]  # type: ignore[index]


def test_a_query_of_sem_finds_them_by_inference_alone(ontology: Graph) -> None:
    """With the ontology beside the graph, the classes and properties of SEM follow from ours."""
    data = Graph()
    data += ontology
    for subject, prop, value, _ in _sample().quads():
        if not str(prop).startswith(SEM) and not str(value).startswith(SEM):
            data.add((subject, prop, value))
    found = data.query(
        """PREFIX sem: <http://semanticweb.cs.vu.nl/2009/11/sem/> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
        SELECT DISTINCT ?event WHERE {
          ?event a/rdfs:subClassOf* sem:Event ; ?has ?actor . ?has rdfs:subPropertyOf* sem:hasActor }"""
    )
    assert len(list(found)) == len(rdf_samples.EVENTS)


def test_the_sample_keeps_domains_ranges_and_disjointness(ontology: Graph) -> None:
    data = Graph()
    data += ontology
    for subject, prop, value, _ in _sample().quads():
        data.add((subject, prop, value))
    types = {subject: set(data.objects(subject, RDF.type)) for subject in data.subjects()}
    above = {term: set(ontology.transitive_objects(term, RDFS.subClassOf)) for term in ours(ontology, OWL.Class)}
    closed = {subject: {up for each in found for up in above.get(each, {each})} for subject, found in types.items()}  # type: ignore[call-overload]
    for subject, prop, value in data.triples((None, None, None)):
        for domain in ontology.objects(prop, RDFS.domain):
            assert domain in closed[subject], f"{prop} of {subject}"
        wanted = ontology.value(prop, RDFS.range)
        if (prop, RDF.type, OWL.DatatypeProperty) in ontology:
            assert isinstance(value, Literal), prop
            written = value.datatype or XSD.string
            assert wanted in {None, written} or (wanted == XSD.nonNegativeInteger and int(value) >= 0), prop
        elif isinstance(wanted, URIRef) and wanted not in (OWL.Class, RDF.Property):
            assert wanted in closed[value], f"{prop} to {value}"
    for one, other in ontology.subject_objects(OWL.disjointWith):
        assert not [subject for subject, found in closed.items() if {one, other} <= found]


def test_an_ontology_that_is_broken_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KG_ONTOLOGY_DIR", str(tmp_path))
    with pytest.raises(OntologyError, match=r"holds no diplomacy\.ttl"):
        ontology_dir()
    text = (Path(__file__).parent.parent / "ontology" / "diplomacy.ttl").read_text(encoding="utf-8")
    for broken, message in (("@prefix", "no Turtle"), (text.replace("rdfs:subClassOf dip:Request ;", "", 1), "needs a class of events above it")):
        (tmp_path / "diplomacy.ttl").write_text(broken, encoding="utf-8")
        kinds.kinds.cache_clear()
        try:
            with pytest.raises(OntologyError, match=message):
                kinds.kinds()
        finally:
            kinds.kinds.cache_clear()


def test_a_class_that_is_none_is_named() -> None:
    with pytest.raises(OntologyError, match="'Dance'"):
        kinds.kind("Dance")
