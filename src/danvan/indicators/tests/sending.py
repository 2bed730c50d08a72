"""Sheets on their way up, made by the services: a commune and the province above it."""

import datetime
from decimal import Decimal

from danvan.core.actor import Actor
from danvan.core.calendar import periods
from danvan.core.indicators import chains
from danvan.indicators import submitting
from danvan.indicators.submitting import Signed

SHEET = chains.by_id("inspectorate")
PERIOD = periods.by_key("2026-q1")  # 15/12/2025 to 14/3/2026; due on the 17th
NOW = datetime.datetime(2026, 3, 16, 2, tzinfo=datetime.UTC)
COMMUNE = Actor("user:1", "Chuyên viên", "T1.1")
OTHER = Actor("user:2", "Chuyên viên", "T1.2")
PROVINCE = Actor("user:3", "Chuyên viên tổng hợp", "T1.SNV")


def lines(amount=1, codes=SHEET.codes, **more):
    return [Signed(code, None, Decimal(amount), **more) for code in codes]


def opened(unit, by=COMMUNE, now=NOW, sheet=SHEET, period=PERIOD):
    return submitting.opened(unit=unit, sheet=sheet, period=period, by=by, now=now)


def signed(unit, by=COMMUNE, now=NOW, amount=1, **more):
    row = opened(unit, by, now, **more)
    return submitting.sign(submission=row, lines=lines(amount), by=by, now=now)


def sent(unit, by=COMMUNE, now=NOW, **more):
    return submitting.send(submission=signed(unit, by, now, **more), by=by, now=now)


def approved(unit, by=COMMUNE, now=NOW, **more):
    row = sent(unit, by, now, **more)
    return submitting.approve(submission=row, by=PROVINCE, now=now)
