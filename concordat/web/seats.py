"""Seats: which one a signed-in user acts from, and the ones a demo offers."""

from __future__ import annotations

from django.contrib.auth import get_user_model, login
from django.http import HttpRequest

from concordat.core.refusal import Refusal
from concordat.register.app.models import Entry, Seat
from concordat.register.app.permission import Part, Person
from concordat.register.organisation import Organisation
from concordat.web.scope import LATEST_LAST

_KEPT = "seat"


class NoSuchSeat(Refusal):
    """A seat that this user does not have."""

    status = 404


def person_of(request: HttpRequest) -> Person | None:
    """Who acts in this request: from the seat they chose, or the only one they have; None if from neither."""
    if not request.user.is_authenticated:
        return None
    held = list(Seat.objects.filter(user=request.user).select_related("user").order_by("pk"))
    chosen = [each for each in held if each.pk == request.session.get(_KEPT)]
    only = chosen or (held if len(held) == 1 else [])
    return only[0].person() if only else None


def seats_of(request: HttpRequest) -> tuple[Seat, ...]:
    """Every seat that the signed-in user has."""
    held = Seat.objects.filter(user=request.user).select_related("user")
    return tuple(held.order_by("collaborative", "organisation"))


def every_seat() -> tuple[tuple[str, tuple[Seat, ...]], ...]:
    """All seats under the name of their organisation, for a demo's sign-in page only."""
    organisations = Entry.objects.filter(noun=Organisation.__name__, superseded_at=None, private=False)
    names = dict(organisations.order_by(LATEST_LAST).values_list("key", "label"))
    found: dict[str, list[Seat]] = {}
    for each in Seat.objects.select_related("user").order_by("pk"):
        found.setdefault(names.get(each.organisation, each.organisation), []).append(each)
    return tuple((name, tuple(held)) for name, held in found.items())


def choose(request: HttpRequest, seat: int) -> None:
    """Act from this seat of one's own from now on. Raises NoSuchSeat."""
    if not Seat.objects.filter(user=request.user, pk=seat).exists():
        raise NoSuchSeat("You have no such seat", remedy="Choose one from the list")
    request.session[_KEPT] = seat


def sign_in_as(request: HttpRequest, seat: int) -> None:
    """Sign in as whoever has this seat, without a password: for a demo only, as its caller checks."""
    found = Seat.objects.filter(pk=seat).select_related("user").first()
    if found is None:
        raise NoSuchSeat("There is no such person in this demo", remedy="Choose one from the list")
    login(request, found.user, backend="django.contrib.auth.backends.ModelBackend")
    request.session[_KEPT] = found.pk


def give(*, user: str, name: str, organisation: str, collaborative: str, part: Part, office: str = "") -> Person:
    """Give a user, made if need be with no usable password, a seat; the command line and the demo do."""
    first, _, last = name.partition(" ")
    found, made = get_user_model().objects.get_or_create(
        username=user, defaults={"first_name": first, "last_name": last}
    )
    if made:
        found.set_unusable_password()
        found.save()
    seat, _ = Seat.objects.update_or_create(
        user=found, collaborative=collaborative, organisation=organisation, defaults={"part": part, "office": office}
    )
    return seat.person()
