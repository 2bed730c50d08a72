"""The published data in the words of DCAT 3, so that other catalogues can take them."""

from collections.abc import Sequence
from typing import Any

from danvan.publishing.public import Edition
from danvan.publishing.tables import LICENCE

_TYPES = {
    "csv": "https://www.iana.org/assignments/media-types/text/csv",
    "json": "https://www.iana.org/assignments/media-types/application/json",
    "xlsx": "https://www.iana.org/assignments/media-types/application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "spdx": "http://spdx.org/rdf/terms#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "foaf": "http://xmlns.com/foaf/0.1/",
}


def dcat(site: str, editions: Sequence[Edition]) -> dict[str, Any]:
    """Return the catalogue as JSON-LD: one dataset an edition, newest first.

    ``site`` is the address of the portal without a slash at its end.
    """
    return {
        "@context": _CONTEXT,
        "@id": f"{site}/so-lieu/catalog.jsonld",
        "@type": "dcat:Catalog",
        "dct:title": [_in("vi", "Số liệu dân vận chính quyền đã công bố")],
        "dct:license": {"@id": LICENCE},
        "dct:language": ["vi", "en"],
        "dcat:dataset": [_dataset(site, one) for one in editions],
    }


def _dataset(site: str, one: Edition) -> dict[str, Any]:
    page = f"{site}/so-lieu/ban/{one.id}/"
    said: dict[str, Any] = {
        "@id": page,
        "@type": "dcat:Dataset",
        "dct:identifier": str(one.id),
        "dct:title": [_in("vi", one.title)],
        "dct:issued": {"@value": one.published.isoformat(), "@type": "xsd:dateTime"},
        "dct:publisher": {"@type": "foaf:Agent", "foaf:name": one.place_name},
        "dct:license": {"@id": LICENCE},
        "dct:temporal": {
            "@type": "dct:PeriodOfTime",
            "dcat:startDate": {"@value": one.start.isoformat(), "@type": "xsd:date"},
            "dcat:endDate": {"@value": one.end.isoformat(), "@type": "xsd:date"},
        },
        "dcat:version": str(one.version),
        "dcat:landingPage": {"@id": page},
        "dcat:distribution": [
            *(_file(page, kind) for kind in _TYPES),
            _original(page, one.sha256),
        ],
    }
    if one.corrects:
        said["dcat:previousVersion"] = {"@id": f"{site}/so-lieu/ban/{one.corrects}/"}
    if one.correction:
        said["dct:isReplacedBy"] = {"@id": f"{site}/so-lieu/ban/{one.correction}/"}
    return said


def _file(page: str, kind: str) -> dict[str, Any]:
    return {
        "@type": "dcat:Distribution",
        "dcat:downloadURL": {"@id": f"{page}so-lieu.{kind}"},
        "dcat:mediaType": {"@id": _TYPES[kind]},
        "dct:license": {"@id": LICENCE},
    }


def _original(page: str, sha256: str) -> dict[str, Any]:
    return {
        "@type": "dcat:Distribution",
        "dcat:downloadURL": {"@id": f"{page}ban-goc.json"},
        "dcat:mediaType": {"@id": _TYPES["json"]},
        "spdx:checksum": {
            "@type": "spdx:Checksum",
            "spdx:algorithm": {"@id": "spdx:checksumAlgorithm_sha256"},
            "spdx:checksumValue": sha256,
        },
    }


def _in(language: str, text: str) -> dict[str, str]:
    return {"@language": language, "@value": text}
