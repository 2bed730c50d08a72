"""Ask every address for every unit's records and say what came back."""

import uuid
from collections.abc import Sequence
from http.cookies import SimpleCookie
from typing import Any

from django.db import transaction
from django.http import HttpResponseBase
from django.test import Client
from django.utils import timezone
from tests.access.addresses import Address, addresses
from tests.access.table import METHODS, RELATIONS, SEALED, Answer, Key

from danvan.core.casework.workflow import State
from danvan.petitions.models import Deadline, Petition

UNITS = (*RELATIONS[1:], *SEALED)
ROOMS = {
    "petition": "petitions",
    "report": "reports",
    "case": "vault/cases",
    "request": "vault/requests",
}
Records = dict[str, dict[str, Any]]


def walk(
    client: Client,
    site: str,
    role: str,
    records: Records,
    methods: Sequence[str] = METHODS,
) -> dict[Key, Answer]:
    """Return the answers to all questions one officer can ask of one process."""
    cookies = client.cookies.output(header="", sep=";")
    found = {}
    for address in addresses(site):
        for relation in _relations(address):
            for method in methods:
                client.cookies = SimpleCookie(cookies)
                key = Key(address.name, method, relation, role)
                found[key] = _ask(client, address, method, relation, records)
    return found


def _relations(address: Address) -> Sequence[str]:
    if not address.of_units:
        return ["–"]
    if address.sealed:
        return [unit for unit in UNITS if unit != "assigned"]
    return [unit for unit in RELATIONS[1:] if address.lent or unit != "assigned"]


def _ask(
    client: Client, address: Address, method: str, relation: str, records: Records
) -> Answer:
    """Ask in a transaction of its own, of which nothing stays."""
    of_unit = records[relation if relation in records else "own"]
    path = address.fill(of_unit)
    send = {"GET": address.query, "POST": address.body}.get(method)
    data = send(of_unit) if send else {}
    with transaction.atomic():
        if address.state:
            bring(of_unit["petition"]["pk"], address.state)
        response = getattr(client, method.lower())(path, data if send else "")
        body = _body(response)
        transaction.set_rollback(True)
    asked = [path, *map(str, data.values())]
    return Answer(_said(response), _shows(body, asked, records))


def bring(petition: uuid.UUID, state: str) -> None:
    """Bring a petition to the state from which a step can be taken."""
    asked = Petition.objects.filter(pk=petition)
    if state == State.RECEIVED:
        asked.update(state=state)
    else:
        asked.update(state=state, due=None)
        running = Deadline.objects.filter(petition=petition, ended_on=None)
        running.update(ended_on=timezone.localdate(), outcome="met")


def _body(response: HttpResponseBase) -> str:
    parts = response.streaming_content if response.streaming else [response.content]
    head = "\n".join(f"{name}: {value}" for name, value in response.items())
    return head + b"".join(parts).decode("utf-8", "replace")


def _said(response: HttpResponseBase) -> str:
    where = response.get("Location", "")
    return "sign-in" if where.startswith("/sign-in/") else str(response.status_code)


def _shows(body: str, asked: Sequence[str], records: Records) -> tuple[str, ...]:
    """Name whose records stand in an answer; ``post:`` for the people of a unit.

    What the question itself said may come back: it is nobody's news.
    """
    said = " ".join(asked)
    cases = [
        unit
        for unit in UNITS
        if any(m in body and m not in said for m in _marks(unit, records[unit]))
    ]
    posts = [f"post:{unit}" for unit in UNITS if f"post-{unit}" in body]
    return (*cases, *posts)


def _marks(name: str, of_unit: dict[str, Any]) -> list[str]:
    marks = [f"canary-{name}"]
    for kind, room in ROOMS.items():
        if kind in of_unit:
            marks += [f"/{room}/{of_unit[kind]['pk']}/", of_unit[kind].get("number")]
    return [mark for mark in marks if mark]
