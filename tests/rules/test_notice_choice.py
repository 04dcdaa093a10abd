"""Who is told of what and when (п. 4.1): defaults by role, digests, quiet hours over midnight."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from rules.notice_choice import Choice, Quiet, is_default, not_before, offered
from rules.terms import Channel, Role
from rules.terms import NotificationKind as Kind

BARNAUL = ZoneInfo("Asia/Barnaul")
APP, EMAIL, SMS = Channel.APP, Channel.EMAIL, Channel.SMS
NEVER = Quiet(dt.time(0), dt.time(0))


def at(text: str, zone: dt.tzinfo = BARNAUL) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=zone)


@pytest.mark.parametrize(("role", "there", "not_there"), [
    (Role.PARENT, {Kind.LOW_MARK, Kind.ABSENCE, Kind.FINAL, Kind.HOMEWORK, Kind.MESSAGE, Kind.ANNOUNCEMENT,
                   Kind.REQUEST}, {Kind.FINDING, Kind.UNFILLED, Kind.FOREIGN_EDIT, Kind.PLAN, Kind.SUMMARY}),
    (Role.STUDENT, {Kind.LOW_MARK, Kind.HOMEWORK}, {Kind.FINDING, Kind.SUMMARY}),
    (Role.TEACHER, {Kind.UNFILLED, Kind.FOREIGN_EDIT, Kind.FINDING, Kind.PLAN}, {Kind.LOW_MARK, Kind.SUMMARY}),
    (Role.CURATOR, {Kind.FINDING, Kind.MESSAGE}, {Kind.UNFILLED, Kind.ABSENCE}),
    (Role.DEPUTY_UPR, {Kind.SUMMARY, Kind.PLAN}, {Kind.UNFILLED, Kind.LOW_MARK}),
    (Role.DATA_CLERK, {Kind.REQUEST, Kind.PLAN}, {Kind.SUMMARY, Kind.HOMEWORK}),
])
def test_people_choose_only_of_what_may_concern_them(role, there, not_there):
    kinds = set(offered({role}))
    assert there <= kinds
    assert not kinds & not_there


def test_a_teacher_who_is_a_parent_has_both():
    assert {Kind.UNFILLED, Kind.LOW_MARK} <= set(offered({Role.TEACHER, Role.PARENT}))


@pytest.mark.parametrize(("roles", "kind", "channel", "on"), [
    ({Role.PARENT}, Kind.LOW_MARK, APP, True), ({Role.PARENT}, Kind.ABSENCE, APP, True),
    ({Role.PARENT}, Kind.FINAL, APP, True), ({Role.PARENT}, Kind.HOMEWORK, APP, False),
    ({Role.STUDENT}, Kind.HOMEWORK, APP, True), ({Role.PARENT}, Kind.LOW_MARK, EMAIL, False),
    ({Role.PARENT}, Kind.ABSENCE, SMS, False), ({Role.TEACHER}, Kind.UNFILLED, APP, True),
    ({Role.DEPUTY_UPR}, Kind.SUMMARY, EMAIL, False),
])
def test_nothing_is_sent_until_it_is_chosen(roles, kind, channel, on):
    assert is_default(roles, kind, channel) is on
    assert Choice().wants(roles, kind, channel) is on
    assert Choice({(kind, channel): not on}).wants(roles, kind, channel) is not on


@pytest.mark.parametrize(("hour", "quiet", "covered"), [
    ("20:59", Quiet(), False), ("21:00", Quiet(), True), ("23:59", Quiet(), True), ("00:00", Quiet(), True),
    ("07:59", Quiet(), True), ("08:00", Quiet(), False), ("12:00", Quiet(), False),
    ("13:00", Quiet(dt.time(13), dt.time(14)), True), ("14:00", Quiet(dt.time(13), dt.time(14)), False),
    ("23:00", NEVER, False), ("00:00", NEVER, False),
    ("21:00", Quiet(dt.time(21), dt.time(21)), False),
])
def test_quiet_hours(hour, quiet, covered):
    assert quiet.covers(dt.time.fromisoformat(hour)) is covered


@pytest.mark.parametrize(("now", "channel", "choice", "then"), [
    ("2023-11-20T15:00", SMS, Choice(), "2023-11-20T15:00"),
    ("2023-11-20T15:00", EMAIL, Choice(), "2023-11-20T15:00"),
    ("2023-11-20T21:00", SMS, Choice(), "2023-11-21T08:00"),
    ("2023-11-20T23:30", EMAIL, Choice(), "2023-11-21T08:00"),
    ("2023-11-21T00:10", SMS, Choice(), "2023-11-21T08:00"),
    ("2023-11-21T07:59:59", SMS, Choice(), "2023-11-21T08:00"),
    ("2023-11-21T08:00", SMS, Choice(), "2023-11-21T08:00"),
    ("2023-12-31T22:00", SMS, Choice(), "2024-01-01T08:00"),
    ("2023-11-20T23:30", SMS, Choice(quiet=NEVER), "2023-11-20T23:30"),
    ("2023-11-20T13:10", SMS, Choice(quiet=Quiet(dt.time(13), dt.time(14))), "2023-11-20T14:00"),
    ("2023-11-20T15:00", EMAIL, Choice(digest_at=dt.time(18)), "2023-11-20T18:00"),
    ("2023-11-20T18:00", EMAIL, Choice(digest_at=dt.time(18)), "2023-11-20T18:00"),
    ("2023-11-20T18:01", EMAIL, Choice(digest_at=dt.time(18)), "2023-11-21T18:00"),
    ("2023-11-20T23:00", EMAIL, Choice(digest_at=dt.time(18)), "2023-11-21T18:00"),
    ("2023-11-20T15:00", SMS, Choice(digest_at=dt.time(18)), "2023-11-20T15:00"),  # an SMS cannot hold a digest
    ("2023-11-20T15:00", EMAIL, Choice(digest_at=dt.time(22)), "2023-11-21T08:00"),  # falls into the night
    ("2023-11-20T15:00", EMAIL, Choice(digest_at=dt.time(6)), "2023-11-21T08:00"),
    ("2023-11-20T15:00", EMAIL, Choice(digest_at=dt.time(6), quiet=NEVER), "2023-11-21T06:00"),
])
def test_when_it_is_sent(now, channel, choice, then):
    assert not_before(at(now), channel, choice) == at(then)


def test_the_night_is_the_colleges_and_survives_the_moving_of_clocks():
    berlin = ZoneInfo("Europe/Berlin")  # 29 October 2023: 3:00 becomes 2:00
    then = not_before(at("2023-10-28T22:00", berlin), SMS, Choice())
    assert then.astimezone(dt.UTC) == dt.datetime(2023, 10, 29, 7, tzinfo=dt.UTC)
