"""Reads what ``team.yaml`` says about time: the calendar, the periods, and when each member is there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from solver.domain.calendar import Calendar, Period, Presence
from solver.readers.team.schema import EveryPart, MemberPart
from solver.readers.text.days import likely_day
from solver.readers.text.strict_yaml import Place

if TYPE_CHECKING:
    from solver.readers.team.settings import TeamSettings

WEEKDAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DATE: Final = re.compile(r"\d{4}-\d\d-\d\d")
# Together more days than this are no plan: ten years.
MOST_DAYS: Final = 3660
# What stands for no date where a change names one.
NO_PERIOD: Final = "none"
LISTED: Final = "a day such as 2027-01-06, or days such as 2027-01-11..2027-01-13"


def read_calendar(settings: TeamSettings) -> Calendar | None:
    """Return the calendar with its periods, None without periods; faults are added to the settings."""
    part = settings.file.calendar
    if settings.file.periods is None:
        if part is not None:
            settings.fault(("calendar",), "periods beside a calendar", "no periods")
        return None
    periods = _periods(settings)
    if not periods:
        return None
    hours = settings.file.hours_per_day
    minutes, workdays = 60 * (hours or Decimal(8)), tuple(range(5))
    if part is None:
        return Calendar(periods, int(minutes), workdays)
    minutes = 60 * (part.hours_per_day or hours or Decimal(8))
    if hours and part.hours_per_day and hours != part.hours_per_day:
        expected = f"{hours}, which is hours_per_day of the file, or one of the two alone"
        settings.fault(("calendar", "hours_per_day"), expected, str(part.hours_per_day))
    if minutes != int(minutes):
        settings.fault(("calendar", "hours_per_day"), "hours in whole minutes", str(part.hours_per_day))
    workdays = tuple(sorted({WEEKDAYS.index(day) for day in part.workdays}))
    closed = days_of(settings, part.closed, ("calendar", "closed"))
    return Calendar(periods, int(minutes), workdays, _holidays(settings, periods), _each(closed))


def stated_periods(settings: TeamSettings) -> tuple[str, ...]:
    """Return the ids of all periods of the file, those whose days could not be read as well."""
    given = settings.file.periods
    if isinstance(given, EveryPart):
        return tuple(f"S{n + 1}" for n in range(min(given.count, MOST_DAYS)))
    return tuple(part.id for part in given or ())


def read_presence(settings: TeamSettings, part: MemberPart, place: Place) -> Presence:
    """Return when a member of the roster is there; faults are added to the settings."""
    week = None
    if part.week is not None:
        hours = {day: settings.minutes(each, (*place, "week", day)) for day, each in part.week.items()}
        week = tuple(hours.get(day, 0) for day in WEEKDAYS)
        for day, minutes in hours.items():
            if minutes > 24 * 60:
                settings.fault((*place, "week", day), "at most 24 hours", f"{minutes / 60:g} h")
    limit, limits = _per_period(settings, part.limit, (*place, "limit"))
    committed, committeds = _per_period(settings, part.committed, (*place, "committed"))
    ramps: tuple[tuple[str, Decimal], ...] = ()
    if isinstance(part.ramp, Mapping):
        _known(settings, part.ramp, (*place, "ramp"))
        ramps = tuple(part.ramp.items())
    leave, minutes = leave_of(settings, part, place)
    if limit is None and "limit" in settings.file.model_fields_set:
        limit = settings.minutes(settings.file.limit, ("limit",))
    since, until = (
        None if text is None else _date(settings, text, (*place, key))
        for key, text in (("from", part.since), ("until", part.until))
    )
    if since and until and until < since:
        settings.fault((*place, "until"), f"a day from {since} on", str(until))
    return Presence(
        week,
        leave,
        minutes,
        since,
        until,
        limit,
        limits,
        committed or 0,
        committeds,
        part.reserved,
        Decimal(1) if isinstance(part.ramp, Mapping) else part.ramp,
        ramps,
    )


def needs_periods(settings: TeamSettings, part: MemberPart, place: Place) -> bool:
    """Note a fault for each thing that a member's line says about periods where there are none."""
    said = {
        "week": part.week is not None,
        "from": part.since is not None,
        "until": part.until is not None,
        "ramp": part.ramp != 1,
        "limit": isinstance(part.limit, Mapping),
        "committed": isinstance(part.committed, Mapping),
        "leave": isinstance(part.leave, list) or bool(DATE.match(str(part.leave))),
    }
    # Periods that could not be read have faults of their own.
    for key in (key for key, is_said in said.items() if is_said and settings.file.periods is None):
        settings.fault((*place, key), "periods, which this is about", "no periods in this file")
    return any(said.values())


def leave_of(settings: TeamSettings, part: MemberPart, place: Place) -> tuple[tuple[tuple[date, date], ...], int]:
    """Return the days of a member's leave, and the minutes that come off each period."""
    if isinstance(part.leave, list):
        return days_of(settings, part.leave, (*place, "leave")), 0
    if DATE.match(str(part.leave)):
        return days_of(settings, re.split(r"\s*,\s*", str(part.leave)), (*place, "leave")), 0
    return (), settings.minutes(part.leave, (*place, "leave"))


def days_of(settings: TeamSettings, texts: Sequence[str], place: Place) -> tuple[tuple[date, date], ...]:
    """Return pairs of a first and a last day."""
    found = []
    for number, text in enumerate(texts):
        here = (*place, number)
        first, _, last = str(text).partition("..")
        ends = [_date(settings, each.strip(), here, LISTED) for each in (first, last or first)]
        if ends[0] and ends[1] and ends[1] < ends[0]:
            settings.fault(here, "days in their order", str(text))
        elif ends[0] and ends[1]:
            found.append((ends[0], ends[1]))
    return tuple(found)


def _periods(settings: TeamSettings) -> tuple[Period, ...]:
    given = settings.file.periods
    if isinstance(given, EveryPart):
        start = _date(settings, given.since, ("periods", "from"))
        length = int(given.every[:-1]) * (7 if given.every.endswith("w") else 1)
        if start is None or length * given.count > MOST_DAYS:
            if start:
                settings.fault(("periods", "count"), "ten years at most", f"{length * given.count} days")
            return ()
        # A sprint of whole weeks that starts on a Monday ends on a Friday or a Sunday: the hours are the same.
        step = timedelta(days=length)
        return tuple(
            Period(name, start + n * step, start + (n + 1) * step - timedelta(days=1))
            for n, name in enumerate(stated_periods(settings))
        )
    found = list[Period]()
    for number, part in enumerate(given or ()):
        place: Place = ("periods", number)
        start, end = (_date(settings, getattr(part, key), (*place, key)) for key in ("start", "end"))
        if any(period.id == part.id for period in found) or DATE.match(part.id):
            settings.fault((*place, "id"), "an id of its own that is no date", part.id)
        if "@" in part.id or part.id == NO_PERIOD:
            settings.fault((*place, "id"), f"an id without @, as in MEMBER@PERIOD, other than {NO_PERIOD}", part.id)
        if start is None or end is None:
            continue
        if end < start or (end - start).days > MOST_DAYS:
            settings.fault((*place, "end"), f"a day from {start} on, within ten years", str(end))
        elif found and start <= found[-1].end:
            settings.fault((*place, "start"), f"a day after {found[-1].end}, on which {found[-1].id} ends", str(start))
        else:
            found.append(Period(part.id, start, end))
    if given is not None and not given:
        settings.fault(("periods",), "at least one period", "none")
    return tuple(found)


def _holidays(settings: TeamSettings, periods: tuple[Period, ...]) -> tuple[date, ...]:
    """Return the public holidays within the periods, from the library of that name, or the days given."""
    part, place = settings.file.calendar, ("calendar", "holidays")
    if part is None or not part.holidays:
        return ()
    if isinstance(part.holidays, list):
        return _each(days_of(settings, part.holidays, place))
    import holidays

    country, _, region = part.holidays.partition("-")
    years = range(periods[0].start.year, periods[-1].end.year + 1)
    try:
        known = holidays.country_holidays(country, subdiv=region or None, years=years)
    except NotImplementedError:
        countries = holidays.list_supported_countries()
        regions = [f"{country}-{each}" for each in countries.get(country, ())]
        settings.fault(
            place, "a country, or country-region, such as DE or DE-BY", part.holidays, [*countries, *regions]
        )
        return ()
    return tuple(sorted(day for day in known if any(each.start <= day <= each.end for each in periods)))


def _each(spans: Iterable[tuple[date, date]]) -> tuple[date, ...]:
    return tuple(sorted({a + timedelta(days=n) for a, b in spans for n in range(min((b - a).days, MOST_DAYS) + 1)}))


def _date(settings: TeamSettings, text: str, place: Place, expected: str = "a day such as 2027-01-06") -> date | None:
    try:
        if not DATE.fullmatch(str(text)):
            raise ValueError
        return date.fromisoformat(str(text))
    except ValueError:
        settings.fault(place, expected, str(text), maybe=likely_day(str(text)))
        return None


def _known(settings: TeamSettings, given: Iterable[str], place: Place) -> None:
    for name in given:
        settings.known((*place, name), name, stated_periods(settings), "the id of a period")


def _per_period(settings: TeamSettings, given: Any, place: Place) -> tuple[int | None, tuple[tuple[str, int], ...]]:
    """Return the minutes of every period, and those of single periods."""
    if isinstance(given, Mapping):
        _known(settings, given, place)
        return None, tuple((name, settings.minutes(hours, (*place, name))) for name, hours in given.items())
    return (None if given is None else settings.minutes(given, place)), ()
